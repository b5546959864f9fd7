#pragma once

#include "aus-sealed-file.h"

G_BEGIN_DECLS

/* How much of it is in memory at once. */
#define AUS_MEDIA_PIECE (256 * 1024)

/**
 * AusMedia:
 * @first: where the next piece begins
 * @rest: how much is still to come, the piece included
 * @piece: (nullable): what was read and has not been sent
 *
 * Part of a recording on its way out. What was read was found to be what was written.
 */
typedef struct
{
  AusSealedFile *file;
  gint64         first;
  gint64         rest;
  GBytes        *piece;
} AusMedia;

/* @file: (transfer full): open for reading */
AusMedia *aus_media_new  (AusSealedFile  *file,
                          gint64          first,
                          gint64          length);
void      aus_media_free (AusMedia       *self);
/* Reads the next piece; on a thread that may wait. */
gboolean  aus_media_read (AusMedia       *self,
                          GError        **error);
/* The piece that was read, and goes on behind it. (transfer full) */
GBytes   *aus_media_take (AusMedia       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusMedia, aus_media_free)

G_END_DECLS
