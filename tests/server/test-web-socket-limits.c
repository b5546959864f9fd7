#include "aus-test-sockets.h"

#include <string.h>

static const char *const malformed[] = {
  "", "x", "[]", "1", "{", "{}x", "{\"a\":}",
};

static void
test_malformed (AusTestSockets *fixture,
                gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);
  g_autofree char *deep = g_strnfill (10000, '[');

  fixture->rate = 100;
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    aus_test_send_frame (visitor, TEXT, malformed[i]);
  aus_test_send_frame (visitor, TEXT, deep);
  aus_test_send_frame (visitor, TEXT, "{}");
  aus_test_expect_frame (visitor, TEXT, "{}");
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
test_bad_frames (AusTestSockets *fixture,
                 gconstpointer   data)
{
  g_autofree char *filler = g_strnfill (100 * 1024, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (bad_frames); i++) {
    const BadFrame *bad = &bad_frames[i];
    g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);

    g_test_message ("%s", bad->name);
    fixture->closed = FALSE;
    aus_test_send_raw_frame (visitor, bad->first, bad->length, bad->length_size, bad->payload);
    aus_test_visitor_send (visitor, filler, -1);
    aus_test_expect_close (visitor, bad->code);
    aus_test_await (&fixture->closed);
    g_assert_cmpuint (fixture->code, ==, bad->code);
  }
  g_assert_cmpuint (fixture->n_messages, ==, 0);
}

static void
test_interrupted_message (AusTestSockets *fixture,
                          gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);

  aus_test_send_frame (visitor, TEXT & ~FIN, "{");
  aus_test_send_frame (visitor, TEXT, "{}");
  aus_test_expect_close (visitor, AUS_WEB_SOCKET_PROTOCOL);
  aus_test_await (&fixture->closed);
}

/* The fragments of a message count together. */
static void
test_large_fragments (AusTestSockets *fixture,
                      gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);
  g_autofree char *filler = g_strnfill (6 * 1024, 'x');

  aus_test_send_frame (visitor, TEXT & ~FIN, filler);
  aus_test_send_frame (visitor, 0, filler);
  aus_test_send_frame (visitor, 0, filler);
  aus_test_expect_close (visitor, AUS_WEB_SOCKET_TOO_LARGE);
  aus_test_await (&fixture->closed);
}

static void
test_rate (AusTestSockets *fixture,
           gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);

  for (guint i = 0; i < 40; i++)
    aus_test_send_frame (visitor, TEXT, "{}");
  for (guint i = 0; i < 40; i++)
    aus_test_expect_frame (visitor, TEXT, "{}");
  g_assert_cmpuint (fixture->n_warned, ==, 0);

  for (guint i = 0; i < 100; i++)
    aus_test_send_frame (visitor, TEXT, "{}");
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->n_warned, ==, 1);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_POLICY);
  g_assert_cmpuint (fixture->n_messages, >=, 60);
  g_assert_cmpuint (fixture->n_messages, <, 80);
}

/* Pings and empty fragments count as well, or the answers to them would be without bound. */
static void
test_ping_flood (AusTestSockets *fixture,
                 gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);

  for (guint i = 0; i < 100; i++)
    aus_test_send_frame (visitor, PING, "");
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_POLICY);
}

static void
test_fragment_flood (AusTestSockets *fixture,
                     gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_sockets_visit (fixture);

  aus_test_send_frame (visitor, TEXT & ~FIN, "");
  for (guint i = 0; i < 100; i++)
    aus_test_send_frame (visitor, 0, "");
  aus_test_await (&fixture->closed);
  g_assert_cmpuint (fixture->code, ==, AUS_WEB_SOCKET_POLICY);
}

static GBytes *
new_text (gsize length)
{
  g_autofree char *filler = g_strnfill (length, 'x');

  return g_bytes_new (filler, length);
}

/* Whoever does not read is cut; never more than the limit waits for it. */
static void
test_slow_reader (AusTestSockets *fixture,
                  gconstpointer   data)
{
  g_autoptr (AusTestVisitor) visitor = NULL;
  g_autoptr (GBytes) text = new_text (10 * 1000);
  AusWebSocket *socket;
  guint n_sent = 0;

  fixture->max_queue = 100 * 1000;
  visitor = aus_test_sockets_visit (fixture);
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
test_crowd (AusTestSockets *fixture,
            gconstpointer   data)
{
  g_autoptr (GPtrArray) visitors = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_test_visitor_free);
  g_autoptr (GBytes) text = new_text (16 * 1000);

  fixture->max_queue = 200 * 1000;
  for (guint i = 0; i < 500; i++)
    g_ptr_array_add (visitors, aus_test_sockets_visit (fixture));
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
test_idle_cost (AusTestSockets *fixture,
                gconstpointer   data)
{
  g_autoptr (GPtrArray) visitors = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_test_visitor_free);
  gsize resident = 0;

  for (guint i = 0; i < 1100; i++) {
    g_ptr_array_add (visitors, aus_test_sockets_visit (fixture));
    if (i == 99)
      resident = aus_test_get_resident_size ();
  }

  resident = aus_test_get_resident_size () - resident;
  g_test_message ("%" G_GSIZE_FORMAT " bytes each, the client's half included", resident / 1000);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (resident / 1000, <, 20 * 1024);
#endif
}

typedef struct
{
  const char *name;
  void      (*test) (AusTestSockets *fixture,
                     gconstpointer   data);
} Test;

static const Test tests[] = {
  { "/web-socket-limits/malformed", test_malformed },
  { "/web-socket-limits/bad-frames", test_bad_frames },
  { "/web-socket-limits/interrupted-message", test_interrupted_message },
  { "/web-socket-limits/large-fragments", test_large_fragments },
  { "/web-socket-limits/rate", test_rate },
  { "/web-socket-limits/ping-flood", test_ping_flood },
  { "/web-socket-limits/fragment-flood", test_fragment_flood },
  { "/web-socket-limits/slow-reader", test_slow_reader },
  { "/web-socket-limits/crowd", test_crowd },
  { "/web-socket-limits/idle-cost", test_idle_cost },
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
