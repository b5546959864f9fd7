#include "aus-uploads.h"

#include "aus-time.h"

/* Longer than any request is under way: whoever comes then has looked into the database since. */
#define KEEP AUS_TIME_HOUR

struct _AusUploads
{
  GMutex      lock;
  GHashTable *all;   /* path → Upload */
  gint64      swept;
};

typedef struct
{
  gboolean is_busy;
  gint64   next;
  gint64   ended;
} Upload;

AusUploads *
aus_uploads_new (void)
{
  AusUploads *self = g_new0 (AusUploads, 1);

  g_mutex_init (&self->lock);
  self->all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
aus_uploads_free (AusUploads *self)
{
  g_hash_table_unref (self->all);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Upload *
get_upload (AusUploads *self,
            const char *path)
{
  Upload *upload = g_hash_table_lookup (self->all, path);

  if (upload == NULL) {
    upload = g_new0 (Upload, 1);
    upload->next = AUS_UPLOADS_UNKNOWN;
    g_hash_table_insert (self->all, g_strdup (path), upload);
  }

  return upload;
}

static gboolean
is_old (gpointer path,
        gpointer value,
        gpointer now)
{
  const Upload *upload = value;

  return !upload->is_busy && *(gint64 *) now - upload->ended >= KEEP;
}

static void
forget_old (AusUploads *self,
            gint64      now)
{
  if (now - self->swept < KEEP)
    return;

  self->swept = now;
  g_hash_table_foreach_remove (self->all, is_old, &now);
}

gboolean
aus_uploads_begin (AusUploads  *self,
                   const char  *path,
                   gint64       offset,
                   gint64       now,
                   GError     **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Upload *upload;

  forget_old (self, now);
  upload = get_upload (self, path);

  if (upload->is_busy) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Another part of it is being written just now.");
    return FALSE;
  }

  if (offset != AUS_UPLOADS_UNKNOWN && upload->next != AUS_UPLOADS_UNKNOWN && upload->next != offset) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "It has gone on meanwhile.");
    return FALSE;
  }

  upload->is_busy = TRUE;

  return TRUE;
}

void
aus_uploads_end (AusUploads *self,
                 const char *path,
                 gint64      next,
                 gint64      now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Upload *upload = get_upload (self, path);

  upload->is_busy = FALSE;
  upload->ended = now;

  if (next != AUS_UPLOADS_SAME)
    upload->next = next;
}

guint
aus_uploads_get_n (AusUploads *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_size (self->all);
}
