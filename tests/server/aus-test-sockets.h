#pragma once

#include "aus-web-socket.h"

#include "aus-test-visitor.h"

G_BEGIN_DECLS

#define HANDSHAKE \
  "GET /ws HTTP/1.1\r\n" \
  "Host: a\r\n" \
  "Upgrade: websocket\r\n" \
  "Connection: keep-alive, Upgrade\r\n" \
  "Sec-WebSocket-Version: 13\r\n" \
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

/* The example of RFC 6455, section 1.3 */
#define ACCEPT "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"

#define FIN 0x80
#define TEXT 0x81
#define BINARY 0x82
#define CLOSE 0x88
#define PING 0x89
#define PONG 0x8a

/**
 * AusTestSockets:
 *
 * A server that takes every WebSocket and sends each message back.
 */
typedef struct
{
  SoupServer        *server;
  AusListener       *listener;
  AusListenerLimits *limits;
  GPtrArray         *sockets;
  GError            *error;         /* of the last refused handshake */

  guint              max_queue;     /* settings of new sockets, 0 for the default */
  guint              rate;
  guint              ping_time;
  guint              silence_time;

  guint              n_messages;
  guint              n_malformed;
  guint              n_warned;
  guint              n_closed;
  guint              code;
  gboolean           closed;
  guint              n_wanted;
  gboolean           as_wanted;
} AusTestSockets;

void            aus_test_sockets_set_up            (AusTestSockets  *self,
                                                    gconstpointer    data);
void            aus_test_sockets_tear_down         (AusTestSockets  *self,
                                                    gconstpointer    data);
void            aus_test_sockets_await_connections (AusTestSockets  *self,
                                                    guint            n);

/* A visitor whose handshake is done. */
AusTestVisitor *aus_test_sockets_visit             (AusTestSockets  *self);

/* A client's frame, with @length as it stands in the second byte and following. */
void            aus_test_send_raw_frame            (AusTestVisitor  *visitor,
                                                    guint8           first,
                                                    const guint8    *length,
                                                    gsize            length_size,
                                                    const char      *payload);
void            aus_test_send_frame                (AusTestVisitor  *visitor,
                                                    guint8           first,
                                                    const char      *payload);

/* Reads one short frame of the server, which is not masked. */
void            aus_test_expect_frame              (AusTestVisitor  *visitor,
                                                    guint8           first,
                                                    const char      *payload);

/* Reads a close frame, and then the end. */
void            aus_test_expect_close              (AusTestVisitor  *visitor,
                                                    guint16          code);

G_END_DECLS
