#include "aus-video-call.h"

#include <glib/gi18n.h>

#include "aus-json.h"
#include "aus-member.h"
#include "aus-own-picture.h"
#include "aus-participant.h"
#include "aus-remotes.h"

/* How often failed calls, and a server that did not say how to call, are tried again. */
#define RETRY_SECONDS 3
/* A connection that is lost later than this after a move of ours was not lost by it. */
#define MOVE_LIMIT (20 * G_TIME_SPAN_SECOND)

struct _AusVideoCall
{
  GObject        parent_instance;

  AusClient     *client;
  AusRoom       *room;
  AusLocalMedia *media;
  GCancellable  *cancellable;
  JsonObject    *ice;
  AusRemotes    *remotes;
  AusVideoCallState state;
  char          *problem;
  guint          retry;
  gboolean       asking;
  gint64         moved_at;
  gboolean       somebody_returned;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusVideoCall, aus_video_call, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (AusVideoCallState, aus_video_call_state,
                    G_DEFINE_ENUM_VALUE (AUS_VIDEO_CALL_STATE_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (AUS_VIDEO_CALL_STATE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (AUS_VIDEO_CALL_STATE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (AUS_VIDEO_CALL_STATE_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (AUS_VIDEO_CALL_STATE_INTERRUPTED, "interrupted"))

static const AusVideoCallState state_of_peer[] = {
  [AUS_PEER_STATE_NEW] = AUS_VIDEO_CALL_STATE_WAITING,
  [AUS_PEER_STATE_CONNECTING] = AUS_VIDEO_CALL_STATE_CONNECTING,
  [AUS_PEER_STATE_CONNECTED] = AUS_VIDEO_CALL_STATE_CONNECTED,
  [AUS_PEER_STATE_INTERRUPTED] = AUS_VIDEO_CALL_STATE_INTERRUPTED,
  [AUS_PEER_STATE_FAILED] = AUS_VIDEO_CALL_STATE_INTERRUPTED,
  [AUS_PEER_STATE_CLOSED] = AUS_VIDEO_CALL_STATE_WAITING,
};

static void
set_state (AusVideoCall      *self,
           AusVideoCallState  state)
{
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  }
}

/* One who is connected counts for more than one who is lost. */
static void
update_state (AusVideoCall *self)
{
  static const AusVideoCallState order[] = { AUS_VIDEO_CALL_STATE_CONNECTED, AUS_VIDEO_CALL_STATE_INTERRUPTED,
                                             AUS_VIDEO_CALL_STATE_CONNECTING };
  GListModel *remotes = aus_remotes_get_model (self->remotes);
  guint seen = 0;

  for (guint i = 0; i < g_list_model_get_n_items (remotes); i++)
    seen |= 1u << state_of_peer[aus_remote_get_state (aus_remotes_peek (self->remotes, i))];

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    if ((seen & (1u << order[i])) != 0) {
      set_state (self, order[i]);
      return;
    }
  }

  set_state (self, AUS_VIDEO_CALL_STATE_WAITING);
}

static gboolean
is_running (AusVideoCall *self)
{
  return self->state != AUS_VIDEO_CALL_STATE_IDLE;
}

static void
say_presence (AusVideoCall *self)
{
  g_autoptr (JsonObject) frame = json_object_new ();

  json_object_set_string_member (frame, "type", "presence");
  json_object_set_string_member (frame, "state", is_running (self) ? "in_call" : "here");
  json_object_set_string_member (frame, "picture",
                                 aus_enum_to_nick (AUS_TYPE_PICTURE, aus_own_picture (self->media)));
  aus_room_send (self->room, frame);
}

static void
picture_changed_cb (AusVideoCall *self)
{
  if (is_running (self) && self->ice != NULL)
    say_presence (self);
}

static gboolean
has_moved (AusVideoCall *self)
{
  return self->moved_at != 0 && g_get_monotonic_time () - self->moved_at < MOVE_LIMIT;
}

/* The other side is there, but what is said does not come through. After a move of ours only a call from the new
 * address helps; else another way is looked for, and the present one kept. */
static void
mend (AusVideoCall *self,
      AusPeer      *peer)
{
  if (has_moved (self) && aus_peer_get_state (peer) == AUS_PEER_STATE_INTERRUPTED)
    aus_peer_call (peer);
  else
    aus_peer_revive (peer);
}

static void
remote_state_cb (AusVideoCall *self,
                 AusRemote    *remote)
{
  AusPeerState state = aus_remote_get_state (remote);

  if (!is_running (self))
    return;

  if (state == AUS_PEER_STATE_CONNECTED)
    self->moved_at = 0;
  else if (state == AUS_PEER_STATE_INTERRUPTED && aus_room_get_connected (self->room))
    mend (self, aus_remote_get_peer (remote));

  update_state (self);
}

static void
network_changed_cb (AusVideoCall *self)
{
  g_debug ("the network changed");
  self->moved_at = g_get_monotonic_time ();
}

/* Whether there is no connection, and none that could be mended. */
static gboolean
is_beyond (AusPeer *peer)
{
  return peer == NULL || (aus_peer_get_state (peer) != AUS_PEER_STATE_CONNECTED &&
                          aus_peer_get_state (peer) != AUS_PEER_STATE_INTERRUPTED);
}

static void
invite_one (AusVideoCall   *self,
            AusParticipant *participant)
{
  AusRemote *remote = aus_remotes_find (self->remotes, participant->id);
  AusPeer *peer = remote ? aus_remote_get_peer (remote) : NULL;

  if (!aus_remotes_take_part (self->remotes, participant))
    return;

  if (is_beyond (peer))
    aus_remotes_say_ready (self->remotes, participant->id);
  else
    mend (self, peer);
}

static void
follow_people (AusVideoCall *self)
{
  aus_remotes_follow (self->remotes);
  update_state (self);
}

/* Tells everybody who is not connected to us that we are ready; they answer when they are. */
static void
invite (AusVideoCall *self)
{
  GListModel *participants = aus_room_get_participants (self->room);

  follow_people (self);
  say_presence (self);

  for (guint i = 0; i < g_list_model_get_n_items (participants); i++) {
    g_autoptr (AusParticipant) participant = g_list_model_get_item (participants, i);

    invite_one (self, participant);
  }
}

static void
meeting_info_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (AusVideoCall) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);
  JsonObject *info = answer != NULL && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !is_running (self))
    return;

  if (info == NULL) {
    aus_member_set_text (self, &self->problem, error ? error->message : _("The server did not say how to call."),
                         props[PROP_PROBLEM]);
    self->asking = FALSE;
    return;
  }

  g_clear_pointer (&self->ice, json_object_unref);
  self->ice = json_object_ref (info);
  aus_member_set_text (self, &self->problem, NULL, props[PROP_PROBLEM]);
  invite (self);
}

static void
ask_how (AusVideoCall *self)
{
  g_autofree char *path =
    g_strdup_printf ("consultations/%s/meeting_info/", aus_room_get_consultation_id (self->room));

  self->asking = TRUE;
  aus_client_send_async (self->client, "GET", path, NULL, self->cancellable, meeting_info_cb,
                         g_object_ref (self));
}

/* Runs as long as the call does. */
static gboolean
retry_cb (gpointer user_data)
{
  AusVideoCall *self = user_data;
  GListModel *remotes = aus_remotes_get_model (self->remotes);

  if (self->ice == NULL && !self->asking)
    ask_how (self);

  /* Most ask by themselves, and what crosses their word would only make a second attempt. */
  if (self->somebody_returned && self->ice != NULL) {
    self->somebody_returned = FALSE;
    aus_remotes_call_back (self->remotes);
  }

  for (guint i = 0; i < g_list_model_get_n_items (remotes); i++) {
    AusRemote *remote = aus_remotes_peek (self->remotes, i);

    if (aus_remote_get_state (remote) == AUS_PEER_STATE_FAILED)
      aus_peer_call (aus_remote_get_peer (remote));
  }

  return G_SOURCE_CONTINUE;
}

static void
room_connected_cb (AusVideoCall *self)
{
  if (is_running (self) && self->ice != NULL && aus_room_get_connected (self->room))
    invite (self);
}

static void
room_signal_cb (AusVideoCall *self,
                JsonObject   *frame)
{
  AusPeer *peer;

  /* Before we know how to call, we need not answer: invite() will ask once more. */
  if (!is_running (self) || self->ice == NULL)
    return;

  peer = aus_remotes_find_peer (self->remotes, frame, self->ice);

  if (peer != NULL)
    aus_peer_handle_signal (peer, frame);
}

/* What may change whether we are seen. */
static const char *const picture_signals[] = {
  "notify::camera-on", "notify::sound-only", "notify::has-camera", "notify::sharing",
};

/* What may change who is in the call. */
static const char *const telling[] = { "admission", "consultation_status", "user_left", "user_joined", NULL };

static void
room_frame_cb (AusVideoCall *self,
               JsonObject   *frame)
{
  const char *type = aus_json_get_text (frame, "type");

  if (!is_running (self) || type == NULL || !g_strv_contains (telling, type)
      || (aus_room_latch_is_past (aus_room_get_latch (self->room), frame)
          && !aus_remotes_missed_hang_up (self->remotes, frame)))
    return;

  if (g_str_equal (type, "user_left") && g_strcmp0 (aus_json_get_text (frame, "reason"), "lost") != 0)
    aus_remotes_drop (self->remotes, aus_json_get_text (frame, "participant_id"));

  follow_people (self);
  self->somebody_returned |= g_str_equal (type, "user_joined");
}

static void
aus_video_call_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  AusVideoCall *self = AUS_VIDEO_CALL (object);

  switch (prop_id) {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_video_call_dispose (GObject *object)
{
  AusVideoCall *self = AUS_VIDEO_CALL (object);

  if (self->room != NULL)
    aus_video_call_stop (self);

  g_clear_object (&self->client);
  g_clear_object (&self->remotes);
  g_clear_object (&self->room);
  g_clear_object (&self->media);

  G_OBJECT_CLASS (aus_video_call_parent_class)->dispose (object);
}

static void
aus_video_call_finalize (GObject *object)
{
  AusVideoCall *self = AUS_VIDEO_CALL (object);

  g_free (self->problem);

  G_OBJECT_CLASS (aus_video_call_parent_class)->finalize (object);
}

static void
aus_video_call_class_init (AusVideoCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = aus_video_call_get_property;
  object_class->dispose = aus_video_call_dispose;
  object_class->finalize = aus_video_call_finalize;

  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, AUS_TYPE_VIDEO_CALL_STATE,
                                         AUS_VIDEO_CALL_STATE_IDLE, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
aus_video_call_init (AusVideoCall *self)
{
}

AusVideoCall *
aus_video_call_new (AusClient     *client,
              AusRoom       *room,
              AusLocalMedia *media)
{
  AusVideoCall *self = g_object_new (AUS_TYPE_VIDEO_CALL, NULL);

  self->client = g_object_ref (client);
  self->room = g_object_ref (room);
  self->media = g_object_ref (media);
  self->remotes = aus_remotes_new (room, media);
  g_signal_connect_object (self->remotes, "state", G_CALLBACK (remote_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::connected", G_CALLBACK (room_connected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "signal", G_CALLBACK (room_signal_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "frame", G_CALLBACK (room_frame_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (picture_signals); i++)
    g_signal_connect_object (media, picture_signals[i], G_CALLBACK (picture_changed_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (g_network_monitor_get_default (), "network-changed", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

void
aus_video_call_start (AusVideoCall *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (AUS_IS_VIDEO_CALL (self));

  if (is_running (self))
    return;

  if (!aus_local_media_start (self->media, &error)) {
    g_warning ("Cannot call: %s", error->message);
    aus_member_set_text (self, &self->problem,
                         _("This computer lacks software that calls need. Chat and notes still work."),
                         props[PROP_PROBLEM]);
    return;
  }

  aus_member_set_text (self, &self->problem, NULL, props[PROP_PROBLEM]);
  self->cancellable = g_cancellable_new ();
  self->retry = g_timeout_add_seconds (RETRY_SECONDS, retry_cb, self);
  set_state (self, AUS_VIDEO_CALL_STATE_WAITING);
  ask_how (self);
}

void
aus_video_call_stop (AusVideoCall *self)
{
  g_return_if_fail (AUS_IS_VIDEO_CALL (self));

  if (!is_running (self))
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_pointer (&self->ice, json_object_unref);
  set_state (self, AUS_VIDEO_CALL_STATE_IDLE);
  aus_remotes_clear (self->remotes);
  aus_local_media_stop (self->media);
  /* Somebody may be trying the devices out. */
  aus_local_media_unshare (self->media);
  say_presence (self);
}

AusVideoCallState
aus_video_call_get_state (AusVideoCall *self)
{
  g_return_val_if_fail (AUS_IS_VIDEO_CALL (self), AUS_VIDEO_CALL_STATE_IDLE);

  return self->state;
}

const char *
aus_video_call_get_problem (AusVideoCall *self)
{
  g_return_val_if_fail (AUS_IS_VIDEO_CALL (self), NULL);

  return self->problem;
}

AusRoom *
aus_video_call_get_room (AusVideoCall *self)
{
  g_return_val_if_fail (AUS_IS_VIDEO_CALL (self), NULL);

  return self->room;
}

AusLocalMedia *
aus_video_call_get_media (AusVideoCall *self)
{
  g_return_val_if_fail (AUS_IS_VIDEO_CALL (self), NULL);

  return self->media;
}

GListModel *
aus_video_call_get_remotes (AusVideoCall *self)
{
  g_return_val_if_fail (AUS_IS_VIDEO_CALL (self), NULL);

  return aus_remotes_get_model (self->remotes);
}
