#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * aus_film_finish_async:
 * @from: what was recorded, whole or just ending somewhere
 * @to: the file to make; whatever is there is replaced
 * @key: with which both are sealed (see AusSealedDraft)
 * @limit: in milliseconds; nothing later than that goes into it
 *
 * Makes a file that people can move about in, with its length and where what is, of one that was only ever added to.
 * Pictures and sound stay as they are. @from stays, too.
 */
void   aus_film_finish_async  (const char           *from,
                               const char           *to,
                               GBytes               *key,
                               gint64                limit,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data);
/* Returns: how long it is, in milliseconds; -1 with an error where there is nothing in it, and then no file */
gint64 aus_film_finish_finish (GAsyncResult         *result,
                               GError              **error);
/* Whether @error says that there is no film, or nothing in it that may be sent. */
gboolean aus_film_finish_found_nothing (const GError       *error);

G_END_DECLS
