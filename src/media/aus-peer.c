#include "aus-peer.h"

#include "aus-error.h"
#include "aus-attempt.h"
#include "aus-signal.h"

/* Restarts that come in a burst make one new attempt. */
#define RESTART_INTERVAL (300 * G_TIME_SPAN_MILLISECOND)

struct _AusPeer
{
  GObject        parent_instance;

  AusLocalMedia *media;
  char          *participant_id;
  JsonObject    *ice;

  AusPeerState   state;
  AusAttempt    *attempt;
  gint64         epoch;
  gint64         called_at;
  guint          restart_source;
  guint64        earlier_frames;
  gboolean       muted;
  gboolean       is_sparing;
  double         level;
  gboolean       screen;
};

G_DEFINE_ENUM_TYPE (AusPeerState, aus_peer_state,
                    G_DEFINE_ENUM_VALUE (AUS_PEER_STATE_NEW, "new"),
                    G_DEFINE_ENUM_VALUE (AUS_PEER_STATE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (AUS_PEER_STATE_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (AUS_PEER_STATE_INTERRUPTED, "interrupted"),
                    G_DEFINE_ENUM_VALUE (AUS_PEER_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (AUS_PEER_STATE_CLOSED, "closed"))

G_DEFINE_FINAL_TYPE (AusPeer, aus_peer, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_PARTICIPANT_ID,
  PROP_STATE,
  PROP_FRAMES_RECEIVED,
  PROP_LEVEL,
  PROP_SCREEN,
  N_PROPS,
};

enum
{
  SIGNAL,
  FRAME,
  QUALITY,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_state (AusPeer      *self,
           AusPeerState  state)
{
  if (self->state == state || self->state == AUS_PEER_STATE_CLOSED)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_level (AusPeer *self,
           double   level)
{
  if (self->level == level)
    return;

  self->level = level;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LEVEL]);
}

static void
description_cb (AusPeer    *self,
                const char *type,
                const char *sdp)
{
  g_autoptr (JsonObject) frame = aus_signal_new_description (self->participant_id, self->epoch, type, sdp,
                                                                  aus_local_media_get_sharing (self->media));

  g_signal_emit (self, signals[SIGNAL], 0, frame);
}

static void
sharing_cb (AusPeer *self)
{
  g_autoptr (JsonObject) frame = NULL;

  if (self->attempt == NULL)
    return;

  frame = aus_signal_new_screen (self->participant_id, self->epoch, aus_local_media_get_sharing (self->media));
  g_signal_emit (self, signals[SIGNAL], 0, frame);
}

static void
set_screen (AusPeer  *self,
            gboolean  screen)
{
  if (self->screen == screen)
    return;

  self->screen = screen;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCREEN]);
}

static void
candidate_cb (AusPeer    *self,
              const char *candidate,
              const char *mid,
              guint       media_index)
{
  g_autoptr (JsonObject) frame =
    aus_signal_new_candidate (self->participant_id, self->epoch, candidate, mid, media_index);

  g_signal_emit (self, signals[SIGNAL], 0, frame);
}

static void
frame_cb (AusPeer  *self,
          AusFrame *frame)
{
  g_signal_emit (self, signals[FRAME], 0, frame);

  if (self->state != AUS_PEER_STATE_CLOSED)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRAMES_RECEIVED]);
}

static void
quality_cb (AusPeer *self)
{
  g_signal_emit (self, signals[QUALITY], 0);
}

static void
connect_attempt (AusPeer *self)
{
  static const struct
  {
    const char *signal;
    GCallback   callback;
  } handlers[] = {
    { "description", G_CALLBACK (description_cb) },
    { "candidate", G_CALLBACK (candidate_cb) },
    { "state", G_CALLBACK (set_state) },
    { "frame", G_CALLBACK (frame_cb) },
    { "level", G_CALLBACK (set_level) },
    { "quality", G_CALLBACK (quality_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (self->attempt, handlers[i].signal, handlers[i].callback, self,
                             G_CONNECT_SWAPPED);
}

static void
drop_attempt (AusPeer *self)
{
  if (self->attempt == NULL)
    return;

  self->earlier_frames += aus_attempt_get_frames (self->attempt);
  g_signal_handlers_disconnect_by_data (self->attempt, self);
  aus_attempt_close (self->attempt);
  g_clear_object (&self->attempt);
}

static gboolean
restart_cb (gpointer user_data)
{
  AusPeer *self = user_data;

  self->restart_source = 0;
  aus_peer_call (self);

  return G_SOURCE_REMOVE;
}

static void
restart (AusPeer *self)
{
  gint64 age = g_get_monotonic_time () - self->called_at;

  if (self->called_at == 0 || age >= RESTART_INTERVAL)
    aus_peer_call (self);
  else if (self->restart_source == 0)
    self->restart_source = g_timeout_add ((guint) ((RESTART_INTERVAL - age) / 1000), restart_cb, self);
}

static gboolean
check_attempt (AusPeer          *self,
               const AusSignal  *signal,
               GError          **error)
{
  if (g_strcmp0 (signal->from, self->participant_id) != 0) {
    aus_error_add_field (error, "from", "It is not from the other side of this call.");
    return FALSE;
  }

  if (signal->kind == AUS_SIGNAL_RESTART)
    return TRUE;

  if (self->attempt == NULL || signal->epoch != self->epoch) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_STALE, "it belongs to another attempt");
    return FALSE;
  }

  return TRUE;
}

static gboolean
act (AusPeer          *self,
     const AusSignal  *signal,
     GError          **error)
{
  switch (signal->kind) {
    case AUS_SIGNAL_RESTART:
      restart (self);
      return TRUE;
    case AUS_SIGNAL_SCREEN:
      set_screen (self, signal->screen);
      return TRUE;
    case AUS_SIGNAL_OFFER:
      set_screen (self, signal->screen);
      return aus_attempt_accept_offer (self->attempt, signal->sdp, error);
    case AUS_SIGNAL_ANSWER:
      set_screen (self, signal->screen);
      return aus_attempt_accept_answer (self->attempt, signal->sdp, error);
    case AUS_SIGNAL_CANDIDATE:
      aus_attempt_add_candidate (self->attempt, signal->media_index, signal->candidate);
      return TRUE;
  }

  g_assert_not_reached ();
}

static void
aus_peer_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  AusPeer *self = AUS_PEER (object);

  switch (property_id) {
    case PROP_PARTICIPANT_ID:
      g_value_set_string (value, self->participant_id);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_FRAMES_RECEIVED:
      g_value_set_uint64 (value, aus_peer_get_frames_received (self));
      break;
    case PROP_LEVEL:
      g_value_set_double (value, self->level);
      break;
    case PROP_SCREEN:
      g_value_set_boolean (value, self->screen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
aus_peer_dispose (GObject *object)
{
  AusPeer *self = AUS_PEER (object);

  aus_peer_close (self);
  g_clear_object (&self->media);

  G_OBJECT_CLASS (aus_peer_parent_class)->dispose (object);
}

static void
aus_peer_finalize (GObject *object)
{
  AusPeer *self = AUS_PEER (object);

  g_free (self->participant_id);
  g_clear_pointer (&self->ice, json_object_unref);

  G_OBJECT_CLASS (aus_peer_parent_class)->finalize (object);
}

static void
aus_peer_class_init (AusPeerClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_peer_get_property;
  object_class->dispose = aus_peer_dispose;
  object_class->finalize = aus_peer_finalize;

  props[PROP_PARTICIPANT_ID] = g_param_spec_string ("participant-id", NULL, NULL, NULL, flags);
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, AUS_TYPE_PEER_STATE, AUS_PEER_STATE_NEW, flags);
  props[PROP_FRAMES_RECEIVED] = g_param_spec_uint64 ("frames-received", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_LEVEL] = g_param_spec_double ("level", NULL, NULL, 0, 1, 0, flags);
  props[PROP_SCREEN] = g_param_spec_boolean ("screen", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL] = g_signal_new ("signal", AUS_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[FRAME] = g_signal_new ("frame", AUS_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, AUS_TYPE_FRAME);
  signals[QUALITY] = g_signal_new ("quality", AUS_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
aus_peer_init (AusPeer *self)
{
}

AusPeer *
aus_peer_new (AusLocalMedia *media,
              const char    *participant_id,
              JsonObject    *ice)
{
  AusPeer *self;

  g_return_val_if_fail (AUS_IS_LOCAL_MEDIA (media), NULL);
  g_return_val_if_fail (participant_id != NULL, NULL);

  self = g_object_new (AUS_TYPE_PEER, NULL);
  self->media = g_object_ref (media);
  self->participant_id = g_strdup (participant_id);
  self->ice = ice != NULL ? json_object_ref (ice) : NULL;
  g_signal_connect_object (media, "notify::sharing", G_CALLBACK (sharing_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
aus_peer_call (AusPeer *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (AUS_IS_PEER (self));
  g_return_if_fail (self->state != AUS_PEER_STATE_CLOSED);

  g_clear_handle_id (&self->restart_source, g_source_remove);
  drop_attempt (self);

  /* The clock makes it rise from one run of the program to the next, too. */
  self->epoch = MAX (self->epoch + 1, g_get_real_time () / 1000);
  self->called_at = g_get_monotonic_time ();
  self->attempt = aus_attempt_new (self->media, self->ice);
  aus_attempt_set_muted (self->attempt, self->muted);
  aus_attempt_set_sparing (self->attempt, self->is_sparing);
  connect_attempt (self);

  if (aus_attempt_start (self->attempt, &error)) {
    set_state (self, AUS_PEER_STATE_CONNECTING);
  } else {
    g_message ("no call can be made: %s", error->message);
    drop_attempt (self);
    set_state (self, AUS_PEER_STATE_FAILED);
  }
}

void
aus_peer_revive (AusPeer *self)
{
  g_return_if_fail (AUS_IS_PEER (self));

  if (self->attempt != NULL)
    aus_attempt_revive (self->attempt);
}

gboolean
aus_peer_handle_signal (AusPeer    *self,
                        JsonObject *frame)
{
  g_autoptr (GError) error = NULL;
  AusSignal signal;

  g_return_val_if_fail (AUS_IS_PEER (self), FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  if (self->state == AUS_PEER_STATE_CLOSED)
    return FALSE;

  if (aus_signal_read (frame, &signal, &error)
      && check_attempt (self, &signal, &error)
      && act (self, &signal, &error))
    return TRUE;

  g_debug ("a signal is ignored: %s", error->message);

  return FALSE;
}

void
aus_peer_close (AusPeer *self)
{
  g_return_if_fail (AUS_IS_PEER (self));

  g_clear_handle_id (&self->restart_source, g_source_remove);
  drop_attempt (self);
  set_state (self, AUS_PEER_STATE_CLOSED);
}

gboolean
aus_peer_get_screen (AusPeer *self)
{
  g_return_val_if_fail (AUS_IS_PEER (self), FALSE);

  return self->screen;
}

const char *
aus_peer_get_participant_id (AusPeer *self)
{
  return self->participant_id;
}

AusPeerState
aus_peer_get_state (AusPeer *self)
{
  return self->state;
}

guint64
aus_peer_get_frames_received (AusPeer *self)
{
  return self->earlier_frames + (self->attempt != NULL ? aus_attempt_get_frames (self->attempt) : 0);
}

double
aus_peer_get_level (AusPeer *self)
{
  return self->level;
}

void
aus_peer_set_muted (AusPeer  *self,
                    gboolean  muted)
{
  g_return_if_fail (AUS_IS_PEER (self));

  self->muted = muted;

  if (self->attempt != NULL)
    aus_attempt_set_muted (self->attempt, muted);
}

void
aus_peer_set_sparing (AusPeer  *self,
                      gboolean  is_sparing)
{
  g_return_if_fail (AUS_IS_PEER (self));

  if (self->is_sparing == is_sparing)
    return;

  self->is_sparing = is_sparing;

  if (self->attempt != NULL)
    aus_attempt_set_sparing (self->attempt, is_sparing);
}

guint
aus_peer_get_heard (AusPeer *self)
{
  g_return_val_if_fail (AUS_IS_PEER (self), 0);

  return self->attempt != NULL ? aus_attempt_get_heard (self->attempt) : 0;
}

gboolean
aus_peer_get_quality (AusPeer    *self,
                      AusPeerQuality *quality)
{
  g_return_val_if_fail (AUS_IS_PEER (self), FALSE);
  g_return_val_if_fail (quality != NULL, FALSE);

  return self->attempt != NULL && aus_attempt_get_quality (self->attempt, quality);
}
