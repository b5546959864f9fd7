#include "aus-peer.h"

#include "aus-peer-private.h"

#include "aus-enums.h"

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

void
aus_peer_set_state (AusPeer      *self,
                    AusPeerState  state)
{
  if (self->state == state || self->state == AUS_PEER_STATE_CLOSED)
    return;

  self->state = state;
  g_debug ("connection %s", aus_enum_to_nick (AUS_TYPE_PEER_STATE, (int) state));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
aus_peer_set_level (AusPeer *self,
                    double   level)
{
  if (self->level == level)
    return;

  self->level = level;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LEVEL]);
}

static void
tell_still (AusPeer *self)
{
  if (self->attempt != NULL)
    aus_attempt_set_still (self->attempt, self->screen || self->is_dark);
}

void
aus_peer_set_screen (AusPeer  *self,
                     gboolean  screen)
{
  if (self->screen == screen)
    return;

  self->screen = screen;
  tell_still (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCREEN]);
}

void
aus_peer_see (AusPeer  *self,
              AusFrame *frame)
{
  g_signal_emit (self, signals[FRAME], 0, frame);

  if (self->state != AUS_PEER_STATE_CLOSED)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRAMES_RECEIVED]);
}

void
aus_peer_measure (AusPeer *self)
{
  g_signal_emit (self, signals[QUALITY], 0);
}

void
aus_peer_say (AusPeer    *self,
              JsonObject *frame)
{
  g_signal_emit (self, signals[SIGNAL], 0, frame);
  json_object_unref (frame);
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
  g_signal_connect_object (media, "notify::sharing", G_CALLBACK (aus_peer_tell_screen), self, G_CONNECT_SWAPPED);

  return self;
}

void
aus_peer_meet_app (AusPeer    *self,
                   const char *own_id)
{
  g_return_if_fail (AUS_IS_PEER (self));

  self->is_app = TRUE;
  self->answers = g_strcmp0 (own_id, self->participant_id) > 0;
}

void
aus_peer_close (AusPeer *self)
{
  g_return_if_fail (AUS_IS_PEER (self));

  aus_peer_break_off (self);
  aus_peer_set_state (self, AUS_PEER_STATE_CLOSED);
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

void
aus_peer_set_dark (AusPeer  *self,
                   gboolean  is_dark)
{
  g_return_if_fail (AUS_IS_PEER (self));

  if (self->is_dark == is_dark)
    return;

  self->is_dark = is_dark;
  tell_still (self);
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
