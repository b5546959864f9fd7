#pragma once

#include "aus-sealed-file.h"

G_BEGIN_DECLS

/**
 * AusSealedDraft:
 *
 * A sealed file while it is being made, by somebody who also goes back and mends what is there: the block that is
 * worked on is in memory, all others are on disk, sealed. What was flushed is there after the program was killed. The
 * name of the file is what its blocks are bound to.
 *
 * An object is for one thread at a time.
 */
typedef struct _AusSealedDraft AusSealedDraft;

/* Makes the file, readable by its owner alone; it must not be there yet. @key: as of aus_sealed_file_new() */
AusSealedDraft *aus_sealed_draft_new     (const char      *path,
                                          GBytes          *key,
                                          GError         **error);
void            aus_sealed_draft_free    (AusSealedDraft  *self);

/* @position: not behind the end */
gboolean        aus_sealed_draft_write   (AusSealedDraft  *self,
                                          guint64          position,
                                          const guint8    *content,
                                          gsize            length,
                                          GError         **error);
gboolean        aus_sealed_draft_flush   (AusSealedDraft  *self,
                                          GError         **error);
/* Nothing follows: ends it, and is on disk when it returns. */
gboolean        aus_sealed_draft_close   (AusSealedDraft  *self,
                                          GError         **error);

/**
 * aus_sealed_draft_open:
 * @size: (out): how much content there is
 *
 * Opens what was made, also where it just ended: then the last block, of which only a part may have got to the disk, is
 * given up. Nothing is given up before the key has proved to be the right one.
 *
 * Returns: (transfer full): open for reading
 */
AusSealedFile  *aus_sealed_draft_open    (const char      *path,
                                          GBytes          *key,
                                          guint64         *size,
                                          GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusSealedDraft, aus_sealed_draft_free)

G_END_DECLS
