#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * aus_server_uri_normalize:
 * @text: as somebody typed it: “clinic.example”, “localhost:8005”, “https://clinic.example/x/”
 *
 * Where the scheme is missing it is https, or http for this machine itself. Paths are dropped, for they are
 * the API's; names and passwords in the address are refused.
 *
 * Returns: (transfer full): “https://clinic.example”, without a slash at the end, or %NULL with
 *   %AUS_ERROR_INVALID for `server`
 */
char     *aus_server_uri_normalize   (const char  *text,
                                      GError     **error);

/* Whether others can listen: plain HTTP that leaves this machine. */
gboolean  aus_server_uri_is_insecure (const char  *uri);

G_END_DECLS
