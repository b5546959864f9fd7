#pragma once

#include "aus-listener.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* RFC 6455, section 7.4.1 */
#define AUS_WEB_SOCKET_NORMAL     1000
#define AUS_WEB_SOCKET_GOING_AWAY 1001
#define AUS_WEB_SOCKET_PROTOCOL   1002
#define AUS_WEB_SOCKET_NOT_TEXT   1003
#define AUS_WEB_SOCKET_NO_STATUS  1005
#define AUS_WEB_SOCKET_LOST       1006
#define AUS_WEB_SOCKET_NOT_UTF8   1007
#define AUS_WEB_SOCKET_POLICY     1008
#define AUS_WEB_SOCKET_TOO_LARGE  1009

#define AUS_TYPE_WEB_SOCKET (aus_web_socket_get_type ())

/**
 * AusWebSocket:
 *
 * The server's end of a WebSocket that carries JSON objects. It keeps itself alive until it emits “closed”.
 *
 * Signals:
 *
 * - `message (JsonObject *frame)`: a complete message
 * - `malformed (GError *error)`: a message that is no JSON object; the connection goes on
 * - `warned ()`: the peer sends too fast; if it goes on like this it is closed with 1008
 * - `closed (guint code)`: the end, exactly once; the peer's code, ours, or 1006 where the connection was lost or cut
 *
 * Properties, to be set before the first message: “max-message” (bytes, 16 KiB), “max-queue” (bytes, 1 MiB), “rate”
 * (frames a second, 20), “ping-time” and “silence-time” (milliseconds, 20 s and 45 s; seen to at each tick of the
 * listener).
 */
G_DECLARE_FINAL_TYPE (AusWebSocket, aus_web_socket, AUS, WEB_SOCKET, GObject)

/**
 * aus_web_socket_upgrade:
 * @listener: where @message came in
 * @message: a request that was read completely, paused or not; its Origin and its caller have been checked
 * @error: %AUS_ERROR_MALFORMED where this is no WebSocket handshake; answer @message as usual then
 *
 * Takes the connection away from libsoup and answers 101 with what response headers @message has, without extensions.
 * On success @message is over: do not unpause it nor set anything on it. Signals come from later turns of the main
 * loop.
 *
 * Returns: (transfer full): the socket, open
 */
AusWebSocket *aus_web_socket_upgrade         (AusListener        *listener,
                                              SoupServerMessage  *message,
                                              GError            **error);

/**
 * aus_web_socket_send:
 * @text: valid UTF-8; shared, not copied, so send the same one to many
 *
 * Queues a text frame; everything queued in one turn of the main loop leaves in one write. A peer that does not read is
 * cut once more than “max-queue” bytes wait for it. Nothing happens after the close.
 */
void          aus_web_socket_send            (AusWebSocket       *self,
                                              GBytes             *text);

/* Sends what is queued, then the close frame, and waits a little for the peer's. @reason: (nullable), ≤ 123 bytes */
void          aus_web_socket_close           (AusWebSocket       *self,
                                              guint16             code,
                                              const char         *reason);

/* Whether messages can still be sent. */
gboolean      aus_web_socket_is_open         (AusWebSocket       *self);

/* Bytes queued and not yet taken by the kernel. */
gsize         aus_web_socket_get_queued      (AusWebSocket       *self);

G_END_DECLS
