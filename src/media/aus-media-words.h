#pragma once

#include "aus-local-media.h"

G_BEGIN_DECLS

/* What lacks for being seen and heard. Returns: (nullable): a sentence for people; %NULL where both are there */
const char *aus_media_describe_lack  (gboolean      has_camera,
                                      gboolean      has_microphone);

/* What is wrong with a camera or microphone. Returns: (nullable): a sentence for people */
const char *aus_media_describe_fault (AusDeviceKind kind,
                                      AusMediaFault fault);

G_END_DECLS
