#include "aus-remote.h"

#include "aus-member.h"

struct _AusRemote
{
  GObject         parent_instance;

  AusParticipant *participant;
  AusLocalMedia  *media;
  AusPeer        *peer;
  gboolean        has_picture;
  gboolean        muted;
};

enum
{
  PROP_0,
  PROP_PARTICIPANT,
  PROP_STATE,
  PROP_HAS_PICTURE,
  PROP_MUTED,
  PROP_SCREEN,
  PROP_SPARED_SCREEN,
  N_PROPS
};

enum
{
  FRAME,
  SIGNAL,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusRemote, aus_remote, G_TYPE_OBJECT)

static void
peer_frame_cb (AusRemote *self,
               AusFrame  *frame)
{
  /* A last one may be on its way. */
  if (aus_local_media_get_sound_only (self->media))
    return;

  g_signal_emit (self, signals[FRAME], 0, frame);
  aus_member_set_flag (self, &self->has_picture, TRUE, props[PROP_HAS_PICTURE]);
}

/* Pictures that are not sent are none that stand still. */
static void
expect_picture (AusRemote *self)
{
  if (self->peer != NULL)
    aus_peer_set_dark (self->peer, self->participant->picture != AUS_PICTURE_ON
                                     || aus_local_media_get_sound_only (self->media));
}

/* Whoever wants sound only does not look at the last picture either. */
static void
sound_only_cb (AusRemote *self)
{
  expect_picture (self);

  if (aus_local_media_get_sound_only (self->media))
    aus_member_set_flag (self, &self->has_picture, FALSE, props[PROP_HAS_PICTURE]);

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPARED_SCREEN]);
}

static void
peer_signal_cb (AusRemote  *self,
                JsonObject *frame)
{
  g_signal_emit (self, signals[SIGNAL], 0, frame);
}

static void
peer_state_cb (AusRemote *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/* Whoever wants sound only is sent nothing else. */
static void
follow_picture (AusRemote *self)
{
  if (self->peer != NULL)
    aus_peer_set_sparing (self->peer, self->participant->picture == AUS_PICTURE_SOUND_ONLY);

  expect_picture (self);
}

static void
peer_screen_cb (AusRemote *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCREEN]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPARED_SCREEN]);
}

static void
set_muted (AusRemote *self,
           gboolean   muted)
{
  if (self->muted == muted)
    return;

  self->muted = muted;

  if (self->peer != NULL)
    aus_peer_set_muted (self->peer, muted);

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MUTED]);
}

static void
aus_remote_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AusRemote *self = AUS_REMOTE (object);

  switch (prop_id) {
    case PROP_PARTICIPANT:
      g_value_set_object (value, self->participant);
      break;
    case PROP_STATE:
      g_value_set_enum (value, aus_remote_get_state (self));
      break;
    case PROP_HAS_PICTURE:
      g_value_set_boolean (value, self->has_picture);
      break;
    case PROP_MUTED:
      g_value_set_boolean (value, self->muted);
      break;
    case PROP_SCREEN:
      g_value_set_boolean (value, aus_remote_get_screen (self));
      break;
    case PROP_SPARED_SCREEN:
      g_value_set_boolean (value, aus_remote_get_spared_screen (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_remote_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch (prop_id) {
    case PROP_MUTED:
      set_muted (AUS_REMOTE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_remote_dispose (GObject *object)
{
  AusRemote *self = AUS_REMOTE (object);

  aus_remote_disconnect (self);
  g_clear_object (&self->participant);
  g_clear_object (&self->media);

  G_OBJECT_CLASS (aus_remote_parent_class)->dispose (object);
}

static void
aus_remote_class_init (AusRemoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = aus_remote_get_property;
  object_class->set_property = aus_remote_set_property;
  object_class->dispose = aus_remote_dispose;

  props[PROP_PARTICIPANT] = g_param_spec_object ("participant", NULL, NULL, AUS_TYPE_PARTICIPANT, readable);
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, AUS_TYPE_PEER_STATE, AUS_PEER_STATE_NEW, readable);
  props[PROP_HAS_PICTURE] = g_param_spec_boolean ("has-picture", NULL, NULL, FALSE, readable);
  props[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, readable | G_PARAM_WRITABLE);
  props[PROP_SCREEN] = g_param_spec_boolean ("screen", NULL, NULL, FALSE, readable);
  props[PROP_SPARED_SCREEN] = g_param_spec_boolean ("spared-screen", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FRAME] = g_signal_new ("frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, AUS_TYPE_FRAME);
  signals[SIGNAL] = g_signal_new ("signal", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
}

static void
aus_remote_init (AusRemote *self)
{
}

AusRemote *
aus_remote_new (AusParticipant *participant)
{
  AusRemote *self;

  g_return_val_if_fail (AUS_IS_PARTICIPANT (participant), NULL);

  self = g_object_new (AUS_TYPE_REMOTE, NULL);
  self->participant = g_object_ref (participant);
  g_signal_connect_object (participant, "notify::picture", G_CALLBACK (follow_picture), self, G_CONNECT_SWAPPED);

  return self;
}

AusPeer *
aus_remote_connect (AusRemote     *self,
                    AusLocalMedia *media,
                    JsonObject    *ice)
{
  g_return_val_if_fail (AUS_IS_REMOTE (self), NULL);

  if (self->peer != NULL)
    return self->peer;

  if (g_set_object (&self->media, media))
    g_signal_connect_object (media, "notify::sound-only", G_CALLBACK (sound_only_cb), self, G_CONNECT_SWAPPED);

  self->peer = aus_peer_new (media, self->participant->id, ice);
  aus_peer_set_muted (self->peer, self->muted);
  follow_picture (self);
  g_signal_connect_object (self->peer, "signal", G_CALLBACK (peer_signal_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->peer, "frame", G_CALLBACK (peer_frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->peer, "notify::state", G_CALLBACK (peer_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->peer, "notify::screen", G_CALLBACK (peer_screen_cb), self, G_CONNECT_SWAPPED);

  return self->peer;
}

void
aus_remote_disconnect (AusRemote *self)
{
  g_autoptr (AusPeer) peer = NULL;

  g_return_if_fail (AUS_IS_REMOTE (self));

  peer = g_steal_pointer (&self->peer);

  if (peer == NULL)
    return;

  g_signal_handlers_disconnect_by_data (peer, self);
  aus_peer_close (peer);
  aus_member_set_flag (self, &self->has_picture, FALSE, props[PROP_HAS_PICTURE]);
  peer_state_cb (self);
  peer_screen_cb (self);
}

gboolean
aus_remote_get_screen (AusRemote *self)
{
  g_return_val_if_fail (AUS_IS_REMOTE (self), FALSE);

  return self->peer != NULL && aus_peer_get_screen (self->peer);
}

gboolean
aus_remote_get_spared_screen (AusRemote *self)
{
  return aus_remote_get_screen (self) && aus_local_media_get_sound_only (self->media);
}

AusParticipant *
aus_remote_get_participant (AusRemote *self)
{
  g_return_val_if_fail (AUS_IS_REMOTE (self), NULL);

  return self->participant;
}

AusPeer *
aus_remote_get_peer (AusRemote *self)
{
  g_return_val_if_fail (AUS_IS_REMOTE (self), NULL);

  return self->peer;
}

AusPeerState
aus_remote_get_state (AusRemote *self)
{
  g_return_val_if_fail (AUS_IS_REMOTE (self), AUS_PEER_STATE_NEW);

  return self->peer != NULL ? aus_peer_get_state (self->peer) : AUS_PEER_STATE_NEW;
}

gboolean
aus_remote_get_has_picture (AusRemote *self)
{
  g_return_val_if_fail (AUS_IS_REMOTE (self), FALSE);

  return self->has_picture;
}

gboolean
aus_remote_get_muted (AusRemote *self)
{
  g_return_val_if_fail (AUS_IS_REMOTE (self), FALSE);

  return self->muted;
}
