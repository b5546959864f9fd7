#include "aus-receiver-report.h"

#include <gst/rtp/rtp.h>

static gboolean
find_block (GstRTCPPacket     *packet,
            guint32            ssrc,
            AusReceiverReport *report)
{
  const GstRTCPType type = gst_rtcp_packet_get_type (packet);

  if (type != GST_RTCP_TYPE_SR && type != GST_RTCP_TYPE_RR)
    return FALSE;

  for (guint i = 0; i < gst_rtcp_packet_get_rb_count (packet); i++) {
    AusReceiverReport found;
    guint32 subject, jitter, last, since;
    guint8 fraction;

    gst_rtcp_packet_get_rb (packet, i, &subject, &fraction, &found.lost, &found.highest, &jitter, &last, &since);

    if (subject == ssrc) {
      *report = found;
      return TRUE;
    }
  }

  return FALSE;
}

gboolean
aus_receiver_report_read (GstBuffer         *rtcp,
                          guint32            ssrc,
                          AusReceiverReport *report)
{
  GstRTCPBuffer packets = GST_RTCP_BUFFER_INIT;
  GstRTCPPacket packet;
  gboolean is_found = FALSE;

  if (!gst_rtcp_buffer_map (rtcp, GST_MAP_READ, &packets))
    return FALSE;

  for (gboolean more = gst_rtcp_buffer_get_first_packet (&packets, &packet); more && !is_found;
       more = gst_rtcp_packet_move_to_next (&packet))
    is_found = find_block (&packet, ssrc, report);

  gst_rtcp_buffer_unmap (&packets);

  return is_found;
}
