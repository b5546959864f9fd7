#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What lacks for being seen and heard. Returns: (nullable): a sentence for people; %NULL where both are there */
const char *aus_media_describe_lack (gboolean has_camera,
                                     gboolean has_microphone);

G_END_DECLS
