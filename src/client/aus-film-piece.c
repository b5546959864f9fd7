#include "aus-film-piece.h"

#define CHUNK (256 * 1024)

typedef struct
{
  char   *path;
  gint64  offset;
  gsize   length;
  gint64  size;
} Part;

static void
part_free (gpointer data)
{
  Part *self = data;

  g_free (self->path);
  g_free (self);
}

static GInputStream *
open_file (Part          *self,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);

  if (stream == NULL || !g_seekable_seek (G_SEEKABLE (stream), self->offset, G_SEEK_SET, cancellable, error))
    return NULL;

  return G_INPUT_STREAM (g_steal_pointer (&stream));
}

static void
read_part (GTask        *task,
           gpointer      source,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Part *self = task_data;
  GError *error = NULL;
  g_autoptr (GInputStream) stream = open_file (self, cancellable, &error);
  g_autofree guint8 *bytes = g_malloc (self->length);
  gsize read = 0;

  if (stream == NULL || !g_input_stream_read_all (stream, bytes, self->length, &read, cancellable, &error)) {
    g_task_return_error (task, error);
    return;
  }

  g_task_return_pointer (task, g_bytes_new_take (g_steal_pointer (&bytes), read), (GDestroyNotify) g_bytes_unref);
}

static gboolean
hash_stream (Part          *self,
             GInputStream  *stream,
             GChecksum     *checksum,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree guint8 *bytes = g_malloc (CHUNK);
  gssize length;

  while ((length = g_input_stream_read (stream, bytes, CHUNK, cancellable, error)) > 0) {
    g_checksum_update (checksum, bytes, length);
    self->size += length;
  }

  return length == 0;
}

static void
hash_all (GTask        *task,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Part *self = task_data;
  GError *error = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GInputStream) stream = open_file (self, cancellable, &error);

  if (stream != NULL && hash_stream (self, stream, checksum, cancellable, &error))
    g_task_return_pointer (task, g_strdup (g_checksum_get_string (checksum)), g_free);
  else
    g_task_return_error (task, error);
}

static GTask *
new_task (const char          *path,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Part *part = g_new0 (Part, 1);

  part->path = g_strdup (path);
  g_task_set_task_data (task, part, part_free);

  return task;
}

void
aus_film_piece_read_async (const char          *path,
                           gint64               offset,
                           gsize                length,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = new_task (path, cancellable, callback, user_data);
  Part *part = g_task_get_task_data (task);

  part->offset = offset;
  part->length = length;
  g_task_run_in_thread (task, read_part);
}

GBytes *
aus_film_piece_read_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
aus_film_piece_hash_async (const char          *path,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = new_task (path, cancellable, callback, user_data);

  g_task_run_in_thread (task, hash_all);
}

char *
aus_film_piece_hash_finish (GAsyncResult  *result,
                            gint64        *size,
                            GError       **error)
{
  const Part *part = g_task_get_task_data (G_TASK (result));

  *size = part->size;

  return g_task_propagate_pointer (G_TASK (result), error);
}
