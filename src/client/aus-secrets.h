#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tokens in the desktop's keyring. Each call ends within three seconds, for a keyring may wait for people. */

/* Fails with %AUS_ERROR_UNAVAILABLE where there is no keyring, or it is locked, or does not answer. */
void     aus_secrets_store_async   (const char           *server_uri,
                                    const char           *email,
                                    const char           *token,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean aus_secrets_store_finish  (GAsyncResult         *result,
                                    GError              **error);

/* Fails with %AUS_ERROR_NOT_FOUND where the keyring is open and holds none, with %AUS_ERROR_UNAVAILABLE where
 * that cannot be known. Never asks anybody to unlock anything. */
void     aus_secrets_lookup_async  (const char           *server_uri,
                                    const char           *email,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* Returns: (transfer full): the token */
char    *aus_secrets_lookup_finish (GAsyncResult         *result,
                                    GError              **error);

/* That there is none is no failure. */
void     aus_secrets_clear_async   (const char           *server_uri,
                                    const char           *email,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean aus_secrets_clear_finish  (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
