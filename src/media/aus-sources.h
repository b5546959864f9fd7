#pragma once

#include "aus-local-media.h"
#include "aus-media-device.h"

#include <gst/gst.h>

G_BEGIN_DECLS

/* All return a floating element, or %NULL. */

/* A live source of pictures or sound. @device: (nullable): not needed by the test source. */
GstElement *aus_sources_open     (AusMediaSource   source,
                                  AusDeviceKind    kind,
                                  AusMediaDevice  *device,
                                  GError         **error);

/* A screen, as the portal hands it out: @node of the PipeWire remote that @fd is, which is taken. */
GstElement *aus_sources_screen   (AusMediaSource   source,
                                  int              fd,
                                  guint            node,
                                  GError         **error);

/* Where sound goes: to @device, or where the system wants it. Nothing is heard where there are no devices by intent. */
GstElement *aus_sources_output   (AusMediaSource   source,
                                  AusMediaDevice  *device,
                                  GError         **error);

/* What is wrong with the sound that is played by it, or else with the pipeline. (nullable) */
GError     *aus_sources_complain (GstMessage      *message);

/* A few black pictures. */
GstElement *aus_sources_darkness (int              width,
                                  int              height,
                                  GError         **error);

G_END_DECLS
