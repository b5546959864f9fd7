#include "aus-attempt-private.h"

#define RTCP_TYPE_PSFB 206
#define RTCP_PSFB_AFB 15

void
aus_attempt_pass_budget_on (AusAttempt *self)
{
  guint budget;

  g_mutex_lock (&self->mutex);
  budget = aus_budget_get (&self->budget);
  g_mutex_unlock (&self->mutex);

  aus_capture_set_budget (self->video, self->video_outlet, budget);
}

/* REMB (draft-alvestrand-rmcat-remb): what the other side can receive, mantissa and exponent. Browsers measure it by
 * the pictures alone where sound has no numbers of the transport, so that what sound takes is off it already. */
static void
feedback_cb (GObject    *rtp_session,
             guint       type,
             guint       feedback_type,
             guint       sender_ssrc,
             guint       media_ssrc,
             GstBuffer  *buffer,
             AusAttempt *self)
{
  guint8 remb[8];
  guint64 bitrate;

  if (type != RTCP_TYPE_PSFB || feedback_type != RTCP_PSFB_AFB || buffer == NULL)
    return;

  if (gst_buffer_extract (buffer, 0, remb, sizeof remb) < sizeof remb || memcmp (remb, "REMB", 4) != 0)
    return;

  bitrate = (guint64) ((remb[5] & 3) << 16 | remb[6] << 8 | remb[7]) << MIN (remb[5] >> 2, 32);
  g_debug ("the other side can receive %" G_GUINT64_FORMAT " bit/s", bitrate);

  g_mutex_lock (&self->mutex);
  aus_budget_hear_remb (&self->budget, (guint) CLAMP (bitrate, 1, G_MAXINT));
  g_mutex_unlock (&self->mutex);

  aus_attempt_pass_budget_on (self);
}

static void
report_cb (GObject    *rtp_session,
           GstBuffer  *rtcp,
           AusAttempt *self)
{
  AusReceiverReport report;
  guint sent, bearable;

  if (!aus_receiver_report_read (rtcp, self->video_ssrc, &report))
    return;

  sent = aus_capture_get_throughput (self->video);

  g_mutex_lock (&self->mutex);
  aus_budget_hear_report (&self->budget, &report, sent, g_get_monotonic_time ());
  bearable = (guint) self->budget.bearable;
  g_mutex_unlock (&self->mutex);

  g_debug ("the other side misses %d packets; %u bit/s were sent, the way bears %u", report.lost, sent, bearable);
  aus_attempt_pass_budget_on (self);
}

void
aus_attempt_listen_to_feedback (AusAttempt *self)
{
  g_autoptr (GstElement) rtpbin = gst_bin_get_by_name (GST_BIN (self->webrtc), "rtpbin");
  g_autoptr (GObject) rtp_session = NULL;

  if (self->video_outlet == NULL)
    return;

  g_signal_emit_by_name (rtpbin, "get-internal-session", 0, &rtp_session);

  if (rtp_session == NULL)
    return;

  aus_attempt_connect (self, rtp_session, "on-feedback-rtcp", G_CALLBACK (feedback_cb));
  aus_attempt_connect (self, rtp_session, "on-receiving-rtcp", G_CALLBACK (report_cb));
}
