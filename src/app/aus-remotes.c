#include "aus-remotes.h"

#include "aus-json.h"
#include "aus-signal.h"

struct _AusRemotes
{
  GObject        parent_instance;

  AusRoom       *room;
  AusLocalMedia *media;
  GListStore    *list;
};

enum
{
  STATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusRemotes, aus_remotes, G_TYPE_OBJECT)

static void
remote_signal_cb (AusRemotes *self,
                  JsonObject *frame)
{
  /* What is lost here is said again as soon as the room is back. */
  aus_room_send (self->room, frame);
}

static void
remote_state_cb (AusRemote  *remote,
                 GParamSpec *pspec,
                 AusRemotes *self)
{
  g_signal_emit (self, signals[STATE], 0, remote);
}

static AusRemote *
add (AusRemotes     *self,
     AusParticipant *participant)
{
  g_autoptr (AusRemote) remote = aus_remote_new (participant);

  g_signal_connect_object (remote, "signal", G_CALLBACK (remote_signal_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (remote, "notify::state", G_CALLBACK (remote_state_cb), self, 0);
  g_list_store_append (self->list, remote);

  return remote;
}

static void
drop (AusRemotes *self,
      AusRemote  *remote)
{
  guint position;

  aus_remote_disconnect (remote);

  if (g_list_store_find (self->list, remote, &position))
    g_list_store_remove (self->list, position);
}

static gboolean
came_by_door (AusParticipant *participant)
{
  return participant->role == AUS_PARTICIPANT_ROLE_PATIENT || participant->role == AUS_PARTICIPANT_ROLE_GUEST
         || participant->role == AUS_PARTICIPANT_ROLE_INTERPRETER;
}

/* Of the staff, those who may be in a call; they sit at an app as we do. */
static gboolean
is_colleague (AusParticipant *participant)
{
  return participant->role == AUS_PARTICIPANT_ROLE_DOCTOR || participant->role == AUS_PARTICIPANT_ROLE_ASSISTANT;
}

static gboolean
is_kept_out (AusParticipant *participant)
{
  return came_by_door (participant) && participant->admission != AUS_ADMISSION_IN
         && participant->presence != AUS_PRESENCE_LEFT && participant->presence != AUS_PRESENCE_AWAY;
}

static void
follow (AusRemotes     *self,
        AusParticipant *participant)
{
  AusRemote *remote = aus_remotes_find (self, participant->id);

  if (remote != NULL && participant->presence == AUS_PRESENCE_LEFT)
    drop (self, remote);
  else if (remote != NULL && participant->admission != AUS_ADMISSION_IN)
    aus_remote_disconnect (remote);
  else if (remote == NULL && is_kept_out (participant))
    add (self, participant);
}

static AusParticipant *
find_participant (AusRemotes *self,
                  const char *id)
{
  GListModel *participants = aus_room_get_participants (self->room);

  for (guint i = 0; i < g_list_model_get_n_items (participants); i++) {
    g_autoptr (AusParticipant) participant = g_list_model_get_item (participants, i);

    if (g_strcmp0 (participant->id, id) == 0)
      return participant;
  }

  return NULL;
}

static void
aus_remotes_dispose (GObject *object)
{
  AusRemotes *self = AUS_REMOTES (object);

  if (self->list != NULL)
    aus_remotes_clear (self);

  g_clear_object (&self->list);
  g_clear_object (&self->room);
  g_clear_object (&self->media);

  G_OBJECT_CLASS (aus_remotes_parent_class)->dispose (object);
}

static void
aus_remotes_class_init (AusRemotesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_remotes_dispose;

  signals[STATE] = g_signal_new ("state", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, AUS_TYPE_REMOTE);
}

static void
aus_remotes_init (AusRemotes *self)
{
  self->list = g_list_store_new (AUS_TYPE_REMOTE);
}

AusRemotes *
aus_remotes_new (AusRoom       *room,
                 AusLocalMedia *media)
{
  AusRemotes *self = g_object_new (AUS_TYPE_REMOTES, NULL);

  self->room = g_object_ref (room);
  self->media = g_object_ref (media);

  return self;
}

GListModel *
aus_remotes_get_model (AusRemotes *self)
{
  g_return_val_if_fail (AUS_IS_REMOTES (self), NULL);

  return G_LIST_MODEL (self->list);
}

AusRemote *
aus_remotes_find (AusRemotes *self,
                  const char *participant_id)
{
  g_return_val_if_fail (AUS_IS_REMOTES (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++) {
    AusRemote *remote = aus_remotes_peek (self, i);

    if (g_strcmp0 (aus_remote_get_participant (remote)->id, participant_id) == 0)
      return remote;
  }

  return NULL;
}

AusRemote *
aus_remotes_peek (AusRemotes *self,
                  guint       position)
{
  g_autoptr (AusRemote) remote = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  /* The list holds it. */
  return remote;
}

void
aus_remotes_follow (AusRemotes *self)
{
  GListModel *participants;

  g_return_if_fail (AUS_IS_REMOTES (self));

  participants = aus_room_get_participants (self->room);

  for (guint i = 0; i < g_list_model_get_n_items (participants); i++) {
    g_autoptr (AusParticipant) participant = g_list_model_get_item (participants, i);

    follow (self, participant);
  }
}

gboolean
aus_remotes_take_part (AusRemotes     *self,
                       AusParticipant *participant)
{
  g_return_val_if_fail (AUS_IS_REMOTES (self), FALSE);

  return participant != NULL && (came_by_door (participant) || is_colleague (participant))
         && participant->admission == AUS_ADMISSION_IN
         && g_strcmp0 (participant->id, aus_room_get_you (self->room)) != 0;
}

void
aus_remotes_say_ready (AusRemotes *self,
                       const char *participant_id)
{
  g_autoptr (JsonObject) frame = aus_signal_new_restart (participant_id);

  g_return_if_fail (AUS_IS_REMOTES (self));

  /* What is lost here is said again as soon as the room is back. */
  aus_room_send (self->room, frame);
}

void
aus_remotes_call_back (AusRemotes *self)
{
  GListModel *participants;

  g_return_if_fail (AUS_IS_REMOTES (self));

  participants = aus_room_get_participants (self->room);

  for (guint i = 0; i < g_list_model_get_n_items (participants); i++) {
    g_autoptr (AusParticipant) participant = g_list_model_get_item (participants, i);
    AusRemote *remote = aus_remotes_find (self, participant->id);

    if ((remote == NULL || aus_remote_get_peer (remote) == NULL) && aus_remotes_take_part (self, participant))
      aus_remotes_say_ready (self, participant->id);
  }
}

/* They are ready to be called, or call us as no page does. */
static gboolean
begins (AusParticipant *participant,
        JsonObject     *frame)
{
  g_autoptr (GError) error = NULL;
  AusSignal signal;

  if (!aus_signal_read (frame, &signal, &error)) {
    g_debug ("a signal begins nothing: %s", error->message);
    return FALSE;
  }

  return signal.kind == AUS_SIGNAL_RESTART || (signal.kind == AUS_SIGNAL_OFFER && is_colleague (participant));
}

static AusPeer *
connect_to (AusRemotes *self,
            AusRemote  *remote,
            JsonObject *ice)
{
  AusPeer *peer = aus_remote_connect (remote, self->media, ice);

  if (is_colleague (aus_remote_get_participant (remote)))
    aus_peer_meet_app (peer, aus_room_get_you (self->room));

  return peer;
}

AusPeer *
aus_remotes_find_peer (AusRemotes *self,
                       JsonObject *frame,
                       JsonObject *ice)
{
  AusParticipant *participant;
  AusRemote *remote;

  g_return_val_if_fail (AUS_IS_REMOTES (self), NULL);

  participant = find_participant (self, aus_json_get_text (frame, "from"));

  if (!aus_remotes_take_part (self, participant))
    return NULL;

  remote = aus_remotes_find (self, participant->id);

  if (!begins (participant, frame))
    return remote ? aus_remote_get_peer (remote) : NULL;

  return connect_to (self, remote ? remote : add (self, participant), ice);
}

void
aus_remotes_drop (AusRemotes *self,
                  const char *participant_id)
{
  AusRemote *remote;

  g_return_if_fail (AUS_IS_REMOTES (self));

  remote = aus_remotes_find (self, participant_id);

  if (remote != NULL)
    drop (self, remote);
}

gboolean
aus_remotes_missed_hang_up (AusRemotes *self,
                            JsonObject *frame)
{
  const char *id = aus_json_get_text (frame, "participant_id");
  AusRemote *remote = id ? aus_remotes_find (self, id) : NULL;

  return remote != NULL && g_strcmp0 (aus_json_get_text (frame, "reason"), "hung_up") == 0
         && aus_remote_get_participant (remote)->presence != AUS_PRESENCE_IN_CALL;
}

void
aus_remotes_clear (AusRemotes *self)
{
  g_return_if_fail (AUS_IS_REMOTES (self));

  while (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    drop (self, aus_remotes_peek (self, 0));
}
