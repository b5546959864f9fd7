#include "aus-room-messages.h"

#include "aus-backoff.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-message.h"
#include "aus-record-json.h"
#include "aus-uuid.h"

#define PAGE_SIZE    200
#define FIRST_WAIT   1000
#define LONGEST_WAIT (60 * 1000)

struct _AusRoomMessages
{
  GObject        parent_instance;

  AusApi        *api;
  char          *consultation_id;
  GCancellable  *cancellable;
  AusRecordList *list;
  gboolean       were_read;
  guint          page;
  AusBackoff     backoff;
  guint          timer;
  /* From a text to the id it was sent with, where nobody knows whether it arrived. */
  GHashTable    *unsure;
};

G_DEFINE_FINAL_TYPE (AusRoomMessages, aus_room_messages, G_TYPE_OBJECT)

static const char *const members[] = {
  "consultation_id", "message", "message_type", "sender_id", "sender_name", "sender_role", "is_private",
  "timestamp", "position", "file_id", "file_name", "file_type", "file_size",
};

static char *
key_message (gpointer record)
{
  return g_strdup_printf ("%020" G_GINT64_FORMAT, ((AusMessage *) record)->position);
}

static gboolean
is_sent_with (gpointer text,
              gpointer id,
              gpointer message_id)
{
  return g_str_equal (id, message_id);
}

/* One that is here has arrived: the same text again is another message. */
static void
add_message (AusRoomMessages *self,
             JsonObject      *object)
{
  g_autoptr (AusMessage) message = g_object_new (AUS_TYPE_MESSAGE, NULL);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (!aus_record_read_json (AUS_RECORD (message), object, AUS_READ_TRUSTED, &error)) {
    g_warning ("Passing over a message of the server: %s", error->message);
    return;
  }

  g_ptr_array_add (one, message);
  aus_record_list_merge (self->list, one);
  g_hash_table_foreach_remove (self->unsure, is_sent_with, message->id);
}

static void
add_messages (AusRoomMessages *self,
              JsonArray       *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (node))
      add_message (self, json_node_get_object (node));
  }
}

/* Asks for the next page, which @page_cb takes in. */
static void
ask_page (AusRoomMessages     *self,
          GAsyncReadyCallback  page_cb)
{
  g_autofree char *path = g_strdup_printf ("consultations/%s/messages/?page=%u&page_size=%d",
                                           self->consultation_id, ++self->page, PAGE_SIZE);
  const AusApiRequest request = { .method = "GET", .path = path };

  aus_api_send_async (self->api, &request, self->cancellable, page_cb, g_object_ref (self));
}

static gboolean
retry_cb (gpointer user_data)
{
  AusRoomMessages *self = user_data;

  self->timer = 0;
  aus_room_messages_read (self);

  return G_SOURCE_REMOVE;
}

static void
read_later (AusRoomMessages *self)
{
  self->page = 0;

  if (self->timer == 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->timer = g_timeout_add (aus_backoff_next (&self->backoff), retry_cb, self);
}

static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusRoomMessages) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  JsonObject *page = answer && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  JsonNode *results = page ? json_object_get_member (page, "results") : NULL;

  if (results == NULL || !JSON_NODE_HOLDS_ARRAY (results)) {
    g_info ("Cannot read the messages now: %s", error ? error->message : "no page");
    read_later (self);
    return;
  }

  add_messages (self, json_node_get_array (results));

  if (aus_json_get_text (page, "next") != NULL) {
    ask_page (self, page_cb);
    return;
  }

  self->page = 0;
  self->were_read = TRUE;
  aus_backoff_reset (&self->backoff);
}

/* One message on its way. */
typedef struct
{
  char *text;
  char *id;
} Sending;

static void
sending_free (Sending *sending)
{
  g_free (sending->text);
  g_free (sending->id);
  g_free (sending);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  AusRoomMessages *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);

  /* It came by another way, and only the answer was lost. */
  if (answer == NULL && aus_record_list_find (self->list, sending->id) != NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  if (answer == NULL) {
    /* Nobody knows whether it arrived, so the same text goes with the same id. */
    if (error->domain != AUS_ERROR || error->code == AUS_ERROR_UNAVAILABLE)
      g_hash_table_insert (self->unsure, g_strdup (sending->text), g_strdup (sending->id));

    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  if (JSON_NODE_HOLDS_OBJECT (answer))
    add_message (self, json_node_get_object (answer));

  g_task_return_boolean (task, TRUE);
}

static Sending *
sending_new (AusRoomMessages *self,
             const char      *text,
             gboolean         is_private)
{
  Sending *sending = g_new0 (Sending, 1);
  g_autofree char *known = NULL;
  gpointer id = NULL;

  sending->text = g_strconcat (is_private ? "private\n" : "\n", text, NULL);

  g_hash_table_steal_extended (self->unsure, sending->text, (gpointer *) &known, &id);
  sending->id = id ? id : aus_uuid_new ();

  return sending;
}

static void
aus_room_messages_finalize (GObject *object)
{
  AusRoomMessages *self = AUS_ROOM_MESSAGES (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->api);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->list);
  g_clear_pointer (&self->consultation_id, g_free);
  g_clear_pointer (&self->unsure, g_hash_table_unref);

  G_OBJECT_CLASS (aus_room_messages_parent_class)->finalize (object);
}

static void
aus_room_messages_class_init (AusRoomMessagesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_room_messages_finalize;
}

static void
aus_room_messages_init (AusRoomMessages *self)
{
  self->cancellable = g_cancellable_new ();
  self->backoff = (AusBackoff) { .first = FIRST_WAIT, .cap = LONGEST_WAIT };
  self->list = aus_record_list_new (AUS_TYPE_MESSAGE, key_message);
  self->unsure = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

AusRoomMessages *
aus_room_messages_new (AusApi     *api,
                       const char *consultation_id)
{
  AusRoomMessages *self = g_object_new (AUS_TYPE_ROOM_MESSAGES, NULL);

  self->api = g_object_ref (api);
  self->consultation_id = g_strdup (consultation_id);

  return self;
}

AusRecordList *
aus_room_messages_get_list (AusRoomMessages *self)
{
  return self->list;
}

void
aus_room_messages_read (AusRoomMessages *self)
{
  self->were_read = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->page == 0)
    ask_page (self, page_cb);
}

gboolean
aus_room_messages_were_read (AusRoomMessages *self)
{
  return self->were_read;
}

void
aus_room_messages_stop (AusRoomMessages *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

/* The frame is the record but for the name of its id. */
void
aus_room_messages_add_frame (AusRoomMessages *self,
                             JsonObject      *frame)
{
  g_autoptr (JsonObject) object = json_object_new ();
  const char *id = aus_json_get_text (frame, "message_id");

  if (id == NULL)
    return;

  json_object_set_string_member (object, "id", id);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    if (json_object_has_member (frame, members[i]))
      json_object_set_member (object, members[i], json_object_dup_member (frame, members[i]));
  }

  add_message (self, object);
}

/* Takes over @task, which is about @sending. */
static void
post (AusRoomMessages *self,
      GTask           *task,
      Sending         *sending,
      JsonObject      *body)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), body);
  g_autofree char *path = g_strdup_printf ("consultations/%s/send_message/", self->consultation_id);
  const AusApiRequest request = { .method = "POST", .path = path, .body = node, .key = sending->id };

  json_object_set_string_member (body, "id", sending->id);
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  aus_api_send_async (self->api, &request, g_task_get_cancellable (task), sent_cb, task);
}

void
aus_room_messages_send_async (AusRoomMessages     *self,
                              const char          *text,
                              gboolean             is_private,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "message", text);
  json_object_set_boolean_member (body, "is_private", is_private);
  post (self, g_task_new (self, cancellable, callback, user_data), sending_new (self, text, is_private), body);
}

void
aus_room_messages_send_file_async (AusRoomMessages     *self,
                                   const char          *file_id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "file_id", file_id);
  post (self, g_task_new (self, cancellable, callback, user_data), sending_new (self, file_id, FALSE), body);
}

gboolean
aus_room_messages_send_finish (AusRoomMessages  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
