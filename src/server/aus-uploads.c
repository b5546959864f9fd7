#include "aus-uploads.h"

struct _AusUploads
{
  GMutex      lock;
  GHashTable *all;   /* path → Upload */
};

typedef struct
{
  gboolean is_busy;
  gint64   next;
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

gboolean
aus_uploads_begin (AusUploads  *self,
                   const char  *path,
                   gint64       offset,
                   GError     **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Upload *upload = get_upload (self, path);

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
                 gint64      next)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Upload *upload = get_upload (self, path);

  upload->is_busy = FALSE;

  if (next != AUS_UPLOADS_SAME)
    upload->next = next;
}
