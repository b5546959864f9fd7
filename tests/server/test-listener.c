#include "aus-listener-address.h"
#include "aus-test-listener.h"

#include "aus-error.h"

#include <sys/resource.h>

static void
test_keep_alive (AusTestListener *fixture,
                 gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);

  for (guint i = 0; i < 3; i++) {
    aus_test_visitor_send (visitor, GET ("/echo"), -1);
    aus_test_visitor_expect (visitor, "GET /echo 0;");
  }

  g_assert_cmpuint (aus_listener_get_n_connections (fixture->listener), ==, 1);
}

static void
test_pipeline (AusTestListener *fixture,
               gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);

  aus_test_visitor_send (visitor,
                         GET ("/1")
                         "POST /2 HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nGET /"
                         "POST /3 HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                         GET ("/chunks")
                         "GET /4 HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n",
                         -1);
  aus_test_visitor_expect (visitor, "GET /1 0;");
  aus_test_visitor_expect (visitor, "POST /2 5;");
  aus_test_visitor_expect (visitor, "POST /3 3;");
  aus_test_visitor_expect (visitor, "GET /chunks 0;");
  aus_test_visitor_expect (visitor, "\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n");
  aus_test_visitor_expect (visitor, "GET /4 0;");
  aus_test_visitor_await_end (visitor);
  g_assert_cmpuint (fixture->n_requests, ==, 5);
}

static void
test_continue (AusTestListener *fixture,
               gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);

  aus_test_visitor_send (visitor, "POST /a HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 100 Continue\r\n\r\n");
  aus_test_visitor_send (visitor, "abc", -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 200 OK\r\n");
  aus_test_visitor_expect (visitor, "POST /a 3;");
}

/* What was read behind the request is not lost when the peer says that it has no more to say. */
static void
test_half_closed (AusTestListener *fixture,
                  gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);

  aus_test_visitor_send (visitor, GET ("/a") GET ("/b"), -1);
  aus_test_visitor_hush (visitor);
  aus_test_visitor_expect (visitor, "GET /a 0;");
  aus_test_visitor_expect (visitor, "GET /b 0;");
  aus_test_visitor_await_end (visitor);
  aus_test_listener_await_connections (fixture, 0);
}

typedef struct
{
  const char *text;
  const char *answer;
} Refusal;

static const Refusal refusals[] = {
  { "GET / HTTP/1.1\n", "HTTP/1.1 400 Bad Request\r\n" },
  { "GET / HTTP/1.1\r\n" HOST HOST "\r\n", "HTTP/1.1 400 Bad Request\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.1 400 Bad Request\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nx\r\n", "HTTP/1.1 400 Bad Request\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Content-Length: 1048577\r\n\r\n", "HTTP/1.1 413 Payload Too Large\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 1048577\r\n\r\n",
    "HTTP/1.1 413 Payload Too Large\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n100001\r\n", "HTTP/1.1 413 Payload Too Large\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Expect: tea\r\n\r\n", "HTTP/1.1 417 Expectation Failed\r\n" },
  { "CONNECT /a HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 501 Not Implemented\r\n" },
  { "GET / HTTP/3.0\r\n" HOST "\r\n", "HTTP/1.1 505 HTTP Version Not Supported\r\n" },
};

/* Each is refused as the first request and as the second one, and what follows it is not read as a request. */
static void
test_refusals (AusTestListener *fixture,
               gconstpointer    data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autoptr (AusTestVisitor) first = aus_test_listener_visit (fixture);
    g_autoptr (AusTestVisitor) second = aus_test_listener_visit (fixture);

    aus_test_visitor_send (first, refusals[i].text, -1);
    aus_test_visitor_send (first, GET ("/smuggled"), -1);
    aus_test_visitor_await_end (first);
    g_assert_true (g_str_has_prefix (aus_test_visitor_get_text (first), refusals[i].answer));
    aus_test_visitor_expect (first, "application/problem+json");

    aus_test_visitor_send (second, GET ("/good"), -1);
    aus_test_visitor_expect (second, "GET /good 0;");
    aus_test_visitor_send (second, refusals[i].text, -1);
    aus_test_visitor_expect (second, refusals[i].answer);
    aus_test_visitor_await_end (second);
    g_assert_false (first->reset || second->reset);
  }

  g_assert_cmpuint (fixture->n_requests, ==, G_N_ELEMENTS (refusals));
}

static void
test_large_head (AusTestListener *fixture,
                 gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);
  g_autofree char *filler = g_strnfill (20 * 1024, 'x');

  aus_test_visitor_send (visitor, "GET / HTTP/1.1\r\n" HOST "X: ", -1);
  aus_test_visitor_send (visitor, filler, -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 431 ");
  aus_test_visitor_await_end (visitor);
}

/* A client that sends much more than it may gets to read why it is refused. */
static void
test_flood (AusTestListener *fixture,
            gconstpointer    data)
{
  g_autoptr (AusTestVisitor) visitor = aus_test_listener_visit (fixture);
  g_autofree char *filler = g_strnfill (64 * 1024, 'x');

  aus_test_visitor_send (visitor, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", -1);
  for (guint i = 0; i < 40; i++) {
    aus_test_visitor_send (visitor, "10000\r\n", -1);
    aus_test_visitor_send (visitor, filler, -1);
    aus_test_visitor_send (visitor, "\r\n", -1);
  }
  aus_test_visitor_expect (visitor, "HTTP/1.1 413 ");
  aus_test_visitor_hush (visitor);
  aus_test_visitor_await_end (visitor);
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

static void
check_caps (AusTestListener *fixture,
            guint    n)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_test_visitor_free);
  g_autoptr (AusTestVisitor) late = NULL;
  g_autoptr (AusTestVisitor) next = NULL;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (held, aus_test_listener_visit (fixture));
  aus_test_listener_await_connections (fixture, n);

  late = aus_test_listener_visit (fixture);
  aus_test_visitor_expect (late, "HTTP/1.1 503 ");
  aus_test_visitor_await_end (late);

  g_ptr_array_set_size (held, (int) n - 1);
  aus_test_listener_await_connections (fixture, n - 1);
  next = aus_test_listener_visit (fixture);
  aus_test_visitor_send (next, GET ("/next"), -1);
  aus_test_visitor_expect (next, "GET /next 0;");
}

static void
test_cap_in_all (AusTestListener *fixture,
                 gconstpointer    data)
{
  fixture->limits->max_connections = 5;
  check_caps (fixture, 5);
}

static void
test_cap_per_address (AusTestListener *fixture,
                      gconstpointer    data)
{
  fixture->limits->max_per_address = 5;
  fixture->limits->limit_loopback = TRUE;
  check_caps (fixture, 5);
}

static void
test_loopback_exempt (AusTestListener *fixture,
                      gconstpointer    data)
{
  g_autoptr (AusTestVisitor) one = aus_test_listener_visit (fixture);
  g_autoptr (AusTestVisitor) two = aus_test_listener_visit (fixture);

  fixture->limits->max_per_address = 1;
  aus_test_visitor_send (one, GET ("/a"), -1);
  aus_test_visitor_expect (one, "GET /a 0;");
  aus_test_visitor_send (two, GET ("/b"), -1);
  aus_test_visitor_expect (two, "GET /b 0;");
}

static void
test_no_descriptors (AusTestListener *fixture,
                     gconstpointer    data)
{
  struct rlimit limit;
  g_autoptr (AusTestVisitor) visitor = NULL;
  g_autoptr (AusTestVisitor) other = NULL;
  g_autoptr (AusTestVisitor) later = NULL;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }

  other = aus_test_listener_visit (fixture);
  aus_test_visitor_send (other, GET ("/a"), -1);
  aus_test_visitor_expect (other, "GET /a 0;");

  /* The visitor gets the last one. */
  g_assert_no_errno (getrlimit (RLIMIT_NOFILE, &limit));
  limit.rlim_cur = aus_test_count_descriptors ();
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &limit));
  visitor = aus_test_listener_visit (fixture);
  aus_test_visitor_send (visitor, GET ("/b"), -1);

  aus_test_settle ();
  aus_test_visitor_send (other, GET ("/c"), -1);
  aus_test_visitor_expect (other, "GET /c 0;");
  g_assert_cmpuint (fixture->n_requests, ==, 2);

  limit.rlim_cur = limit.rlim_max;
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &limit));
  aus_test_visitor_expect (visitor, "GET /b 0;");

  /* Accepting goes on after that. */
  later = aus_test_listener_visit (fixture);
  aus_test_visitor_send (later, GET ("/d"), -1);
  aus_test_visitor_expect (later, "GET /d 0;");
}

typedef struct
{
  const char *text;
  const char *host;
  guint       port;
} AddressCase;

static const AddressCase addresses[] = {
  { "127.0.0.1:8005", "127.0.0.1", 8005 },
  { "0.0.0.0:0", "0.0.0.0", 0 },
  { "[::1]:80", "::1", 80 },
  { "127.0.0.1", NULL, 0 },
  { "127.0.0.1:", NULL, 0 },
  { "127.0.0.1:65536", NULL, 0 },
  { "127.0.0.1:-1", NULL, 0 },
  { "localhost:80", NULL, 0 },
  { "::1:80", NULL, 0 },
  { "[::1]", NULL, 0 },
  { ":80", NULL, 0 },
  { "", NULL, 0 },
};

static void
test_addresses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GSocketAddress) address = aus_listener_address_parse (addresses[i].text, &error);
    g_autofree char *host = NULL;

    g_test_message ("%s", addresses[i].text);
    if (addresses[i].host == NULL) {
      g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
      continue;
    }

    g_assert_no_error (error);
    host = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
    g_assert_cmpstr (host, ==, addresses[i].host);
    g_assert_cmpuint (g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)), ==, addresses[i].port);
  }
}

static gint64
get_key (const char *text)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, 1);

  return aus_listener_address_key (address);
}

static void
test_address_keys (void)
{
  g_assert_cmpint (get_key ("192.0.2.1"), ==, get_key ("::ffff:192.0.2.1"));
  g_assert_cmpint (get_key ("192.0.2.1"), !=, get_key ("192.0.2.2"));
  g_assert_cmpint (get_key ("2001:db8::1"), ==, get_key ("2001:db8::2:1"));
  g_assert_cmpint (get_key ("2001:db8::1"), !=, get_key ("2001:db8:0:1::1"));
}

static void
test_busy_port (AusTestListener *fixture,
                gconstpointer    data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", aus_listener_get_port (fixture->listener));

  g_assert_false (aus_listener_listen (fixture->listener, address, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

typedef struct
{
  const char *name;
  void      (*test) (AusTestListener *fixture,
                     gconstpointer    data);
} Test;

static const Test tests[] = {
  { "/listener/keep-alive", test_keep_alive },
  { "/listener/pipeline", test_pipeline },
  { "/listener/continue", test_continue },
  { "/listener/half-closed", test_half_closed },
  { "/listener/refusals", test_refusals },
  { "/listener/large-head", test_large_head },
  { "/listener/flood", test_flood },
  { "/listener/cap-in-all", test_cap_in_all },
  { "/listener/cap-per-address", test_cap_per_address },
  { "/listener/loopback-exempt", test_loopback_exempt },
  { "/listener/no-descriptors", test_no_descriptors },
  { "/listener/busy-port", test_busy_port },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/listener/addresses", test_addresses);
  g_test_add_func ("/listener/address-keys", test_address_keys);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, AusTestListener, NULL,
                aus_test_listener_set_up, tests[i].test, aus_test_listener_tear_down);

  return g_test_run ();
}
