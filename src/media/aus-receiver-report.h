#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * AusReceiverReport:
 * @highest: the highest sequence number that arrived, counted on over its wraps
 * @lost: how many packets were missed since the beginning; below 0 where some came twice
 *
 * What the other side says of one stream of ours (RFC 3550, section 6.4.1).
 */
typedef struct
{
  guint32 highest;
  gint32  lost;
} AusReceiverReport;

/**
 * aus_receiver_report_read:
 * @rtcp: a compound packet
 * @ssrc: of the stream
 *
 * Returns: %FALSE where nothing is said of it there, @report is then left alone
 */
gboolean aus_receiver_report_read (GstBuffer         *rtcp,
                                   guint32            ssrc,
                                   AusReceiverReport *report);

G_END_DECLS
