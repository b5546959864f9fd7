#include "aus-room-call.h"

#include "aus-leave-dialog.h"
#include "aus-record-list.h"

struct _AusRoomCall
{
  GObject          parent_instance;

  GtkWindow       *window;
  AusVideoCall    *call;
  AusRoom         *room;
  AusConsultation *visit;
  AusRole          role;
  gboolean         hung_up;
  gboolean         was_connected;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusRoomCall, aus_room_call, G_TYPE_OBJECT)

static void
tell (AusRoomCall *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
may_go_on (AusRoomCall *self)
{
  return self->visit->video_provider == AUS_VIDEO_PROVIDER_BUILTIN && aus_room_call_may (self, AUS_ACT_HANG_UP)
         && aus_room_latch_is_open (aus_room_get_latch (self->room));
}

static void
follow_visit (AusRoomCall *self)
{
  g_signal_connect_object (self->visit, "notify", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->visit, "notify::status", G_CALLBACK (aus_room_call_follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->visit, "notify::video-provider", G_CALLBACK (aus_room_call_follow), self,
                           G_CONNECT_SWAPPED);
}

/* A visit that was made a moment ago comes into the list only now. */
static void
visits_changed_cb (AusRoomCall *self,
                   guint        position,
                   guint        n_removed,
                   guint        n_added,
                   GListModel  *visits)
{
  AusConsultation *listed = aus_record_list_find (AUS_RECORD_LIST (visits), self->visit->id);

  if (listed == NULL || listed == self->visit)
    return;

  g_signal_handlers_disconnect_by_data (self->visit, self);
  g_set_object (&self->visit, listed);
  follow_visit (self);
  aus_room_call_follow (self);
}

static void
room_connected_cb (AusRoomCall *self)
{
  self->was_connected = self->was_connected || aus_room_get_connected (self->room);
  aus_room_call_follow (self);
}

static void
aus_room_call_dispose (GObject *object)
{
  AusRoomCall *self = AUS_ROOM_CALL (object);

  g_clear_object (&self->visit);
  g_clear_object (&self->room);
  g_clear_object (&self->call);

  G_OBJECT_CLASS (aus_room_call_parent_class)->dispose (object);
}

static void
aus_room_call_class_init (AusRoomCallClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_room_call_dispose;

  signals[CHANGED] = g_signal_new ("changed", AUS_TYPE_ROOM_CALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
aus_room_call_init (AusRoomCall *self)
{
}

AusRoomCall *
aus_room_call_new (GtkWindow       *window,
                   AusClient       *client,
                   AusVideoCall    *call,
                   AusConsultation *visit)
{
  AusRoomCall *self = g_object_new (AUS_TYPE_ROOM_CALL, NULL);
  AusRoom *room = aus_video_call_get_room (call);
  AusUser *user = aus_client_get_user (client);
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  self->window = window;
  self->call = g_object_ref (call);
  self->room = g_object_ref (room);
  self->visit = g_object_ref (visit);
  self->role = user ? user->role : AUS_ROLE_NONE;
  follow_visit (self);
  g_signal_connect_object (aus_client_get_consultations (client), "items-changed", G_CALLBACK (visits_changed_cb),
                           self, swapped);
  g_signal_connect_object (room, "notify::connected", G_CALLBACK (room_connected_cb), self, swapped);
  g_signal_connect_object (room, "notify::status", G_CALLBACK (aus_room_call_follow), self, swapped);
  g_signal_connect_object (aus_room_get_latch (room), "changed", G_CALLBACK (aus_room_call_follow), self, swapped);
  g_signal_connect_object (call, "notify::state", G_CALLBACK (tell), self, swapped);

  return self;
}

AusConsultation *
aus_room_call_get_visit (AusRoomCall *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_CALL (self), NULL);

  return self->visit;
}

/* As a rule the room hears of it before the list does. What it heard last holds while it is away, too, until the list
 * knows better: a connection that is lost for a moment must not end the call. */
AusStatus
aus_room_call_get_status (AusRoomCall *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_CALL (self), AUS_STATUS_SCHEDULED);

  return aus_room_latch_get_revision (aus_room_get_latch (self->room)) >= self->visit->revision
         ? aus_room_get_status (self->room) : self->visit->status;
}

gboolean
aus_room_call_may (AusRoomCall *self,
                   AusAct       act)
{
  g_return_val_if_fail (AUS_IS_ROOM_CALL (self), FALSE);

  return aus_act_is_allowed (act, self->role, aus_room_call_get_status (self));
}

/* Only the server knows whether the room is open: until it has said so of the visit as it is now, nothing begins that
 * would have to end again. */
gboolean
aus_room_call_can_begin (AusRoomCall *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_CALL (self), FALSE);

  return may_go_on (self) && aus_act_is_allowed (AUS_ACT_HANG_UP, self->role, aus_room_get_status (self->room));
}

gboolean
aus_room_call_was_heard (AusRoomCall *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_CALL (self), FALSE);

  return self->was_connected;
}

gboolean
aus_room_call_is_on (AusRoomCall *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_CALL (self), FALSE);

  return aus_video_call_get_state (self->call) != AUS_VIDEO_CALL_STATE_IDLE;
}

void
aus_room_call_follow (AusRoomCall *self)
{
  g_return_if_fail (AUS_IS_ROOM_CALL (self));

  if (!may_go_on (self))
    aus_video_call_stop (self->call);
  else if (!self->hung_up && aus_room_call_can_begin (self) &&
           aus_leave_dialog_find_other (self->window) == NULL)
    aus_room_call_begin (self);

  tell (self);
}

void
aus_room_call_begin (AusRoomCall *self)
{
  g_return_if_fail (AUS_IS_ROOM_CALL (self));

  self->hung_up = FALSE;
  aus_video_call_start (self->call);
}

void
aus_room_call_hang_up (AusRoomCall *self)
{
  g_return_if_fail (AUS_IS_ROOM_CALL (self));

  self->hung_up = TRUE;
  aus_video_call_stop (self->call);
}
