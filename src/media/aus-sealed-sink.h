#pragma once

#include <gst/base/gstbasesink.h>

#include "aus-sealed-draft.h"

G_BEGIN_DECLS

#define AUS_TYPE_SEALED_SINK (aus_sealed_sink_get_type ())

G_DECLARE_FINAL_TYPE (AusSealedSink, aus_sealed_sink, AUS, SEALED_SINK, GstBaseSink)

/* Ends a pipeline behind its element @muxer, which may go back in what it writes: nothing of it ever lies on the disk
 * as it is. Takes @draft. */
void aus_sealed_sink_add (AusSealedDraft *draft,
                          GstElement     *pipeline,
                          const char     *muxer);

G_END_DECLS
