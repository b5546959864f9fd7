#include "aus-attempt.h"

#include "aus-attempt-private.h"
#include "aus-fingerprint.h"
#include "aus-ice.h"
#include "aus-level.h"
#include "aus-sdp.h"

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#define TICK_MS 250
#define TICKS_PER_SAMPLE 4
#define SILENCE_LIMIT (3 * G_TIME_SPAN_SECOND)
#define CONNECT_LIMIT (20 * G_TIME_SPAN_SECOND)
#define RETURN_LIMIT (30 * G_TIME_SPAN_SECOND)
/* How long a way that both sides have agreed on may take. */
#define REVIVE_LIMIT (8 * G_TIME_SPAN_SECOND)

G_DEFINE_FINAL_TYPE (AusAttempt, aus_attempt, G_TYPE_OBJECT)

enum
{
  DESCRIPTION,
  CANDIDATE,
  STATE,
  FRAME,
  LEVEL,
  QUALITY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  AusAttempt     *attempt;
  AusAttemptFunc  func;
  gpointer        data;
  GDestroyNotify  free_data;
} Delivery;

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  if (delivery->free_data != NULL)
    delivery->free_data (delivery->data);

  g_object_unref (delivery->attempt);
  g_free (delivery);
}

static void
release_cb (gpointer  data,
            GClosure *closure)
{
  g_object_unref (data);
}

static gboolean
delivered_cb (gpointer user_data)
{
  Delivery *delivery = user_data;

  if (!delivery->attempt->closed)
    delivery->func (delivery->attempt, delivery->data);

  return G_SOURCE_REMOVE;
}

static void
set_state (AusAttempt   *self,
           AusPeerState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_signal_emit (self, signals[STATE], 0, state);
}

/* How long nothing has come that should have. */
static gint64
get_silence (AusAttempt *self)
{
  gint64 media_at;

  g_mutex_lock (&self->mutex);
  media_at = MAX (self->media_at, self->connected_at);
  g_mutex_unlock (&self->mutex);

  return self->remote_sends ? g_get_monotonic_time () - media_at : 0;
}

/* Whether the other side is there, but no other way to it was found. */
static gboolean
is_beyond_reviving (AusAttempt *self)
{
  return self->revived_at != 0 && self->answered_at > self->revived_at && get_silence (self) > SILENCE_LIMIT &&
         g_get_monotonic_time () - self->answered_at > REVIVE_LIMIT;
}

/* Nothing of ours goes out, and nothing of theirs is shown or heard, before it is sure who they are. */
static void
greet (AusAttempt *self)
{
  g_autoptr (GError) error = NULL;

  if (aus_fingerprint_check (self->webrtc, &error)) {
    self->connected_at = g_get_monotonic_time ();
    g_atomic_int_set (&self->trusted, TRUE);
  } else {
    g_warning ("The call is not taken up: %s", error->message);
    self->broken = TRUE;
  }
}

static AusPeerState
judge (AusAttempt *self)
{
  GstWebRTCPeerConnectionState connection;
  GstWebRTCICEConnectionState ice;

  g_object_get (self->webrtc, "connection-state", &connection, "ice-connection-state", &ice, NULL);

  if (connection == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED && self->connected_at == 0 && !self->broken)
    greet (self);

  if (self->broken || connection == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED
      || ice == GST_WEBRTC_ICE_CONNECTION_STATE_FAILED)
    return AUS_PEER_STATE_FAILED;

  if (self->connected_at == 0) {
    gboolean late = self->answered_at != 0 && g_get_monotonic_time () - self->answered_at > CONNECT_LIMIT;

    return late ? AUS_PEER_STATE_FAILED : AUS_PEER_STATE_CONNECTING;
  }

  if (get_silence (self) > RETURN_LIMIT || is_beyond_reviving (self))
    return AUS_PEER_STATE_FAILED;

  if (connection != GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED || get_silence (self) > SILENCE_LIMIT)
    return AUS_PEER_STATE_INTERRUPTED;

  return AUS_PEER_STATE_CONNECTED;
}

static void
connection_cb (GstElement *webrtc,
               GParamSpec *pspec,
               AusAttempt *self)
{
  aus_attempt_deliver (self, aus_attempt_review_cb, NULL, NULL);
}

static void
frame_cb (AusAttempt *self,
          AusFrame   *frame)
{
  if (self->connected_at == 0)
    return;

  g_debug ("frames received: %" G_GUINT64_FORMAT, aus_frame_sink_get_count (self->picture));

  if (!self->still)
    aus_freezes_add (&self->freezes, g_get_monotonic_time ());

  g_signal_emit (self, signals[FRAME], 0, frame);
}

static void
totals_cb (AusAttempt *self,
           gpointer    data)
{
  AusTotals *totals = data;

  totals->time = g_get_monotonic_time ();
  totals->frames = aus_frame_sink_get_count (self->picture);
  totals->frozen = self->freezes.total;
  aus_quality_meter_add (&self->meter, totals);
  g_signal_emit (self, signals[QUALITY], 0);
}

static void
stats_cb (GstPromise *promise,
          gpointer    user_data)
{
  AusAttempt *self = user_data;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED && gst_promise_get_reply (promise) != NULL) {
    AusTotals totals = aus_totals_from_stats (gst_promise_get_reply (promise));

    aus_attempt_deliver (self, totals_cb, g_memdup2 (&totals, sizeof totals), g_free);
  }

  gst_promise_unref (promise);
}

static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (AusAttempt) self = g_object_ref (user_data);

  aus_attempt_review_cb (self, NULL);

  if (!self->closed && self->connected_at != 0 && self->ticks++ % TICKS_PER_SAMPLE == 0) {
    GstPromise *promise = gst_promise_new_with_change_func (stats_cb, g_object_ref (self), g_object_unref);

    g_signal_emit_by_name (self->webrtc, "get-stats", NULL, promise);

    if (self->video != NULL)
      aus_capture_follow_budget (self->video);
  }

  return G_SOURCE_CONTINUE;
}

static void
read_error (AusAttempt *self,
            GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  g_message ("the call broke: %s (%s)", error->message, debug);
  aus_attempt_break_cb (self, error->message);
}

static gboolean
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    user_data)
{
  g_autoptr (AusAttempt) self = g_object_ref (user_data);
  double level;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    read_error (self, message);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_LATENCY)
    gst_bin_recalculate_latency (GST_BIN (self->pipeline));
  else if (aus_level_read (message, &level) && self->connected_at != 0)
    g_signal_emit (self, signals[LEVEL], 0, level);

  return G_SOURCE_CONTINUE;
}

static GSource *
attach_source (AusAttempt  *self,
               GSource     *source,
               GSourceFunc  func)
{
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);

  return source;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);

  g_clear_pointer (source, g_source_unref);
}

static void
aus_attempt_finalize (GObject *object)
{
  AusAttempt *self = AUS_ATTEMPT (object);

  g_clear_pointer (&self->local, gst_sdp_message_free);
  g_clear_pointer (&self->candidates, g_array_unref);
  g_clear_pointer (&self->ice, json_object_unref);
  g_clear_pointer (&self->picture_ssrcs, g_hash_table_unref);
  g_clear_object (&self->media);
  g_clear_object (&self->video);
  g_clear_object (&self->sound);
  g_clear_object (&self->picture);
  g_clear_object (&self->speaker);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (aus_attempt_parent_class)->finalize (object);
}

static guint
add_signal (const char *name,
            GType       first,
            GType       second,
            GType       third)
{
  guint n_params = (first != G_TYPE_NONE) + (second != G_TYPE_NONE) + (third != G_TYPE_NONE);

  return g_signal_new (name, AUS_TYPE_ATTEMPT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_params, first, second, third);
}

static void
aus_attempt_class_init (AusAttemptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_attempt_finalize;

  signals[DESCRIPTION] = add_signal ("description", G_TYPE_STRING, G_TYPE_STRING, G_TYPE_NONE);
  signals[CANDIDATE] = add_signal ("candidate", G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[STATE] = add_signal ("state", AUS_TYPE_PEER_STATE, G_TYPE_NONE, G_TYPE_NONE);
  signals[FRAME] = add_signal ("frame", AUS_TYPE_FRAME, G_TYPE_NONE, G_TYPE_NONE);
  signals[LEVEL] = add_signal ("level", G_TYPE_DOUBLE, G_TYPE_NONE, G_TYPE_NONE);
  signals[QUALITY] = add_signal ("quality", G_TYPE_NONE, G_TYPE_NONE, G_TYPE_NONE);
}

static void
aus_attempt_init (AusAttempt *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->state = AUS_PEER_STATE_CONNECTING;
  self->picture_ssrcs = g_hash_table_new (NULL, NULL);
  g_mutex_init (&self->mutex);
}

AusAttempt *
aus_attempt_new (AusLocalMedia *media,
                 JsonObject    *ice)
{
  AusAttempt *self = g_object_new (AUS_TYPE_ATTEMPT, NULL);

  self->media = g_object_ref (media);
  self->ice = ice != NULL ? json_object_ref (ice) : NULL;

  return self;
}

gboolean
aus_attempt_start (AusAttempt  *self,
                   const char  *offer,
                   GError     **error)
{
  g_autoptr (GstSDPMessage) sdp = NULL;
  g_autoptr (GstBus) bus = NULL;

  if (offer != NULL && (sdp = aus_sdp_parse (offer, error)) == NULL)
    return FALSE;

  if (!aus_attempt_build (self, error))
    return FALSE;

  g_signal_connect_object (self->picture, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  aus_attempt_connect (self, self->webrtc, "notify::connection-state", G_CALLBACK (connection_cb));
  aus_attempt_connect (self, self->webrtc, "notify::ice-connection-state", G_CALLBACK (connection_cb));
  bus = gst_element_get_bus (self->pipeline);
  self->bus_watch = attach_source (self, gst_bus_create_watch (bus), G_SOURCE_FUNC (bus_cb));
  self->timer = attach_source (self, g_timeout_source_new (TICK_MS), tick_cb);

  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_STATE_CHANGE, "the call's pipeline does not start");
    return FALSE;
  }

  aus_attempt_negotiate (self, g_steal_pointer (&sdp));

  return TRUE;
}

void
aus_attempt_close (AusAttempt *self)
{
  if (self->closed)
    return;

  self->closed = TRUE;
  clear_source (&self->bus_watch);
  clear_source (&self->timer);
  aus_attempt_detach (self);

  if (self->picture != NULL)
    aus_frame_sink_close (self->picture);

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);

  if (self->speaker != NULL)
    aus_speaker_close (self->speaker);

  /* GStreamer's threads have ended; what is let go of here holds the attempt. */
  g_clear_pointer (&self->video_outlet, gst_object_unref);
  g_clear_pointer (&self->sound_outlet, gst_object_unref);
  g_clear_pointer (&self->video_inlet, gst_object_unref);
  g_clear_pointer (&self->sound_inlet, gst_object_unref);

  if (self->tunnels != NULL)
    aus_ice_part (self->webrtc, g_steal_pointer (&self->tunnels));

  g_clear_pointer (&self->webrtc, gst_object_unref);
  g_clear_pointer (&self->pipeline, gst_object_unref);
}

void
aus_attempt_set_muted (AusAttempt *self,
                       gboolean    muted)
{
  g_atomic_int_set (&self->muted, muted);
}

guint
aus_attempt_get_heard (AusAttempt *self)
{
  return g_atomic_int_get (&self->n_heard);
}

void
aus_attempt_set_still (AusAttempt *self,
                       gboolean    still)
{
  self->still = still;
  aus_freezes_forget (&self->freezes);
}

guint64
aus_attempt_get_frames (AusAttempt *self)
{
  return self->picture != NULL ? aus_frame_sink_get_count (self->picture) : 0;
}

gboolean
aus_attempt_get_quality (AusAttempt *self,
                         AusPeerQuality *quality)
{
  return aus_quality_meter_read (&self->meter, quality);
}

void
aus_attempt_deliver (AusAttempt     *self,
                     AusAttemptFunc  func,
                     gpointer        data,
                     GDestroyNotify  free_data)
{
  Delivery *delivery = g_new (Delivery, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  *delivery = (Delivery) { g_object_ref (self), func, data, free_data };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, delivered_cb, delivery, delivery_free);
  g_source_attach (source, self->context);
}

void
aus_attempt_connect (AusAttempt *self,
                     gpointer    instance,
                     const char *signal,
                     GCallback   callback)
{
  g_signal_connect_data (instance, signal, callback, g_object_ref (self), release_cb, G_CONNECT_AFTER);
}

void
aus_attempt_review_cb (AusAttempt *self,
                       gpointer    unused)
{
  AusPeerState state = judge (self);

  if (self->connected_at != 0)
    aus_attempt_attach (self);

  set_state (self, state);
}

void
aus_attempt_break_cb (AusAttempt *self,
                      gpointer    reason)
{
  g_message ("the call failed: %s", (const char *) reason);
  self->broken = TRUE;
  aus_attempt_review_cb (self, NULL);
}

void
aus_attempt_describe (AusAttempt *self,
                      const char *type)
{
  g_autofree char *text = gst_sdp_message_as_text (self->local);

  g_signal_emit (self, signals[DESCRIPTION], 0, type, text);
}

void
aus_attempt_propose (AusAttempt *self,
                     const char *candidate,
                     guint       media_index)
{
  const char *mid = self->local != NULL ? aus_sdp_get_mid (self->local, media_index) : NULL;

  g_signal_emit (self, signals[CANDIDATE], 0, candidate, mid, media_index);
}
