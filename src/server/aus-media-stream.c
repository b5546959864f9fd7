#include "aus-media-stream.h"

#include <string.h>

/* Lives until the message is over and nothing is being read for it. */
typedef struct
{
  SoupServerMessage *message;
  AusMedia          *media;
  char              *request_id;
  gboolean           is_reading;
  gboolean           is_over;
} Stream;

static void
release (Stream *self)
{
  if (!self->is_over || self->is_reading)
    return;

  g_object_unref (self->message);
  aus_media_free (self->media);
  g_free (self->request_id);
  g_free (self);
}

static void
end (Stream *self)
{
  if (self->is_over)
    return;

  self->is_over = TRUE;
  g_signal_handlers_disconnect_by_data (self->message, self);
  release (self);
}

/* The head is out, and promised a length: only a connection that breaks says that it will not be kept. */
static void
cut (Stream *self)
{
  g_autoptr (GIOStream) connection = soup_server_message_steal_connection (self->message);

  if (connection != NULL)
    g_io_stream_close (connection, NULL, NULL);

  end (self);
}

static void
read_cb (GTask        *task,
         gpointer      source,
         gpointer      task_data,
         GCancellable *cancellable)
{
  GError *error = NULL;

  if (aus_media_read (((Stream *) task_data)->media, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
append (Stream *self)
{
  g_autoptr (GBytes) piece = aus_media_take (self->media);

  soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), piece);

  if (self->media->rest == 0)
    soup_message_body_complete (soup_server_message_get_response_body (self->message));
}

static void
was_read_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Stream *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_reading = FALSE;

  if (self->is_over) {
    release (self);
  } else if (g_task_propagate_boolean (G_TASK (result), &error)) {
    append (self);
    soup_server_message_unpause (self->message);
  } else {
    g_warning ("Request %s: %s", self->request_id, error->message);
    cut (self);
  }
}

static void
wrote_chunk_cb (Stream *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->is_reading || self->media->rest == 0)
    return;

  self->is_reading = TRUE;
  task = g_task_new (NULL, NULL, was_read_cb, self);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, read_cb);
}

void
aus_media_stream_send (SoupServerMessage *message,
                       AusMedia          *media,
                       const char        *request_id)
{
  Stream *self;

  soup_message_headers_set_content_length (soup_server_message_get_response_headers (message), media->rest);

  if (strcmp (soup_server_message_get_method (message), "HEAD") == 0) {
    aus_media_free (media);
    return;
  }

  self = g_new0 (Stream, 1);
  self->message = g_object_ref (message);
  self->media = media;
  self->request_id = g_strdup (request_id);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect_swapped (message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), self);
  g_signal_connect_swapped (message, "finished", G_CALLBACK (end), self);
  append (self);
}
