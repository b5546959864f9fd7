#include "aus-sealed-draft.h"

#include "aus-sealed-file-private.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _AusSealedDraft
{
  AusSealedFile *file;

  /* The block that is worked on. */
  guint64        index;
  gsize          length;
  gboolean       is_changed;
  guint8         content[AUS_SEALED_BLOCK];
  guint8         stored[AUS_SEALED_STORED];
};

static AusSealedFile *
make_file (const char *path,
           GBytes     *key)
{
  g_autofree char *name = g_path_get_basename (path);

  return aus_sealed_file_new (path, name, key);
}

AusSealedDraft *
aus_sealed_draft_new (const char  *path,
                      GBytes      *key,
                      GError     **error)
{
  g_autoptr (AusSealedDraft) self = g_new0 (AusSealedDraft, 1);

  self->file = make_file (path, key);
  self->file->fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (self->file->fd < 0) {
    aus_sealed_file_fail (self->file, error);
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
aus_sealed_draft_free (AusSealedDraft *self)
{
  aus_sealed_file_free (self->file);
  g_free (self);
}

gboolean
aus_sealed_draft_flush (AusSealedDraft  *self,
                        GError         **error)
{
  if (self->is_changed && !aus_sealed_file_write_block (self->file, self->index, self->content, self->length, error))
    return FALSE;

  self->is_changed = FALSE;

  return TRUE;
}

static gboolean
move_to (AusSealedDraft  *self,
         guint64          index,
         GError         **error)
{
  const guint64 start = index * AUS_SEALED_BLOCK;

  if (index == self->index)
    return TRUE;

  if (!aus_sealed_draft_flush (self, error))
    return FALSE;

  if (start < self->file->size && !aus_sealed_file_open_block (self->file, index, self->stored, self->content, error))
    return FALSE;

  self->index = index;
  self->length = MIN (self->file->size - start, AUS_SEALED_BLOCK);

  return TRUE;
}

gboolean
aus_sealed_draft_write (AusSealedDraft  *self,
                        guint64          position,
                        const guint8    *content,
                        gsize            length,
                        GError         **error)
{
  g_return_val_if_fail (position <= self->file->size, FALSE);

  while (length > 0) {
    const gsize place = position % AUS_SEALED_BLOCK;
    const gsize n = MIN (length, AUS_SEALED_BLOCK - place);

    if (!move_to (self, position / AUS_SEALED_BLOCK, error))
      return FALSE;

    memcpy (self->content + place, content, n);
    self->is_changed = TRUE;
    self->length = MAX (self->length, place + n);
    content += n;
    position += n;
    length -= n;
    self->file->size = MAX (self->file->size, position);
  }

  return TRUE;
}

gboolean
aus_sealed_draft_close (AusSealedDraft  *self,
                        GError         **error)
{
  AusSealedFile *file = self->file;

  if (!aus_sealed_draft_flush (self, error))
    return FALSE;

  /* The end is a block that is not full. */
  if (file->size % AUS_SEALED_BLOCK == 0 &&
      !aus_sealed_file_write_block (file, file->size / AUS_SEALED_BLOCK, self->content, 0, error))
    return FALSE;

  return fsync (file->fd) == 0 || aus_sealed_file_fail (file, error);
}

static gboolean
measure (const char  *path,
         guint64     *stored,
         GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL,
                                                  error);

  if (info == NULL)
    return FALSE;

  *stored = (guint64) g_file_info_get_size (info);

  return TRUE;
}

/* Whether a block that is full, and therefore was not worked on any more, opens. */
static gboolean
is_right_key (AusSealedFile  *file,
              guint64         n_full,
              GError        **error)
{
  g_autofree guint8 *scratch = g_malloc (AUS_SEALED_STORED + AUS_SEALED_BLOCK);
  gboolean is_right;

  if (n_full == 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "%s ends before anything that could be opened.", file->path);
    return FALSE;
  }

  file->fd = open (file->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (file->fd < 0)
    return aus_sealed_file_fail (file, error);

  file->size = n_full * AUS_SEALED_BLOCK;
  is_right = aus_sealed_file_open_block (file, n_full - 1, scratch, scratch + AUS_SEALED_STORED, error);
  close (file->fd);
  file->fd = -1;

  return is_right;
}

AusSealedFile *
aus_sealed_draft_open (const char  *path,
                       GBytes      *key,
                       guint64     *size,
                       GError     **error)
{
  g_autoptr (AusSealedFile) whole = make_file (path, key);
  g_autoptr (AusSealedFile) cut = make_file (path, key);
  g_autoptr (GError) fault = NULL;
  guint64 stored, n_full, rest;

  if (!measure (path, &stored, error))
    return NULL;

  n_full = stored / AUS_SEALED_STORED;
  rest = stored % AUS_SEALED_STORED;
  *size = n_full * AUS_SEALED_BLOCK + (rest > AUS_SEALED_OVERHEAD ? rest - AUS_SEALED_OVERHEAD : 0);

  if (rest >= AUS_SEALED_OVERHEAD && aus_sealed_file_open (whole, *size, &fault))
    return g_steal_pointer (&whole);

  if (fault != NULL && fault->domain == G_IO_ERROR) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }

  *size = n_full * AUS_SEALED_BLOCK;

  if (is_right_key (cut, n_full, error) &&
      aus_sealed_file_append (cut, *size, (const guint8 *) "", 0, TRUE, error) &&
      aus_sealed_file_open (cut, *size, error))
    return g_steal_pointer (&cut);

  return NULL;
}
