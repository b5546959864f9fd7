#include "aus-room-files.h"

#include "aus-file-transfer.h"
#include "aus-room-private.h"
#include "aus-uuid.h"

typedef struct
{
  char  *id;
  GFile *file;
} Sending;

static void
sending_free (Sending *self)
{
  g_free (self->id);
  g_object_unref (self->file);
  g_free (self);
}

static void
said_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AusRoom *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  if (aus_room_messages_send_finish (AUS_ROOM_MESSAGES (source), result, &error)) {
    g_hash_table_remove (aus_room_get_unsent (self), sending->file);
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, error);
  }
}

static void
uploaded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AusRoom *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (aus_file_upload_finish (AUS_API (source), result, &error))
    aus_room_messages_send_file_async (aus_room_get_conversation (self), sending->id, cancellable, said_cb,
                                       g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/* The id that this file was, or is, tried with. */
static const char *
find_id (AusRoom *self,
         GFile   *file)
{
  GHashTable *unsent = aus_room_get_unsent (self);
  char *id = g_hash_table_lookup (unsent, file);

  if (id == NULL) {
    id = aus_uuid_new ();
    g_hash_table_insert (unsent, g_object_ref (file), id);
  }

  return id;
}

void
aus_room_send_file_async (AusRoom             *self,
                          GFile               *file,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);

  sending->id = g_strdup (find_id (self, file));
  sending->file = g_object_ref (file);
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  aus_file_upload_async (aus_room_get_api (self), aus_room_get_consultation_id (self), sending->id, file, cancellable,
                         uploaded_cb, task);
}

gboolean
aus_room_send_file_finish (AusRoom       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (aus_file_download_finish (AUS_API (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
aus_room_read_file_async (AusRoom             *self,
                          AusMessage          *message,
                          GOutputStream       *target,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  aus_file_download_async (aus_room_get_api (self), message->file_id, message->file_size, target, cancellable, read_cb,
                           task);
}

gboolean
aus_room_read_file_finish (AusRoom       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
aus_room_ask_file_async (AusRoom             *self,
                         AusMessage          *message,
                         const char          *method,
                         JsonObject          *body,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (JsonNode) node = body ? json_node_init_object (json_node_alloc (), body) : NULL;
  g_autofree char *path = g_strdup_printf ("files/%s/", message->file_id);
  const AusApiRequest request = { .method = method, .path = path, .body = node };

  aus_api_send_async (aus_room_get_api (self), &request, cancellable, aus_api_answer_task, task);
}

JsonNode *
aus_room_ask_file_finish (AusRoom       *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
