#include "aus-media.h"

AusMedia *
aus_media_new (AusSealedFile *file,
               gint64         first,
               gint64         length)
{
  AusMedia *self = g_new0 (AusMedia, 1);

  self->file = file;
  self->first = first;
  self->rest = length;

  return self;
}

void
aus_media_free (AusMedia *self)
{
  aus_sealed_file_free (self->file);
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_free (self);
}

gboolean
aus_media_read (AusMedia  *self,
                GError   **error)
{
  g_return_val_if_fail (self->piece == NULL && self->rest > 0, FALSE);

  self->piece = aus_sealed_file_read (self->file, self->first, MIN (self->rest, AUS_MEDIA_PIECE), error);

  return self->piece != NULL;
}

GBytes *
aus_media_take (AusMedia *self)
{
  const gint64 length = g_bytes_get_size (self->piece);

  self->first += length;
  self->rest -= length;

  return g_steal_pointer (&self->piece);
}
