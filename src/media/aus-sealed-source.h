#pragma once

#include <gst/base/gstbasesrc.h>

#include "aus-sealed-file.h"

G_BEGIN_DECLS

#define AUS_TYPE_SEALED_SOURCE (aus_sealed_source_get_type ())

G_DECLARE_FINAL_TYPE (AusSealedSource, aus_sealed_source, AUS, SEALED_SOURCE, GstBaseSrc)

/* Begins a pipeline before its element @demuxer, which may read from any place. Takes @file, which is open and has so
 * much content. */
void aus_sealed_source_add (AusSealedFile *file,
                            guint64        size,
                            GstElement    *pipeline,
                            const char    *demuxer);

G_END_DECLS
