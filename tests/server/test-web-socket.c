#include "aus-web-socket.h"

#include "aus-error.h"
#include "aus-test-visitor.h"

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
} Fixture;

static void
message_cb (AusWebSocket *socket,
            JsonObject   *frame,
            Fixture      *fixture)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), frame);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  fixture->n_messages++;
  aus_web_socket_send (socket, bytes);
}

static void
malformed_cb (AusWebSocket *socket,
              GError       *error,
              Fixture      *fixture)
{
  g_assert_cmpint (error->domain, ==, AUS_ERROR);
  fixture->n_malformed++;
}

static void
warned_cb (AusWebSocket *socket,
           Fixture      *fixture)
{
  fixture->n_warned++;
}

static void
closed_cb (AusWebSocket *socket,
           guint         code,
           Fixture      *fixture)
{
  g_assert_false (aus_web_socket_is_open (socket));
  g_assert_cmpuint (aus_web_socket_get_queued (socket), ==, 0);
  fixture->n_closed++;
  fixture->code = code;
  fixture->closed = TRUE;
}

static void
set (AusWebSocket *socket,
     const char   *name,
     guint         value)
{
  if (value > 0)
    g_object_set (socket, name, value, NULL);
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *fixture = user_data;
  AusWebSocket *socket;

  g_clear_error (&fixture->error);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "X-Request-Id", "r1");
  if (g_str_equal (path, "/paused"))
    soup_server_message_pause (message);

  socket = aus_web_socket_upgrade (fixture->listener, message, &fixture->error);
  if (socket == NULL) {
    soup_server_message_set_status (message, 400, NULL);
    return;
  }

  set (socket, "max-queue", fixture->max_queue);
  set (socket, "rate", fixture->rate);
  set (socket, "ping-time", fixture->ping_time);
  set (socket, "silence-time", fixture->silence_time);
  g_signal_connect (socket, "message", G_CALLBACK (message_cb), fixture);
  g_signal_connect (socket, "malformed", G_CALLBACK (malformed_cb), fixture);
  g_signal_connect (socket, "warned", G_CALLBACK (warned_cb), fixture);
  g_signal_connect (socket, "closed", G_CALLBACK (closed_cb), fixture);
  g_ptr_array_add (fixture->sockets, socket);
}

static void
n_connections_cb (Fixture     *fixture,
                  GParamSpec  *pspec,
                  AusListener *listener)
{
  fixture->as_wanted = aus_listener_get_n_connections (listener) == fixture->n_wanted;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, "/", handle_cb, fixture, NULL);

  fixture->listener = aus_listener_new (fixture->server, &error);
  g_assert_no_error (error);
  fixture->limits = aus_listener_get_limits (fixture->listener);
  fixture->limits->tick_time = 5;
  fixture->limits->linger_time = 50;
  aus_listener_listen (fixture->listener, "127.0.0.1:0", &error);
  g_assert_no_error (error);

  g_object_add_weak_pointer (G_OBJECT (fixture->listener), (gpointer *) &fixture->listener);
  g_object_add_weak_pointer (G_OBJECT (fixture->server), (gpointer *) &fixture->server);
  g_signal_connect_swapped (fixture->listener, "notify::n-connections", G_CALLBACK (n_connections_cb), fixture);
}

/* Every socket dies once it is closed and let go. */
static void
check_sockets_die (GPtrArray *sockets)
{
  while (sockets->len > 0) {
    AusWebSocket *socket = g_ptr_array_steal_index (sockets, 0);

    g_object_add_weak_pointer (G_OBJECT (socket), (gpointer *) &socket);
    g_object_unref (socket);
    g_assert_null (socket);
  }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  guint n = fixture->sockets->len;

  if (fixture->listener != NULL)
    g_object_unref (fixture->listener);
  g_assert_null (fixture->listener);
  g_assert_cmpuint (fixture->n_closed, ==, n);

  check_sockets_die (fixture->sockets);
  g_ptr_array_unref (fixture->sockets);

  soup_server_disconnect (fixture->server);
  aus_test_settle ();
  g_object_unref (fixture->server);
  g_assert_null (fixture->server);
  g_clear_error (&fixture->error);
}

/* A client's frame, with @length as it stands in the second byte and following. */
static void
send_raw_frame (AusTestVisitor *visitor,
                guint8          first,
                const guint8   *length,
                gsize           length_size,
                const void     *payload,
                gsize           payload_length)
{
  static const guint8 mask[4] = { 0x12, 0x34, 0x56, 0x78 };
  g_autoptr (GByteArray) frame = g_byte_array_new ();

  g_byte_array_append (frame, &first, 1);
  g_byte_array_append (frame, length, (guint) length_size);
  g_byte_array_append (frame, mask, sizeof mask);
  for (gsize i = 0; i < payload_length; i++) {
    guint8 byte = ((const guint8 *) payload)[i] ^ mask[i % sizeof mask];

    g_byte_array_append (frame, &byte, 1);
  }

  aus_test_visitor_send (visitor, frame->data, frame->len);
}

static void
send_frame (AusTestVisitor *visitor,
            guint8          first,
            const char     *payload)
{
  gsize length = strlen (payload);
  guint8 bytes[3] = { 0x80 | 126, (guint8) (length >> 8), (guint8) length };

  if (length < 126)
    bytes[0] = (guint8) (0x80 | length);

  g_assert_cmpuint (length, <, 65536);
  send_raw_frame (visitor, first, bytes, length < 126 ? 1 : 3, payload, length);
}

static AusTestVisitor *
visit (Fixture *fixture)
{
  AusTestVisitor *visitor = aus_test_visitor_new (aus_listener_get_port (fixture->listener));

  aus_test_visitor_send (visitor, HANDSHAKE "\r\n", -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 101 Switching Protocols\r\n");
  aus_test_visitor_expect (visitor, "\r\n\r\n");

  return visitor;
}

/* Reads one frame of the server, which is not masked. */
static void
expect_frame (AusTestVisitor *visitor,
              guint8          first,
              const char     *payload,
              gsize           length)
{
  g_assert_cmpuint (length, <, 126);
  aus_test_visitor_await (visitor, 2 + length);
  g_assert_cmpuint (visitor->got->len, >=, 2 + length);
  g_assert_cmphex (visitor->got->data[0], ==, first);
  g_assert_cmphex (visitor->got->data[1], ==, length);
  g_assert_cmpmem (visitor->got->data + 2, length, payload, length);
  g_byte_array_remove_range (visitor->got, 0, 2 + (guint) length);
}

static void
expect_close (AusTestVisitor *visitor,
              guint16         code)
{
  aus_test_visitor_await (visitor, 4);
  g_assert_cmpuint (visitor->got->len, >=, 4);
  g_assert_cmphex (visitor->got->data[0], ==, CLOSE);
  g_assert_cmpuint (visitor->got->data[2] << 8 | visitor->got->data[3], ==, code);
  aus_test_visitor_await_end (visitor);
}

static void
test_handshake (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_visitor_new (aus_listener_get_port (fixture->listener));

  aus_test_visitor_send (visitor,
                         HANDSHAKE "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n", -1);
  aus_test_visitor_await (visitor, 1);
  while (strstr (aus_test_visitor_get_text (visitor), "\r\n\r\n") == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_nonnull (strstr (aus_test_visitor_get_text (visitor), ACCEPT));
  g_assert_nonnull (strstr (aus_test_visitor_get_text (visitor), "X-Request-Id: r1\r\n"));
  g_assert_null (strstr (aus_test_visitor_get_text (visitor), "Extensions"));
}

static const char *const bad_handshakes[] = {
  "GET /ws HTTP/1.1\r\nHost: a\r\n\r\n",
  "POST /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
  "Sec-WebSocket-Key: short\r\n\r\n",
};

/* The connection stays good for HTTP. */
static void
test_bad_handshakes (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_visitor_new (aus_listener_get_port (fixture->listener));

  for (gsize i = 0; i < G_N_ELEMENTS (bad_handshakes); i++) {
    aus_test_visitor_send (visitor, bad_handshakes[i], -1);
    aus_test_visitor_expect (visitor, "HTTP/1.1 400 Bad Request\r\n");
    g_assert_error (fixture->error, AUS_ERROR, AUS_ERROR_MALFORMED);
  }
}

static void
test_paused (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_visitor_new (aus_listener_get_port (fixture->listener));
  g_autofree char *request = g_strdup (HANDSHAKE "\r\n");
  char *rest = request + strlen ("GET /ws");

  aus_test_visitor_send (visitor, "GET /paused", -1);
  aus_test_visitor_send (visitor, rest, -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 101 Switching Protocols\r\n");
  aus_test_visitor_expect (visitor, "\r\n\r\n");
  send_frame (visitor, TEXT, "{}");
  expect_frame (visitor, TEXT, "{}", 2);
}

static void
test_echo (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  send_frame (visitor, TEXT, "{\"a\":1}");
  expect_frame (visitor, TEXT, "{\"a\":1}", 7);
  send_frame (visitor, TEXT, "{\"a\":1}");
  send_frame (visitor, TEXT, "{\"a\":\"ä\"}");
  expect_frame (visitor, TEXT, "{\"a\":1}", 7);
  expect_frame (visitor, TEXT, "{\"a\":\"ä\"}", 10);
}

/* Not waiting for the answer to the handshake is rude, but nothing may be lost. */
static void
test_eager (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_visitor_new (aus_listener_get_port (fixture->listener));

  aus_test_visitor_send (visitor, HANDSHAKE "\r\n", -1);
  send_frame (visitor, TEXT, "{\"a\":1}");
  aus_test_visitor_expect (visitor, "\r\n\r\n");
  expect_frame (visitor, TEXT, "{\"a\":1}", 7);
}

static void
test_byte_by_byte (Fixture       *fixture,
                   gconstpointer  data)
{
  static const guint8 frame[] = { TEXT, 0x82, 1, 2, 3, 4, '{' ^ 1, '}' ^ 2 };
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  for (gsize i = 0; i < sizeof frame; i++) {
    aus_test_visitor_send (visitor, frame + i, 1);
    aus_test_settle ();
  }
  expect_frame (visitor, TEXT, "{}", 2);
}

static void
test_fragments (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  send_frame (visitor, TEXT & ~FIN, "{\"a\"");
  send_frame (visitor, PING, "between");
  send_frame (visitor, 0, "");
  send_frame (visitor, 0, ":");
  send_frame (visitor, FIN, "1}");
  expect_frame (visitor, PONG, "between", 7);
  expect_frame (visitor, TEXT, "{\"a\":1}", 7);
}

static void
test_largest (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);
  g_autofree char *filler = g_strnfill (16 * 1024 - 8, 'x');
  g_autofree char *text = g_strdup_printf ("{\"a\":\"%s\"}", filler);

  g_assert_cmpuint (strlen (text), ==, 16 * 1024);
  send_frame (visitor, TEXT, text);
  aus_test_visitor_await (visitor, 4 + strlen (text));
  g_assert_cmphex (visitor->got->data[1], ==, 126);
  g_assert_cmpuint (visitor->got->data[2] << 8 | visitor->got->data[3], ==, 16 * 1024);
  g_assert_cmpmem (visitor->got->data + 4, visitor->got->len - 4, text, strlen (text));
}

static const char *const malformed[] = {
  "", "x", "[]", "1", "{", "{}x", "{\"a\":}",
};

static void
test_malformed (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);
  g_autofree char *deep = g_strnfill (10000, '[');

  fixture->rate = 100;
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    send_frame (visitor, TEXT, malformed[i]);
  send_frame (visitor, TEXT, deep);
  send_frame (visitor, TEXT, "{}");
  expect_frame (visitor, TEXT, "{}", 2);
  g_assert_cmpuint (fixture->n_malformed, ==, G_N_ELEMENTS (malformed) + 1);
}

typedef struct
{
  const char *name;
  guint16     code;
  guint8      first;
  guint8      length[9];
  guint       length_size;
  const char *payload;
} BadFrame;

static const BadFrame bad_frames[] = {
  { "binary", AUS_WEB_SOCKET_NOT_TEXT, BINARY, { 0x82 }, 1, "{}" },
  { "reserved bit", AUS_WEB_SOCKET_PROTOCOL, 0xc1, { 0x82 }, 1, "{}" },
  { "reserved opcode", AUS_WEB_SOCKET_PROTOCOL, 0x83, { 0x82 }, 1, "{}" },
  { "reserved control opcode", AUS_WEB_SOCKET_PROTOCOL, 0x8b, { 0x80 }, 1, "" },
  { "nothing to continue", AUS_WEB_SOCKET_PROTOCOL, FIN, { 0x82 }, 1, "{}" },
  { "not masked", AUS_WEB_SOCKET_PROTOCOL, TEXT, { 0x02 }, 1, "{}" },
  { "fragmented ping", AUS_WEB_SOCKET_PROTOCOL, PING & ~FIN, { 0x80 }, 1, "" },
  { "long ping", AUS_WEB_SOCKET_PROTOCOL, PING, { 0xfe, 0, 126 }, 3, "" },
  { "length too long for its value", AUS_WEB_SOCKET_PROTOCOL, TEXT, { 0xfe, 0, 2 }, 3, "{}" },
  { "the same, 64 bits", AUS_WEB_SOCKET_PROTOCOL, TEXT, { 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 9, "" },
  { "negative length", AUS_WEB_SOCKET_PROTOCOL, TEXT, { 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1 }, 9, "" },
  { "too large", AUS_WEB_SOCKET_TOO_LARGE, TEXT, { 0xfe, 0x40, 1 }, 3, "" },
  { "much too large", AUS_WEB_SOCKET_TOO_LARGE, TEXT, { 0xff, 0, 0, 1, 0, 0, 0, 0, 0 }, 9, "" },
  { "no UTF-8", AUS_WEB_SOCKET_NOT_UTF8, TEXT, { 0x81 }, 1, "\xff" },
  { "UTF-8 cut short", AUS_WEB_SOCKET_NOT_UTF8, TEXT, { 0x81 }, 1, "\xc3" },
  { "half a close code", AUS_WEB_SOCKET_PROTOCOL, CLOSE, { 0x81 }, 1, "x" },
  { "impossible close code", AUS_WEB_SOCKET_PROTOCOL, CLOSE, { 0x82 }, 1, "\x03\xed" },
  { "close reason not UTF-8", AUS_WEB_SOCKET_NOT_UTF8, CLOSE, { 0x83 }, 1, "\x03\xe8\xff" },
};

/* Each time the peer is told why, however much it still sends. */
static void
test_bad_frames (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (100 * 1024, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (bad_frames); i++) {
    const BadFrame *bad = &bad_frames[i];
    g_autoptr (AusTestVisitor) visitor = visit (fixture);

    g_test_message ("%s", bad->name);
    fixture->closed = FALSE;
    send_raw_frame (visitor, bad->first, bad->length, bad->length_size, bad->payload, strlen (bad->payload));
    aus_test_visitor_send (visitor, filler, -1);
    expect_close (visitor, bad->code);
    aus_test_await (&fixture->closed);
    g_assert_cmpuint (fixture->code, ==, bad->code);
  }
  g_assert_cmpuint (fixture->n_messages, ==, 0);
}

static void
test_interrupted_message (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  send_frame (visitor, TEXT & ~FIN, "{");
  send_frame (visitor, TEXT, "{}");
  expect_close (visitor, AUS_WEB_SOCKET_PROTOCOL);
  aus_test_await (&fixture->closed);
}

/* The fragments of a message count together. */
static void
test_large_fragments (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);
  g_autofree char *filler = g_strnfill (6 * 1024, 'x');

  send_frame (visitor, TEXT & ~FIN, filler);
  send_frame (visitor, 0, filler);
  send_frame (visitor, 0, filler);
  expect_close (visitor, AUS_WEB_SOCKET_TOO_LARGE);
  aus_test_await (&fixture->closed);
}

static void
test_rate (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  for (guint i = 0; i < 40; i++)
    send_frame (visitor, TEXT, "{}");
  for (guint i = 0; i < 40; i++)
    expect_frame (visitor, TEXT, "{}", 2);
  g_assert_cmpuint (fixture->n_warned, ==, 0);

  for (guint i = 0; i < 100; i++)
    send_frame (visitor, TEXT, "{}");
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->n_warned, ==, 1);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_POLICY);
  g_assert_cmpuint (fixture->n_messages, >=, 60);
  g_assert_cmpuint (fixture->n_messages, <, 80);
}

/* Pings and empty fragments count as well, or the answers to them would be without bound. */
static void
test_ping_flood (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  for (guint i = 0; i < 100; i++)
    send_frame (visitor, PING, "");
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_POLICY);
}

static void
test_fragment_flood (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  send_frame (visitor, TEXT & ~FIN, "");
  for (guint i = 0; i < 100; i++)
    send_frame (visitor, 0, "");
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_POLICY);
}

static void
test_ping (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = NULL;

  fixture->ping_time = 40;
  fixture->silence_time = 400;
  visitor = visit (fixture);

  for (guint i = 0; i < 4; i++) {
    expect_frame (visitor, PING, "", 0);
    send_frame (visitor, PONG, "");
  }
  g_assert_false (fixture->closed);

  /* From now on there is no answer. */
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_LOST);
  aus_test_visitor_await_end (visitor);
}

static void
test_peer_closes (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);
  g_autoptr (AusTestVisitor) silent = visit (fixture);

  send_frame (visitor, CLOSE, "\x0f\xa0""bye");
  send_frame (visitor, TEXT, "{}");
  expect_close (visitor, 4000);
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, 4000);

  fixture->closed = FALSE;
  send_frame (silent, CLOSE, "");
  expect_frame (silent, CLOSE, "", 0);
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_NO_STATUS);
  g_assert_cmpuint (fixture->n_messages, ==, 0);
}

static void
test_peer_leaves (Fixture       *fixture,
                  gconstpointer  data)
{
  aus_test_visitor_free (visit (fixture));

  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_LOST);
}

/* What was sent before the close arrives before it. */
static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("{}", 2);
  AusWebSocket *socket = g_ptr_array_index (fixture->sockets, 0);

  for (guint i = 0; i < 200; i++)
    aus_web_socket_send (socket, bytes);
  aus_web_socket_close (socket, AUS_WEB_SOCKET_GOING_AWAY, "restart");
  g_assert_false (aus_web_socket_is_open (socket));
  aus_web_socket_send (socket, bytes);

  for (guint i = 0; i < 200; i++)
    expect_frame (visitor, TEXT, "{}", 2);
  expect_frame (visitor, CLOSE, "\x03\xe9restart", 9);
  g_assert_false (fixture->closed);

  send_frame (visitor, CLOSE, "\x03\xe9");
  aus_test_visitor_await_end (visitor);
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_GOING_AWAY);
  g_assert_cmpuint (visitor->got->len, ==, 0);
}

static GBytes *
new_text (gsize length)
{
  g_autofree char *filler = g_strnfill (length, 'x');

  return g_bytes_new (filler, length);
}

/* Whoever does not read is cut; never more than the limit waits for it. */
static void
test_slow_reader (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = NULL;
  g_autoptr (GBytes) text = new_text (10 * 1000);
  AusWebSocket *socket;
  guint n_sent = 0;

  fixture->max_queue = 100 * 1000;
  visitor = visit (fixture);
  socket = g_ptr_array_index (fixture->sockets, 0);
  aus_test_visitor_stall (visitor);

  while (!fixture->closed) {
    aus_web_socket_send (socket, text);
    g_assert_cmpuint (aus_web_socket_get_queued (socket), <=, fixture->max_queue);
    g_main_context_iteration (NULL, FALSE);
    n_sent++;
  }

  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_LOST);
  g_assert_cmpuint (n_sent, >, 10);
  g_assert_cmpuint (aus_listener_get_n_connections (fixture->listener), ==, 0);
}

static gboolean
have_all (GPtrArray *visitors,
          gsize      length)
{
  for (guint i = 0; i < visitors->len; i++) {
    AusTestVisitor *visitor = g_ptr_array_index (visitors, i);

    if (visitor->source != 0 && visitor->got->len < length)
      return FALSE;
  }

  return TRUE;
}

/* Fifty that do not read neither hold up the others nor take memory. */
static void
test_crowd (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) visitors = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_test_visitor_free);
  g_autoptr (GBytes) text = new_text (16 * 1000);

  fixture->max_queue = 200 * 1000;
  for (guint i = 0; i < 500; i++)
    g_ptr_array_add (visitors, visit (fixture));
  for (guint i = 0; i < 50; i++)
    aus_test_visitor_stall (g_ptr_array_index (visitors, i * 10));

  for (guint n = 0; n < 400 && (fixture->n_closed < 50 || n < 10); n++) {
    for (guint i = 0; i < fixture->sockets->len; i++)
      aus_web_socket_send (g_ptr_array_index (fixture->sockets, i), text);
    while (!have_all (visitors, 4 + g_bytes_get_size (text)))
      g_main_context_iteration (NULL, TRUE);
    for (guint i = 0; i < visitors->len; i++)
      g_byte_array_set_size (((AusTestVisitor *) g_ptr_array_index (visitors, i))->got, 0);
  }

  g_assert_cmpuint (fixture->n_closed, ==, 50);
  g_assert_cmpuint (aus_listener_get_n_connections (fixture->listener), ==, 450);
}

/* A thousand that say nothing. */
static void
test_idle_cost (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GPtrArray) visitors = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_test_visitor_free);
  gsize resident = 0;

  for (guint i = 0; i < 1100; i++) {
    g_ptr_array_add (visitors, visit (fixture));
    if (i == 99)
      resident = aus_test_get_resident_size ();
  }

  resident = aus_test_get_resident_size () - resident;
  g_test_message ("%" G_GSIZE_FORMAT " bytes each, the client's half included", resident / 1000);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (resident / 1000, <, 20 * 1024);
#endif
}

static void
test_listener_goes (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (AusTestVisitor) one = visit (fixture);
  g_autoptr (AusTestVisitor) two = visit (fixture);

  g_object_unref (fixture->listener);
  g_assert_null (fixture->listener);
  g_assert_cmpuint (fixture->n_closed, ==, 2);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_LOST);
  aus_test_visitor_await_end (one);
  aus_test_visitor_await_end (two);
}

/* A listener that closes leaves the sockets to whoever tells them why. */
static void
test_listener_closes (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  aus_listener_close (fixture->listener);
  send_frame (visitor, TEXT, "{}");
  expect_frame (visitor, TEXT, "{}", 2);

  aus_web_socket_close (g_ptr_array_index (fixture->sockets, 0), AUS_WEB_SOCKET_GOING_AWAY, NULL);
  expect_frame (visitor, CLOSE, "\x03\xe9", 2);
  send_frame (visitor, CLOSE, "\x03\xe9");
  aus_test_await (&fixture->closed);

  fixture->n_wanted = 0;
  n_connections_cb (fixture, NULL, fixture->listener);
  aus_test_await (&fixture->as_wanted);
}

typedef struct
{
  const char *name;
  void      (*test) (Fixture       *fixture,
                     gconstpointer  data);
} Test;

static const Test tests[] = {
  { "/web-socket/handshake", test_handshake },
  { "/web-socket/bad-handshakes", test_bad_handshakes },
  { "/web-socket/paused", test_paused },
  { "/web-socket/echo", test_echo },
  { "/web-socket/eager", test_eager },
  { "/web-socket/byte-by-byte", test_byte_by_byte },
  { "/web-socket/fragments", test_fragments },
  { "/web-socket/largest", test_largest },
  { "/web-socket/malformed", test_malformed },
  { "/web-socket/bad-frames", test_bad_frames },
  { "/web-socket/interrupted-message", test_interrupted_message },
  { "/web-socket/large-fragments", test_large_fragments },
  { "/web-socket/rate", test_rate },
  { "/web-socket/ping-flood", test_ping_flood },
  { "/web-socket/fragment-flood", test_fragment_flood },
  { "/web-socket/ping", test_ping },
  { "/web-socket/peer-closes", test_peer_closes },
  { "/web-socket/peer-leaves", test_peer_leaves },
  { "/web-socket/close", test_close },
  { "/web-socket/slow-reader", test_slow_reader },
  { "/web-socket/crowd", test_crowd },
  { "/web-socket/idle-cost", test_idle_cost },
  { "/web-socket/listener-goes", test_listener_goes },
  { "/web-socket/listener-closes", test_listener_closes },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
