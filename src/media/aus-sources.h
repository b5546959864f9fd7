#pragma once

#include "aus-local-media.h"

#include <gst/gst.h>

G_BEGIN_DECLS

/* All return a floating live source, or %NULL. */

GstElement *aus_sources_camera     (AusMediaSource   source,
                                    GstDevice       *device,
                                    GError         **error);

/* Sets no error where there simply is no microphone. */
GstElement *aus_sources_microphone (AusMediaSource   source,
                                    GError         **error);

/* A few black pictures. */
GstElement *aus_sources_darkness   (int              width,
                                    int              height,
                                    GError         **error);

G_END_DECLS
