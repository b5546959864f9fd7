#include "aus-film-piece.h"

#include "aus-sealed-draft.h"

typedef struct
{
  char   *path;
  GBytes *key;
  guint64 offset;
  gsize   length;
  guint64 size;
} Part;

static void
part_free (gpointer data)
{
  Part *self = data;

  g_free (self->path);
  g_bytes_unref (self->key);
  g_free (self);
}

static void
read_part (GTask        *task,
           gpointer      source,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Part *self = task_data;
  GError *error = NULL;
  g_autoptr (AusSealedFile) file = aus_sealed_draft_open (self->path, self->key, &self->size, &error);
  const guint64 rest = self->size - MIN (self->offset, self->size);
  GBytes *part = NULL;

  if (file != NULL && rest == 0)
    part = g_bytes_new (NULL, 0);
  else if (file != NULL)
    part = aus_sealed_file_read (file, self->offset, MIN (self->length, rest), &error);

  if (part != NULL)
    g_task_return_pointer (task, part, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
hash_all (GTask        *task,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Part *self = task_data;
  GError *error = NULL;
  g_autoptr (AusSealedFile) file = aus_sealed_draft_open (self->path, self->key, &self->size, &error);
  char *hash = file ? aus_sealed_file_hash (file, &error) : NULL;

  if (hash != NULL)
    g_task_return_pointer (task, hash, g_free);
  else
    g_task_return_error (task, error);
}

static GTask *
new_task (const char          *path,
          GBytes              *key,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Part *part = g_new0 (Part, 1);

  part->path = g_strdup (path);
  part->key = g_bytes_ref (key);
  g_task_set_task_data (task, part, part_free);

  return task;
}

void
aus_film_piece_read_async (const char          *path,
                           GBytes              *key,
                           guint64              offset,
                           gsize                length,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = new_task (path, key, cancellable, callback, user_data);
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
                           GBytes              *key,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = new_task (path, key, cancellable, callback, user_data);

  g_task_run_in_thread (task, hash_all);
}

char *
aus_film_piece_hash_finish (GAsyncResult  *result,
                            guint64       *size,
                            GError       **error)
{
  const Part *part = g_task_get_task_data (G_TASK (result));

  *size = part->size;

  return g_task_propagate_pointer (G_TASK (result), error);
}
