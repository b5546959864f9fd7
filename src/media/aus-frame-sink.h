#pragma once

#include <gst/gst.h>

#include "aus-frame.h"

G_BEGIN_DECLS

#define AUS_TYPE_FRAME_SINK (aus_frame_sink_get_type ())

G_DECLARE_FINAL_TYPE (AusFrameSink, aus_frame_sink, AUS, FRAME_SINK, GObject)

/**
 * AusFrameSink:
 *
 * The end of a pipeline that hands pictures to the main thread: signal `frame (AusFrame *frame)`. Where the
 * main thread is slow it gets the newest picture only.
 */

/**
 * aus_frame_sink_new:
 * @width: pictures are scaled to this width, and a dozen a second are enough; 0 leaves them as they are
 * @in_time: whether to wait for each picture's time rather than hand it on at once
 */
AusFrameSink *aus_frame_sink_new         (int           width,
                                          gboolean      in_time,
                                          GError      **error);

/* Returns: (transfer none) (nullable): a bin with one sink pad; %NULL once closed */
GstElement   *aus_frame_sink_get_element (AusFrameSink *self);

/* Pictures that came in, also those not handed on. */
guint64       aus_frame_sink_get_count   (AusFrameSink *self);

/* Nothing is emitted afterwards. The pipeline must have been stopped. */
void          aus_frame_sink_close       (AusFrameSink *self);

G_END_DECLS
