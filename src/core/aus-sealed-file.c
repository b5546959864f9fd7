#include "aus-sealed-file.h"

#include "aus-seal.h"
#include "aus-sealed-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

G_STATIC_ASSERT (AUS_SEAL_KEY_LENGTH == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

AusSealedFile *
aus_sealed_file_new (const char *path,
                     const char *name,
                     GBytes     *key)
{
  AusSealedFile *self;

  g_return_val_if_fail (g_bytes_get_size (key) == AUS_SEAL_KEY_LENGTH, NULL);
  g_return_val_if_fail (sodium_init () >= 0, NULL);

  self = g_new0 (AusSealedFile, 1);
  self->path = g_strdup (path);
  self->name = g_strdup (name);
  self->key = g_bytes_ref (key);
  self->fd = -1;

  return self;
}

static void
close_file (AusSealedFile *self)
{
  if (self->fd >= 0)
    close (self->fd);

  self->fd = -1;
}

void
aus_sealed_file_free (AusSealedFile *self)
{
  close_file (self);
  g_bytes_unref (self->key);
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}

/* A quota or a limit of the process is a disk that is full for us. */
gboolean
aus_sealed_file_fail (AusSealedFile  *self,
                      GError        **error)
{
  const int number = errno;
  const gboolean is_full = number == ENOSPC || number == EDQUOT || number == EFBIG;

  g_set_error (error, G_IO_ERROR, is_full ? G_IO_ERROR_NO_SPACE : g_io_error_from_errno (number), "%s: %s", self->path,
               g_strerror (number));

  return FALSE;
}

/* What a block is bound to: which file, and which place in it. That it is the end shows by its being short. */
static GByteArray *
make_bond (AusSealedFile *self,
           guint64        index)
{
  GByteArray *bond = g_byte_array_new ();
  const guint64 place = GUINT64_TO_LE (index);

  g_byte_array_append (bond, (const guint8 *) self->name, strlen (self->name));
  g_byte_array_append (bond, (const guint8 *) &place, sizeof place);

  return bond;
}

/* Fills @stored, which has room for one block. */
static void
seal_block (AusSealedFile *self,
            guint64        index,
            const guint8  *content,
            gsize          length,
            guint8        *stored)
{
  g_autoptr (GByteArray) bond = make_bond (self, index);

  /* Random, for a block that a crash left behind is written again with other content. */
  randombytes_buf (stored, AUS_SEALED_NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (stored + AUS_SEALED_NONCE, NULL, content, length, bond->data, bond->len,
                                              NULL, stored, g_bytes_get_data (self->key, NULL));
}

static gboolean
write_all (AusSealedFile  *self,
           const guint8   *bytes,
           gsize           length,
           guint64         position,
           GError        **error)
{
  while (length > 0) {
    const gssize n = pwrite (self->fd, bytes, length, position);

    if (n < 0 && errno != EINTR)
      return aus_sealed_file_fail (self, error);

    if (n > 0) {
      bytes += n;
      position += n;
      length -= n;
    }
  }

  return TRUE;
}

gboolean
aus_sealed_file_write_block (AusSealedFile  *self,
                             guint64         index,
                             const guint8   *content,
                             gsize           length,
                             GError        **error)
{
  g_autofree guint8 *stored = g_malloc (AUS_SEALED_STORED);

  seal_block (self, index, content, length, stored);

  return write_all (self, stored, length + AUS_SEALED_OVERHEAD, index * AUS_SEALED_STORED, error);
}

static gboolean
write_blocks (AusSealedFile  *self,
              guint64         index,
              const guint8   *content,
              gsize           length,
              gboolean        is_last,
              GError        **error)
{
  for (; length >= AUS_SEALED_BLOCK; length -= AUS_SEALED_BLOCK, content += AUS_SEALED_BLOCK, index++) {
    if (!aus_sealed_file_write_block (self, index, content, AUS_SEALED_BLOCK, error))
      return FALSE;
  }

  if (is_last && !aus_sealed_file_write_block (self, index, content, length, error))
    return FALSE;

  return fsync (self->fd) == 0 || aus_sealed_file_fail (self, error);
}

/* A file is there after a power cut only if its folder says so. */
static gboolean
sync_folder (AusSealedFile  *self,
             GError        **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (!is_synced)
    aus_sealed_file_fail (self, error);

  if (fd >= 0)
    close (fd);

  return is_synced;
}

/* Takes the file to where what counts ends. */
static gboolean
cut_off (AusSealedFile  *self,
         guint64         position,
         GError        **error)
{
  struct stat now;

  if (fstat (self->fd, &now) != 0)
    return aus_sealed_file_fail (self, error);

  if ((guint64) now.st_size < position) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "%s has lost its end: it has %" G_GUINT64_FORMAT
                 " bytes, but %" G_GUINT64_FORMAT " were written.", self->path, (guint64) now.st_size, position);
    return FALSE;
  }

  return (guint64) now.st_size == position || ftruncate (self->fd, position) == 0 || aus_sealed_file_fail (self, error);
}

static gboolean
add (AusSealedFile  *self,
     guint64         offset,
     const guint8   *content,
     gsize           length,
     gboolean        is_last,
     GError        **error)
{
  const guint64 index = offset / AUS_SEALED_BLOCK;

  if (!cut_off (self, index * AUS_SEALED_STORED, error))
    return FALSE;

  if (write_blocks (self, index, content, length, is_last, error) && (offset > 0 || sync_folder (self, error)))
    return TRUE;

  /* What it took of a full disk may be needed by others. */
  cut_off (self, index * AUS_SEALED_STORED, NULL);

  return FALSE;
}

gboolean
aus_sealed_file_append (AusSealedFile  *self,
                        guint64         offset,
                        const guint8   *content,
                        gsize           length,
                        gboolean        is_last,
                        GError        **error)
{
  gboolean is_added;

  g_return_val_if_fail (offset % AUS_SEALED_BLOCK == 0 && self->fd < 0, FALSE);
  g_return_val_if_fail (is_last || (length > 0 && length % AUS_SEALED_BLOCK == 0), FALSE);

  self->fd = open (self->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (offset == 0 ? O_CREAT : 0), 0600);

  if (self->fd < 0)
    return aus_sealed_file_fail (self, error);

  is_added = add (self, offset, content, length, is_last, error);
  close_file (self);

  return is_added;
}

gboolean
aus_sealed_file_replace (AusSealedFile  *self,
                         const guint8   *content,
                         gsize           length,
                         GError        **error)
{
  g_autofree char *path = g_strconcat (self->path, ".new", NULL);
  g_autoptr (AusSealedFile) beside = aus_sealed_file_new (path, self->name, self->key);

  close_file (self);

  if (aus_sealed_file_append (beside, 0, content, length, TRUE, error) &&
      (rename (path, self->path) == 0 || aus_sealed_file_fail (self, error)))
    return sync_folder (self, error);

  unlink (path);

  return FALSE;
}

static gboolean
read_all (AusSealedFile  *self,
          guint8         *bytes,
          gsize           length,
          guint64         position,
          GError        **error)
{
  while (length > 0) {
    const gssize n = pread (self->fd, bytes, length, position);

    if (n < 0 && errno != EINTR)
      return aus_sealed_file_fail (self, error);

    if (n == 0) {
      g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "%s ends too early.", self->path);
      return FALSE;
    }

    if (n > 0) {
      bytes += n;
      position += n;
      length -= n;
    }
  }

  return TRUE;
}

gboolean
aus_sealed_file_open_block (AusSealedFile  *self,
                            guint64         index,
                            guint8         *stored,
                            guint8         *content,
                            GError        **error)
{
  const gsize length = MIN (self->size - index * AUS_SEALED_BLOCK, AUS_SEALED_BLOCK);
  g_autoptr (GByteArray) bond = make_bond (self, index);

  if (!read_all (self, stored, length + AUS_SEALED_OVERHEAD, index * AUS_SEALED_STORED, error))
    return FALSE;

  if (crypto_aead_xchacha20poly1305_ietf_decrypt (content, NULL, NULL, stored + AUS_SEALED_NONCE,
                                                  length + AUS_SEALED_TAG, bond->data, bond->len, stored,
                                                  g_bytes_get_data (self->key, NULL)) == 0)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "Block %" G_GUINT64_FORMAT " of %s is not what was written.", index,
               self->path);

  return FALSE;
}

guint64
aus_sealed_file_get_stored_size (guint64  size,
                                 gboolean is_whole)
{
  return size + (size / AUS_SEALED_BLOCK + is_whole) * AUS_SEALED_OVERHEAD;
}

gboolean
aus_sealed_file_open (AusSealedFile  *self,
                      guint64         size,
                      GError        **error)
{
  const guint64 wanted = aus_sealed_file_get_stored_size (size, TRUE);
  g_autofree guint8 *scratch = g_malloc (AUS_SEALED_STORED + AUS_SEALED_BLOCK);
  struct stat now;

  g_return_val_if_fail (self->fd < 0, FALSE);

  self->fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  self->size = size;

  if (self->fd < 0 || fstat (self->fd, &now) != 0)
    return aus_sealed_file_fail (self, error);

  if ((guint64) now.st_size == wanted)
    return aus_sealed_file_open_block (self, size / AUS_SEALED_BLOCK, scratch, scratch + AUS_SEALED_STORED, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED,
               "%s has %" G_GUINT64_FORMAT " bytes, but %" G_GUINT64_FORMAT " were written.", self->path,
               (guint64) now.st_size, wanted);

  return FALSE;
}

GBytes *
aus_sealed_file_read (AusSealedFile  *self,
                      guint64         first,
                      gsize           length,
                      GError        **error)
{
  const guint64 start = first / AUS_SEALED_BLOCK;
  const guint64 end = (first + length + AUS_SEALED_BLOCK - 1) / AUS_SEALED_BLOCK;
  g_autofree guint8 *stored = g_malloc (AUS_SEALED_STORED);
  g_autofree guint8 *content = NULL;
  g_autoptr (GBytes) whole = NULL;

  g_return_val_if_fail (self->fd >= 0 && length > 0, NULL);
  g_return_val_if_fail (length <= self->size && first <= self->size - length, NULL);

  content = g_malloc ((end - start) * AUS_SEALED_BLOCK);

  for (guint64 index = start; index < end; index++) {
    if (!aus_sealed_file_open_block (self, index, stored, content + (index - start) * AUS_SEALED_BLOCK, error))
      return NULL;
  }

  whole = g_bytes_new_take (g_steal_pointer (&content), (end - start) * AUS_SEALED_BLOCK);

  return g_bytes_new_from_bytes (whole, first - start * AUS_SEALED_BLOCK, length);
}

char *
aus_sealed_file_hash (AusSealedFile  *self,
                      GError        **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint64 first = 0; first < self->size; first += AUS_SEALED_BLOCK) {
    g_autoptr (GBytes) part =
      aus_sealed_file_read (self, first, MIN (AUS_SEALED_BLOCK, self->size - first), error);

    if (part == NULL)
      return NULL;

    g_checksum_update (checksum, g_bytes_get_data (part, NULL), g_bytes_get_size (part));
  }

  return g_strdup (g_checksum_get_string (checksum));
}
