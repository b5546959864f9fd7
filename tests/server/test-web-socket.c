#include "aus-test-sockets.h"

#include "aus-error.h"

#include <string.h>

static void
test_handshake (AusTestSockets *fixture,
                gconstpointer   data)
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
test_bad_handshakes (AusTestSockets *fixture,
                     gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_visitor_new (aus_listener_get_port (fixture->listener));

  for (gsize i = 0; i < G_N_ELEMENTS (bad_handshakes); i++) {
    aus_test_visitor_send (visitor, bad_handshakes[i], -1);
    aus_test_visitor_expect (visitor, "HTTP/1.1 400 Bad Request\r\n");
    g_assert_error (fixture->error, AUS_ERROR, AUS_ERROR_MALFORMED);
  }
}

static void
test_paused (AusTestSockets *fixture,
             gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_visitor_new (aus_listener_get_port (fixture->listener));
  g_autofree char *request = g_strdup (HANDSHAKE "\r\n");
  char *rest = request + strlen ("GET /ws");

  aus_test_visitor_send (visitor, "GET /paused", -1);
  aus_test_visitor_send (visitor, rest, -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 101 Switching Protocols\r\n");
  aus_test_visitor_expect (visitor, "\r\n\r\n");
  aus_test_send_frame (visitor, TEXT, "{}");
  aus_test_expect_frame (visitor, TEXT, "{}");
}

static void
test_echo (AusTestSockets *fixture,
           gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);

  aus_test_send_frame (visitor, TEXT, "{\"a\":1}");
  aus_test_expect_frame (visitor, TEXT, "{\"a\":1}");
  aus_test_send_frame (visitor, TEXT, "{\"a\":1}");
  aus_test_send_frame (visitor, TEXT, "{\"a\":\"ä\"}");
  aus_test_expect_frame (visitor, TEXT, "{\"a\":1}");
  aus_test_expect_frame (visitor, TEXT, "{\"a\":\"ä\"}");
}

/* Not waiting for the answer to the handshake is rude, but nothing may be lost. */
static void
test_eager (AusTestSockets *fixture,
            gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_visitor_new (aus_listener_get_port (fixture->listener));

  aus_test_visitor_send (visitor, HANDSHAKE "\r\n", -1);
  aus_test_send_frame (visitor, TEXT, "{\"a\":1}");
  aus_test_visitor_expect (visitor, "\r\n\r\n");
  aus_test_expect_frame (visitor, TEXT, "{\"a\":1}");
}

static void
test_byte_by_byte (AusTestSockets *fixture,
                   gconstpointer   data)
{
  static const guint8 frame[] = { TEXT, 0x82, 1, 2, 3, 4, '{' ^ 1, '}' ^ 2 };
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);

  for (gsize i = 0; i < sizeof frame; i++) {
    aus_test_visitor_send (visitor, frame + i, 1);
    aus_test_settle ();
  }
  aus_test_expect_frame (visitor, TEXT, "{}");
}

static void
test_fragments (AusTestSockets *fixture,
                gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);

  aus_test_send_frame (visitor, TEXT & ~FIN, "{\"a\"");
  aus_test_send_frame (visitor, PING, "between");
  aus_test_send_frame (visitor, 0, "");
  aus_test_send_frame (visitor, 0, ":");
  aus_test_send_frame (visitor, FIN, "1}");
  aus_test_expect_frame (visitor, PONG, "between");
  aus_test_expect_frame (visitor, TEXT, "{\"a\":1}");
}

static void
test_largest (AusTestSockets *fixture,
              gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);
  g_autofree char *filler = g_strnfill (16 * 1024 - 8, 'x');
  g_autofree char *text = g_strdup_printf ("{\"a\":\"%s\"}", filler);

  g_assert_cmpuint (strlen (text), ==, 16 * 1024);
  aus_test_send_frame (visitor, TEXT, text);
  aus_test_visitor_await (visitor, 4 + strlen (text));
  g_assert_cmphex (visitor->got->data[1], ==, 126);
  g_assert_cmpuint (visitor->got->data[2] << 8 | visitor->got->data[3], ==, 16 * 1024);
  g_assert_cmpmem (visitor->got->data + 4, visitor->got->len - 4, text, strlen (text));
}

static void
test_ping (AusTestSockets *fixture,
           gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = NULL;

  fixture->ping_time = 40;
  fixture->silence_time = 400;
  visitor = aus_test_sockets_visit (fixture);

  for (guint i = 0; i < 4; i++) {
    aus_test_expect_frame (visitor, PING, "");
    aus_test_send_frame (visitor, PONG, "");
  }
  g_assert_false (fixture->closed);

  /* From now on there is no answer. */
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_LOST);
  aus_test_visitor_await_end (visitor);
}

static void
test_peer_closes (AusTestSockets *fixture,
                  gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);
  g_autoptr (AusTestVisitor) silent = aus_test_sockets_visit (fixture);

  aus_test_send_frame (visitor, CLOSE, "\x0f\xa0""bye");
  aus_test_send_frame (visitor, TEXT, "{}");
  aus_test_expect_close (visitor, 4000);
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, 4000);

  fixture->closed = FALSE;
  aus_test_send_frame (silent, CLOSE, "");
  aus_test_expect_frame (silent, CLOSE, "");
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_NO_STATUS);
  g_assert_cmpuint (fixture->n_messages, ==, 0);
}

static void
test_peer_leaves (AusTestSockets *fixture,
                  gconstpointer   data)
{
  aus_test_visitor_free (aus_test_sockets_visit (fixture));

  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_LOST);
}

/* What was sent before the close arrives before it. */
static void
test_close (AusTestSockets *fixture,
            gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("{}", 2);
  AusWebSocket *socket = g_ptr_array_index (fixture->sockets, 0);

  for (guint i = 0; i < 200; i++)
    aus_web_socket_send (socket, bytes);
  aus_web_socket_close (socket, AUS_WEB_SOCKET_GOING_AWAY, "restart");
  g_assert_false (aus_web_socket_is_open (socket));
  aus_web_socket_send (socket, bytes);

  for (guint i = 0; i < 200; i++)
    aus_test_expect_frame (visitor, TEXT, "{}");
  aus_test_expect_frame (visitor, CLOSE, "\x03\xe9restart");
  g_assert_false (fixture->closed);

  aus_test_send_frame (visitor, CLOSE, "\x03\xe9");
  aus_test_visitor_await_end (visitor);
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_GOING_AWAY);
  g_assert_cmpuint (visitor->got->len, ==, 0);
}

static void
test_listener_goes (AusTestSockets *fixture,
                    gconstpointer   data)
{
  g_autoptr (AusTestVisitor) one = aus_test_sockets_visit (fixture);
  g_autoptr (AusTestVisitor) two = aus_test_sockets_visit (fixture);

  g_object_unref (fixture->listener);
  g_assert_null (fixture->listener);
  g_assert_cmpuint (fixture->n_closed, ==, 2);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_LOST);
  aus_test_visitor_await_end (one);
  aus_test_visitor_await_end (two);
}

/* A listener that closes leaves the sockets to whoever tells them why. */
static void
test_listener_closes (AusTestSockets *fixture,
                      gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);

  aus_listener_close (fixture->listener);
  aus_test_send_frame (visitor, TEXT, "{}");
  aus_test_expect_frame (visitor, TEXT, "{}");

  aus_web_socket_close (g_ptr_array_index (fixture->sockets, 0), AUS_WEB_SOCKET_GOING_AWAY, NULL);
  aus_test_expect_frame (visitor, CLOSE, "\x03\xe9");
  aus_test_send_frame (visitor, CLOSE, "\x03\xe9");
  aus_test_await (&fixture->closed);

  aus_test_sockets_await_connections (fixture, 0);
}

typedef struct
{
  const char *name;
  void      (*test) (AusTestSockets *fixture,
                     gconstpointer   data);
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
  { "/web-socket/ping", test_ping },
  { "/web-socket/peer-closes", test_peer_closes },
  { "/web-socket/peer-leaves", test_peer_leaves },
  { "/web-socket/close", test_close },
  { "/web-socket/listener-goes", test_listener_goes },
  { "/web-socket/listener-closes", test_listener_closes },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, AusTestSockets, NULL,
                aus_test_sockets_set_up, tests[i].test, aus_test_sockets_tear_down);

  return g_test_run ();
}
