#include "aus-test-listener.h"

/* So long that it does not pass in a test. */
#define NEVER (60 * 60 * 1000)

typedef struct
{
  const char *before;   /* sent first, answered */
  const char *text;     /* sent, and nothing after it */
  const char *answer;
} Dawdler;

static const Dawdler dawdlers[] = {
  { NULL, "", "" },
  { NULL, "GET / HT", "HTTP/1.1 408 " },
  { GET ("/"), "", "" },
  { GET ("/"), "GET", "HTTP/1.1 408 " },
  { NULL, "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nabc", "HTTP/1.1 408 " },
  { GET ("/"), "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n5\r\nab", "HTTP/1.1 408 " },
};

static void
test_deadlines (AusTestListener *fixture,
                gconstpointer    data)
{
  fixture->limits->header_time = 50;
  fixture->limits->idle_time = 50;
  fixture->limits->body_time = 50;
  fixture->limits->linger_time = 50;

  for (gsize i = 0; i < G_N_ELEMENTS (dawdlers); i++) {
    g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);

    if (dawdlers[i].before != NULL) {
      aus_test_visitor_send (visitor, dawdlers[i].before, -1);
      aus_test_visitor_expect (visitor, "GET / 0;");
    }
    aus_test_visitor_send (visitor, dawdlers[i].text, -1);
    aus_test_visitor_await_end (visitor);
    g_assert_true (g_str_has_prefix (aus_test_visitor_get_text (visitor), dawdlers[i].answer));
    aus_test_listener_await_connections (fixture, 0);
  }
}

typedef struct
{
  AusTestVisitor *visitor;
  guint           n_sent;
} Drip;

static gboolean
drip_cb (gpointer user_data)
{
  Drip *drip = user_data;

  drip->n_sent++;
  aus_test_visitor_send (drip->visitor, "x", 1);
  return G_SOURCE_CONTINUE;
}

/* A byte now and then does not buy time: the rate counts. */
static void
test_drip (AusTestListener *fixture,
           gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);
  Drip drip = { visitor, 0 };
  guint source;

  fixture->limits->body_time = 200;
  fixture->limits->min_rate = 10000;
  aus_test_visitor_send (visitor, "POST / HTTP/1.1\r\n" HOST "Content-Length: 100000\r\n\r\n", -1);
  source = g_timeout_add (5, drip_cb, &drip);
  aus_test_visitor_expect (visitor, "HTTP/1.1 408 ");
  g_source_remove (source);

  aus_test_visitor_await_end (visitor);
  g_assert_cmpuint (drip.n_sent, >, 3);
}

/* An answer may take as long as it takes to be made. */
static void
test_slow_answer (AusTestListener *fixture,
                  gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);
  g_autoptr (AusTestVisitor) idle = aus_test_listener_visit (fixture);

  fixture->limits->header_time = 50;
  fixture->limits->idle_time = 50;
  fixture->limits->body_time = 50;
  fixture->limits->stall_time = 50;

  aus_test_visitor_send (visitor, GET ("/wait"), -1);
  aus_test_await (&fixture->awaited);
  aus_test_visitor_await_end (idle);
  g_assert_false (visitor->ended);

  aus_test_listener_answer (fixture, "at last");
  aus_test_visitor_expect (visitor, "at last");
}

static void
test_hang_up_while_waiting (AusTestListener *fixture,
                            gconstpointer    data)
{
  AusTestVisitor *visitor = aus_test_listener_visit (fixture);

  aus_test_visitor_send (visitor, GET ("/wait"), -1);
  aus_test_await (&fixture->awaited);
  aus_test_visitor_free (visitor);

  aus_test_listener_answer (fixture, "to nobody");
  aus_test_listener_await_connections (fixture, 0);
}

static void
test_stalled_reader (AusTestListener *fixture,
                     gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);

  fixture->limits->stall_time = 50;
  aus_test_visitor_stall (visitor);
  aus_test_visitor_send (visitor, GET ("/big"), -1);
  aus_test_listener_await_connections (fixture, 1);
  aus_test_listener_await_connections (fixture, 0);
}

static void
test_big_answer (AusTestListener *fixture,
                 gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);

  aus_test_visitor_send (visitor, "GET /big HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", -1);
  aus_test_visitor_await_end (visitor);
  g_assert_cmpuint (visitor->got->len, >, BIG);
}

/* Heads that never end are held open by the hundred; whoever comes with a whole one is served meanwhile. */
static void
test_slowloris (AusTestListener *fixture,
                gconstpointer    data)
{
  g_autoptr (GPtrArray) slow = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_test_visitor_free);
  g_autoptr (AusTestVisitor) good = NULL;

  fixture->limits->header_time = NEVER;
  fixture->limits->linger_time = 50;
  for (guint i = 0; i < 300; i++) {
    AusTestVisitor *visitor = aus_test_listener_visit (fixture);

    aus_test_visitor_send (visitor, "GET / HTTP/1.1\r\n" HOST "X: y\r\n", -1);
    g_ptr_array_add (slow, visitor);
  }
  aus_test_listener_await_connections (fixture, 300);

  good = aus_test_listener_visit (fixture);
  aus_test_visitor_send (good, GET ("/good"), -1);
  aus_test_visitor_expect (good, "GET /good 0;");
  g_assert_cmpuint (aus_listener_get_n_connections (fixture->listener), ==, 301);

  fixture->limits->header_time = 50;
  aus_test_listener_await_connections (fixture, 1);
  aus_test_visitor_send (good, GET ("/still"), -1);
  aus_test_visitor_expect (good, "GET /still 0;");
  g_assert_cmpuint (fixture->n_requests, ==, 2);
}

/* Used once, kept alive, closed by the client while idle: nothing of it may stay. */
static void
test_idle_hang_ups (AusTestListener *fixture,
                    gconstpointer    data)
{
  const guint n = 10000;
  guint descriptors = 0;
  gsize resident = 0;

  for (guint i = 0; i < n; i++) {
    AusTestVisitor *visitor = aus_test_listener_visit (fixture);

    aus_test_visitor_send (visitor, GET ("/once"), -1);
    aus_test_visitor_expect (visitor, "GET /once 0;");
    aus_test_visitor_free (visitor);

    if (i == n / 4) {
      aus_test_listener_await_connections (fixture, 0);
      descriptors = aus_test_count_descriptors ();
      resident = aus_test_get_resident_size ();
    }
  }

  aus_test_listener_await_connections (fixture, 0);
  g_assert_cmpuint (fixture->n_requests, ==, n);
  g_assert_cmpuint (aus_test_count_descriptors (), ==, descriptors);
#ifndef __SANITIZE_ADDRESS__
  /* 7,500 connections later. What libsoup forgets is about 3 KiB each. */
  g_assert_cmpuint (aus_test_get_resident_size (), <, resident + 1024 * 1024);
#endif
  g_assert_cmpuint (resident, >, 0);
}

static void
test_close (AusTestListener *fixture,
            gconstpointer    data)
{
  g_autoptr (AusTestVisitor) busy = aus_test_listener_visit (fixture);
  g_autoptr (AusTestVisitor) idle = aus_test_listener_visit (fixture);
  g_autoptr (AusTestVisitor) half = aus_test_listener_visit (fixture);
  g_autoptr (AusTestVisitor) late = NULL;

  aus_test_visitor_send (idle, GET ("/a"), -1);
  aus_test_visitor_expect (idle, "GET /a 0;");
  aus_test_visitor_send (busy, GET ("/wait") GET ("/never"), -1);
  aus_test_await (&fixture->awaited);
  aus_test_visitor_send (half, "POST /half HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nab", -1);
  aus_test_listener_await_connections (fixture, 3);
  aus_test_settle ();

  aus_listener_close (fixture->listener);
  aus_test_visitor_await_end (idle);

  aus_test_visitor_send (half, "c", -1);
  aus_test_visitor_expect (half, "POST /half 3;");
  aus_test_visitor_await_end (half);

  aus_test_listener_answer (fixture, "the last one");
  aus_test_visitor_expect (busy, "the last one");
  aus_test_visitor_await_end (busy);

  aus_test_listener_await_connections (fixture, 0);
  g_assert_cmpuint (fixture->n_requests, ==, 3);
}

/* The listener goes while connections are in every state. */
static void
test_sudden_end (AusTestListener *fixture,
                 gconstpointer    data)
{
  g_autoptr (AusTestVisitor) busy = aus_test_listener_visit (fixture);
  g_autoptr (AusTestVisitor) idle = aus_test_listener_visit (fixture);
  g_autoptr (AusTestVisitor) half = aus_test_listener_visit (fixture);

  aus_test_visitor_send (idle, GET ("/a"), -1);
  aus_test_visitor_expect (idle, "GET /a 0;");
  aus_test_visitor_send (half, "GET /ha", -1);
  aus_test_visitor_send (busy, GET ("/wait"), -1);
  aus_test_await (&fixture->awaited);

  g_object_unref (fixture->listener);
  g_assert_null (fixture->listener);
  aus_test_visitor_await_end (busy);
  aus_test_visitor_await_end (idle);
  aus_test_visitor_await_end (half);
  aus_test_listener_answer (fixture, "to nobody");
  aus_test_settle ();
}

typedef struct
{
  const char *name;
  void      (*test) (AusTestListener *fixture,
                     gconstpointer    data);
} Test;

static const Test tests[] = {
  { "/listener-deadlines/deadlines", test_deadlines },
  { "/listener-deadlines/drip", test_drip },
  { "/listener-deadlines/slow-answer", test_slow_answer },
  { "/listener-deadlines/hang-up-while-waiting", test_hang_up_while_waiting },
  { "/listener-deadlines/stalled-reader", test_stalled_reader },
  { "/listener-deadlines/big-answer", test_big_answer },
  { "/listener-deadlines/slowloris", test_slowloris },
  { "/listener-deadlines/idle-hang-ups", test_idle_hang_ups },
  { "/listener-deadlines/close", test_close },
  { "/listener-deadlines/sudden-end", test_sudden_end },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, AusTestListener, NULL,
                aus_test_listener_set_up, tests[i].test, aus_test_listener_tear_down);

  return g_test_run ();
}
