#pragma once

#include <gst/gst.h>

#include "aus-ladder.h"

G_BEGIN_DECLS

/* A part of the way to the encoder, for gst_parse_launch(), in which pictures become smaller, slower or nothing. */
#define AUS_SHAPER \
  "valve name=valve ! videorate name=rate drop-only=true max-rate=30 ! videoscale ! capsfilter name=size"

/* Shapes what goes through AUS_SHAPER in @pipeline, from the next picture on. Every thread may call. */
void aus_shaper_apply (GstBin        *pipeline,
                       const AusRung *rung);

G_END_DECLS
