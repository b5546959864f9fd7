#pragma once

#include "aus-error.h"

G_BEGIN_DECLS

/* How much content a block holds. The last holds less, and where the content ends with a block, nothing. */
#define AUS_SEALED_BLOCK (64 * 1024)

/**
 * AusSealedFile:
 *
 * A file that grows at its end and that nobody reads or changes without its key, so long that it is never in memory as
 * a whole.
 *
 * On disk it is blocks and nothing else: each a random nonce of 24 bytes, sealed content, and a tag of 16 bytes
 * (XChaCha20-Poly1305, IETF). Each block is bound to the file's name and to its own place, and the end is a block that
 * is not full, so that what was changed, swapped, repeated, taken from another file or left out does not open. Blocks
 * lie where their number says, so any part is read by opening only the blocks that it lies in.
 *
 * How much of the file counts is for the caller to remember, beside its key: what a crash left behind that is cut off
 * by the next append. A part that counts is never written again, so it may be copied at any time.
 *
 * An object is for one thread at a time.
 */
typedef struct _AusSealedFile AusSealedFile;

/* Does not touch the disk. @name: what the file is, for good; @key: %AUS_SEAL_KEY_LENGTH bytes for this file alone */
AusSealedFile *aus_sealed_file_new             (const char     *path,
                                                const char     *name,
                                                GBytes         *key);
void           aus_sealed_file_free            (AusSealedFile  *self);

/**
 * aus_sealed_file_append:
 * @offset: how much content counts so far; a multiple of %AUS_SEALED_BLOCK
 * @length: a multiple of %AUS_SEALED_BLOCK, unless @is_last
 * @is_last: whether nothing will follow
 *
 * Cuts off what does not count, adds to what does, and is on disk when it returns. Makes the file where @offset is 0.
 *
 * Returns: %FALSE with the error of the disk, and %G_IO_ERROR_NO_SPACE where it is full: then what counted still does
 */
gboolean       aus_sealed_file_append          (AusSealedFile  *self,
                                                guint64         offset,
                                                const guint8   *content,
                                                gsize           length,
                                                gboolean        is_last,
                                                GError        **error);

/* Puts other content of the same length in the place of all of it, at once or not at all, for a whole file. */
gboolean       aus_sealed_file_replace         (AusSealedFile  *self,
                                                const guint8   *content,
                                                gsize           length,
                                                GError        **error);

/* Opens it for reading. It must be as long on disk as @size bytes of content make it, and end with the last block. */
gboolean       aus_sealed_file_open            (AusSealedFile  *self,
                                                guint64         size,
                                                GError        **error);
/* @length bytes of content from @first on, which must be there. Returns: (transfer full): or %NULL with
 * %AUS_ERROR_FAILED, which names the block, where that is not what was written */
GBytes        *aus_sealed_file_read            (AusSealedFile  *self,
                                                guint64         first,
                                                gsize           length,
                                                GError        **error);
/* The SHA-256 of all its content, in lower-case hexadecimal; reads it once through. (transfer full) */
char          *aus_sealed_file_hash            (AusSealedFile  *self,
                                                GError        **error);

/* What @size bytes of content take on disk; @is_whole: whether the last block is written. */
guint64        aus_sealed_file_get_stored_size (guint64         size,
                                                gboolean        is_whole);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusSealedFile, aus_sealed_file_free)

G_END_DECLS
