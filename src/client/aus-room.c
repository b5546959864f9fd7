#include "aus-room.h"

#include "aus-json.h"
#include "aus-room-messages.h"
#include "aus-room-people.h"
#include "aus-room-private.h"
#include "aus-room-typing.h"

struct _AusRoom
{
  GObject          parent_instance;

  AusApi          *api;
  AusLive         *live;
  char            *consultation_id;

  AusRoomMessages *messages;
  GListStore      *participants;
  AusRoomLatch    *latch;
  AusStatus        status;
  char            *you;
  char            *problem;
  char            *typing;
  GHashTable      *unsent;
  AusRoomTyping   *who_types;
};

G_DEFINE_FINAL_TYPE (AusRoom, aus_room, G_TYPE_OBJECT)

enum
{
  PROP_CONSULTATION_ID = 1,
  PROP_CONNECTED,
  PROP_STATUS,
  PROP_YOU,
  PROP_TYPING,
  PROP_PROBLEM,
  N_PROPS,
};

enum
{
  FRAME,
  SIGNAL,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_text (AusRoom     *self,
          char       **member,
          const char  *text,
          guint        prop)
{
  if (g_strcmp0 (*member, text) == 0)
    return;

  g_free (*member);
  *member = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_status (AusRoom    *self,
            const char *nick)
{
  guint status;

  if (nick == NULL || !aus_enum_from_nick (AUS_TYPE_STATUS, nick, &status) || status == self->status)
    return;

  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
}

static void
typing_cb (gpointer    user_data,
           const char *name)
{
  AusRoom *self = user_data;

  set_text (self, &self->typing, name, PROP_TYPING);
}

static void
follow_typing (AusRoom    *self,
               JsonObject *frame)
{
  aus_room_typing_follow (self->who_types, frame, self->you);
}

static void
follow_status (AusRoom    *self,
               JsonObject *frame)
{
  const char *you = aus_json_get_text (frame, "you");

  set_status (self, aus_json_get_text (frame, "status"));
  aus_room_people_take (self->participants, frame);

  if (you != NULL)
    set_text (self, &self->you, you, PROP_YOU);
}

static void
follow_message (AusRoom    *self,
                JsonObject *frame)
{
  aus_room_messages_add_frame (self->messages, frame);
  aus_room_typing_stop (self->who_types);
}

static void
follow_file (AusRoom    *self,
             JsonObject *frame)
{
  aus_room_messages_read (self->messages);
}

static void
follow_people (AusRoom    *self,
               JsonObject *frame)
{
  aus_room_people_follow (self->participants, frame);
}

static void
follow_resumed (AusRoom    *self,
                JsonObject *frame)
{
  if (!aus_json_get_boolean (frame, "complete", FALSE))
    aus_room_messages_read (self->messages);
}

static void
follow_signal (AusRoom    *self,
               JsonObject *frame)
{
  g_signal_emit (self, signals[SIGNAL], 0, frame);
}

static const struct
{
  const char *type;
  void      (*follow) (AusRoom *self, JsonObject *frame);
} followers[] = {
  { "admission", follow_people },
  { "consultation_ended", follow_status },
  { "consultation_status", follow_status },
  { "consultation_updated", follow_status },
  { "file_changed", follow_file },
  { "new_message", follow_message },
  { "presence", follow_people },
  { "resumed", follow_resumed },
  { "signal", follow_signal },
  { "typing_indicator", follow_typing },
  { "user_joined", follow_people },
  { "user_left", follow_people },
};

static void
frame_cb (AusRoom    *self,
          JsonObject *frame)
{
  g_autoptr (AusRoom) alive = g_object_ref (self);
  const char *type = aus_json_get_text (frame, "type");
  gboolean is_latched;

  if (aus_room_latch_is_over (self->latch, frame))
    return;

  is_latched = aus_room_latch_follow (self->latch, frame);

  for (guint i = 0; i < G_N_ELEMENTS (followers); i++) {
    if (g_strcmp0 (followers[i].type, type) == 0 && !aus_room_latch_is_past (self->latch, frame))
      followers[i].follow (self, frame);
  }

  if (is_latched)
    aus_room_latch_tell (self->latch);

  g_signal_emit (self, signals[FRAME], 0, frame);
}

static void
lost_cb (AusRoom  *self,
         GError   *error,
         gboolean  final)
{
  set_text (self, &self->problem, error->message, PROP_PROBLEM);
}

static void
connected_cb (AusRoom *self)
{
  gboolean connected = aus_room_get_connected (self);

  if (connected)
    set_text (self, &self->problem, NULL, PROP_PROBLEM);

  if (connected && !aus_room_messages_were_read (self->messages))
    aus_room_messages_read (self->messages);

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONNECTED]);
}

static void
message_sent_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (aus_room_messages_send_finish (AUS_ROOM_MESSAGES (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
aus_room_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  AusRoom *self = AUS_ROOM (object);

  switch (prop_id) {
    case PROP_CONSULTATION_ID:
      g_value_set_string (value, self->consultation_id);
      break;
    case PROP_CONNECTED:
      g_value_set_boolean (value, aus_room_get_connected (self));
      break;
    case PROP_STATUS:
      g_value_set_enum (value, (int) self->status);
      break;
    case PROP_YOU:
      g_value_set_string (value, self->you);
      break;
    case PROP_TYPING:
      g_value_set_string (value, self->typing);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_room_dispose (GObject *object)
{
  AusRoom *self = AUS_ROOM (object);

  if (self->live != NULL)
    aus_room_close (self);

  g_clear_object (&self->live);
  g_clear_object (&self->api);

  G_OBJECT_CLASS (aus_room_parent_class)->dispose (object);
}

static void
aus_room_finalize (GObject *object)
{
  AusRoom *self = AUS_ROOM (object);

  g_clear_object (&self->messages);
  g_clear_pointer (&self->unsent, g_hash_table_unref);
  g_clear_object (&self->participants);
  g_clear_object (&self->latch);
  g_clear_pointer (&self->who_types, aus_room_typing_free);
  g_clear_pointer (&self->consultation_id, g_free);
  g_clear_pointer (&self->you, g_free);
  g_clear_pointer (&self->typing, g_free);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (aus_room_parent_class)->finalize (object);
}

static void
aus_room_class_init (AusRoomClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_room_get_property;
  object_class->dispose = aus_room_dispose;
  object_class->finalize = aus_room_finalize;

  props[PROP_CONSULTATION_ID] = g_param_spec_string ("consultation-id", NULL, NULL, NULL, flags);
  props[PROP_CONNECTED] = g_param_spec_boolean ("connected", NULL, NULL, FALSE, flags);
  props[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, AUS_TYPE_STATUS, AUS_STATUS_SCHEDULED, flags);
  props[PROP_YOU] = g_param_spec_string ("you", NULL, NULL, NULL, flags);
  props[PROP_TYPING] = g_param_spec_string ("typing", NULL, NULL, NULL, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FRAME] = g_signal_new ("frame", AUS_TYPE_ROOM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[SIGNAL] = g_signal_new ("signal", AUS_TYPE_ROOM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
}

static void
aus_room_init (AusRoom *self)
{
  self->participants = g_list_store_new (AUS_TYPE_PARTICIPANT);
  self->latch = aus_room_latch_new ();
  self->who_types = aus_room_typing_new (typing_cb, self);
}

AusRoom *
aus_room_new (AusApi     *api,
              const char *consultation_id)
{
  AusRoom *self = g_object_new (AUS_TYPE_ROOM, NULL);
  g_autofree char *path = g_strdup_printf ("/ws/consultation/%s/", consultation_id);

  self->api = g_object_ref (api);
  self->consultation_id = g_strdup (consultation_id);
  self->messages = aus_room_messages_new (api, consultation_id);
  self->unsent = g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, g_object_unref, g_free);
  self->live = aus_live_new (api, path);
  g_signal_connect_swapped (self->live, "frame", G_CALLBACK (frame_cb), self);
  g_signal_connect_swapped (self->live, "lost", G_CALLBACK (lost_cb), self);
  g_signal_connect_swapped (self->live, "notify::connected", G_CALLBACK (connected_cb), self);
  /* Whoever was signed out and comes back finds the room as it was. */
  g_signal_connect_object (api, "authorized", G_CALLBACK (aus_live_start), self->live, G_CONNECT_SWAPPED);
  aus_live_start (self->live);

  return self;
}

AusLive *
aus_room_get_live (AusRoom *self)
{
  return self->live;
}

void
aus_room_show_messages (AusRoom   *self,
                        GPtrArray *messages)
{
  if (!aus_room_messages_were_read (self->messages))
    aus_record_list_merge (aus_room_messages_get_list (self->messages), messages);
}

AusRoomLatch *
aus_room_get_latch (AusRoom *self)
{
  return self->latch;
}

GListModel *
aus_room_get_messages (AusRoom *self)
{
  return G_LIST_MODEL (aus_room_messages_get_list (self->messages));
}

GListModel *
aus_room_get_participants (AusRoom *self)
{
  return G_LIST_MODEL (self->participants);
}

gboolean
aus_room_send (AusRoom    *self,
               JsonObject *frame)
{
  return aus_live_send (self->live, frame);
}

void
aus_room_send_message_async (AusRoom             *self,
                             const char          *text,
                             gboolean             is_private,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  aus_room_messages_send_async (self->messages, text, is_private, cancellable, message_sent_cb, task);
}

gboolean
aus_room_send_message_finish (AusRoom       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
aus_room_act_async (AusRoom             *self,
                    const char          *action,
                    JsonObject          *body,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (JsonObject) object = body ? json_object_ref (body) : json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *path = g_strdup_printf ("consultations/%s/%s/", self->consultation_id, action);
  const AusApiRequest request = { .method = "POST", .path = path, .body = node };

  aus_api_send_async (self->api, &request, cancellable, aus_api_answer_task, task);
}

JsonNode *
aus_room_act_finish (AusRoom       *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
aus_room_close (AusRoom *self)
{
  aus_room_typing_stop (self->who_types);
  aus_room_messages_stop (self->messages);
  g_signal_handlers_disconnect_by_func (self->live, frame_cb, self);
  g_signal_handlers_disconnect_by_func (self->live, lost_cb, self);
  aus_live_stop (self->live);
  g_signal_handlers_disconnect_by_func (self->live, connected_cb, self);
}

const char *
aus_room_get_consultation_id (AusRoom *self)
{
  return self->consultation_id;
}

gboolean
aus_room_get_connected (AusRoom *self)
{
  return self->live != NULL && aus_live_get_connected (self->live);
}

AusStatus
aus_room_get_status (AusRoom *self)
{
  return self->status;
}

const char *
aus_room_get_you (AusRoom *self)
{
  return self->you;
}

const char *
aus_room_get_typing (AusRoom *self)
{
  return self->typing;
}

const char *
aus_room_get_problem (AusRoom *self)
{
  return self->problem;
}

AusApi *
aus_room_get_api (AusRoom *self)
{
  return self->api;
}

AusRoomMessages *
aus_room_get_conversation (AusRoom *self)
{
  return self->messages;
}

GHashTable *
aus_room_get_unsent (AusRoom *self)
{
  return self->unsent;
}
