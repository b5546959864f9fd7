#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Whether @message asks for a WebSocket as RFC 6455 wants it, else %AUS_ERROR_MALFORMED. */
gboolean aus_web_socket_handshake_check  (SoupServerMessage  *message,
                                          GError            **error);

/* The whole answer to a good one, with the response headers that @message has. Returns: (transfer full) */
GBytes  *aus_web_socket_handshake_answer (SoupServerMessage  *message);

G_END_DECLS
