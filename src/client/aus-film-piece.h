#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Parts of a file that was sealed with @key (see AusSealedDraft), read on a thread of its own. */

/* @length: at most; less is read where the file ends */
void    aus_film_piece_read_async  (const char           *path,
                                    GBytes               *key,
                                    guint64               offset,
                                    gsize                 length,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* Returns: (transfer full) */
GBytes *aus_film_piece_read_finish (GAsyncResult         *result,
                                    GError              **error);

/* The SHA-256 of all of it. */
void    aus_film_piece_hash_async  (const char           *path,
                                    GBytes               *key,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* @size: (out): how long it is. Returns: (transfer full): in lower-case hexadecimal */
char   *aus_film_piece_hash_finish (GAsyncResult         *result,
                                    guint64              *size,
                                    GError              **error);

G_END_DECLS
