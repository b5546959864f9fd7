#include "aus-rate-control.h"

#include "aus-shaper.h"
#include "aus-throughput.h"

#include <gst/video/video.h>

#define KEY_FRAME_INTERVAL (400 * G_TIME_SPAN_MILLISECOND)
#define MIN_BITRATE 20000
#define MAX_BITRATE 1800000

/* The encoder is never told anything with the mutex held: it may be waiting for it with what came out. Whoever steers
 * has the other one, so that nobody overtakes. */
struct _AusRateControl
{
  GMutex         mutex;
  GMutex         steering;
  GstElement    *encoder;
  AusLadder      ladder;
  AusThroughput  sent;
  const AusRung *rung;
  int            bitrate;
  gboolean       key_frame_wanted;
  gint64         key_frame_at;
};

AusRateControl *
aus_rate_control_new (void)
{
  AusRateControl *self = g_new0 (AusRateControl, 1);

  g_mutex_init (&self->mutex);
  g_mutex_init (&self->steering);

  return self;
}

void
aus_rate_control_free (AusRateControl *self)
{
  g_clear_object (&self->encoder);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->steering);
  g_free (self);
}

/* The last reference is not let go of with the mutex held. */
void
aus_rate_control_set_encoder (AusRateControl *self,
                              GstElement     *encoder)
{
  g_autoptr (GstElement) before = NULL;

  g_mutex_lock (&self->mutex);
  before = g_steal_pointer (&self->encoder);

  if (encoder != NULL) {
    self->encoder = gst_object_ref (encoder);
    self->rung = NULL;
    self->bitrate = 0;
  }

  g_mutex_unlock (&self->mutex);
}

void
aus_rate_control_begin (AusRateControl *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->ladder = (AusLadder) { 0 };
}

void
aus_rate_control_add (AusRateControl *self,
                      gsize           n_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  aus_throughput_add (&self->sent, n_bytes, g_get_monotonic_time ());
}

guint
aus_rate_control_get_throughput (AusRateControl *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return aus_throughput_get (&self->sent, g_get_monotonic_time ());
}

const AusRung *
aus_rate_control_get_rung (AusRateControl *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->rung;
}

static void
shape (GstElement    *encoder,
       const AusRung *rung)
{
  g_autoptr (GstObject) pipeline = gst_object_get_parent (GST_OBJECT (encoder));

  g_debug ("pictures: %s", rung->name);

  if (pipeline != NULL)
    aus_shaper_apply (GST_BIN (pipeline), rung);
}

gboolean
aus_rate_control_follow (AusRateControl *self,
                         guint           budget)
{
  g_autoptr (GMutexLocker) steering = g_mutex_locker_new (&self->steering);
  const int bitrate = CLAMP (budget, MIN_BITRATE, MAX_BITRATE);
  const gint64 now = g_get_monotonic_time ();
  g_autoptr (GstElement) encoder = NULL;
  gboolean has_rung_changed, has_bitrate_changed;
  const AusRung *rung;

  g_mutex_lock (&self->mutex);
  g_set_object (&encoder, self->encoder);
  rung = aus_ladder_follow (&self->ladder, MIN (budget, MAX_BITRATE), aus_throughput_get (&self->sent, now), now);
  has_rung_changed = rung != self->rung;
  has_bitrate_changed = bitrate != self->bitrate;
  self->rung = rung;
  self->bitrate = bitrate;
  g_mutex_unlock (&self->mutex);

  if (encoder != NULL && has_bitrate_changed)
    g_object_set (encoder, "target-bitrate", bitrate, NULL);

  if (encoder != NULL && has_rung_changed)
    shape (encoder, rung);

  return encoder != NULL && has_rung_changed;
}

void
aus_rate_control_request_key_frame (AusRateControl *self)
{
  g_mutex_lock (&self->mutex);
  self->key_frame_wanted = TRUE;
  g_mutex_unlock (&self->mutex);

  aus_rate_control_serve (self);
}

void
aus_rate_control_serve (AusRateControl *self)
{
  g_autoptr (GstElement) encoder = NULL;
  const gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&self->mutex);

  if (self->key_frame_wanted && self->encoder != NULL && now - self->key_frame_at >= KEY_FRAME_INTERVAL) {
    self->key_frame_wanted = FALSE;
    self->key_frame_at = now;
    encoder = gst_object_ref (self->encoder);
  }

  g_mutex_unlock (&self->mutex);

  if (encoder != NULL)
    gst_element_send_event (encoder,
                            gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, TRUE, 0));
}
