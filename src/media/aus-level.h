#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * aus_level_read:
 * @message: any bus message
 * @level: (out): the loudness, 0 (silence, -60 dB) to 1
 *
 * Returns: whether @message is the report of a `level` element
 */
gboolean aus_level_read (GstMessage *message,
                         double     *level);

G_END_DECLS
