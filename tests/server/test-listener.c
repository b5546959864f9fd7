#include "aus-listener-address.h"
#include "aus-listener.h"

#include "aus-error.h"
#include "aus-test-visitor.h"

#include <sys/resource.h>

#define HOST "Host: a\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define BIG (8 * 1024 * 1024)

/* So long that it does not pass in a test. */
#define NEVER (60 * 60 * 1000)

typedef struct
{
  SoupServer        *server;
  AusListener       *listener;
  AusListenerLimits *limits;
  SoupServerMessage *waiting;
  guint              n_requests;
  gboolean           awaited;    /* whether “/wait” was asked for */
  guint              n_wanted;
  gboolean           as_wanted;  /* whether there are n_wanted connections */
} Fixture;

static void
answer (SoupServerMessage *message,
        const char        *text)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, text, strlen (text));
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *fixture = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = NULL;

  fixture->n_requests++;
  if (g_str_equal (path, "/wait")) {
    fixture->waiting = g_object_ref (message);
    fixture->awaited = TRUE;
    soup_server_message_pause (message);
    return;
  }
  if (g_str_equal (path, "/big")) {
    soup_server_message_set_status (message, 200, NULL);
    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE, g_malloc0 (BIG), BIG);
    return;
  }

  text = g_strdup_printf ("%s %s %" G_GINT64_FORMAT ";",
                          soup_server_message_get_method (message), path, (gint64) body->length);
  answer (message, text);
  if (g_str_equal (path, "/chunks")) {
    soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
    soup_message_body_complete (soup_server_message_get_response_body (message));
  }
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

  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, "/", handle_cb, fixture, NULL);

  fixture->listener = aus_listener_new (fixture->server, &error);
  g_assert_no_error (error);
  fixture->limits = aus_listener_get_limits (fixture->listener);
  fixture->limits->tick_time = 10;
  aus_listener_listen (fixture->listener, "127.0.0.1:0", &error);
  g_assert_no_error (error);

  g_object_add_weak_pointer (G_OBJECT (fixture->listener), (gpointer *) &fixture->listener);
  g_object_add_weak_pointer (G_OBJECT (fixture->server), (gpointer *) &fixture->server);
  g_signal_connect_swapped (fixture->listener, "notify::n-connections", G_CALLBACK (n_connections_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->waiting);
  if (fixture->listener != NULL)
    g_object_unref (fixture->listener);
  g_assert_null (fixture->listener);

  soup_server_disconnect (fixture->server);
  aus_test_settle ();
  g_object_unref (fixture->server);
  g_assert_null (fixture->server);
}

static AusTestVisitor *
visit (Fixture *fixture)
{
  return aus_test_visitor_new (aus_listener_get_port (fixture->listener));
}

static void
await_connections (Fixture *fixture,
                   guint    n)
{
  fixture->n_wanted = n;
  n_connections_cb (fixture, NULL, fixture->listener);
  aus_test_await (&fixture->as_wanted);
}

static void
test_keep_alive (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  for (guint i = 0; i < 3; i++) {
    aus_test_visitor_send (visitor, GET ("/echo"), -1);
    aus_test_visitor_expect (visitor, "GET /echo 0;");
  }

  g_assert_cmpuint (aus_listener_get_n_connections (fixture->listener), ==, 1);
}

static void
test_pipeline (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

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
  aus_test_visitor_expect (visitor, "GET /4 0;");
  aus_test_visitor_await_end (visitor);
  g_assert_cmpuint (fixture->n_requests, ==, 5);
}

static void
test_continue (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  aus_test_visitor_send (visitor, "POST /a HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 100 Continue\r\n\r\n");
  aus_test_visitor_send (visitor, "abc", -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 200 OK\r\n");
  aus_test_visitor_expect (visitor, "POST /a 3;");
}

/* What was read behind the request is not lost when the peer says that it has no more to say. */
static void
test_half_closed (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  aus_test_visitor_send (visitor, GET ("/a") GET ("/b"), -1);
  aus_test_visitor_hush (visitor);
  aus_test_visitor_expect (visitor, "GET /a 0;");
  aus_test_visitor_expect (visitor, "GET /b 0;");
  aus_test_visitor_await_end (visitor);
  await_connections (fixture, 0);
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
  { "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nx\r\n", "HTTP/1.1 400 Bad Request\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Content-Length: 1048577\r\n\r\n", "HTTP/1.1 413 Payload Too Large\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 1048577\r\n\r\n", "HTTP/1.1 413 Payload Too Large\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n100001\r\n", "HTTP/1.1 413 Payload Too Large\r\n" },
  { "POST / HTTP/1.1\r\n" HOST "Expect: tea\r\n\r\n", "HTTP/1.1 417 Expectation Failed\r\n" },
  { "CONNECT /a HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 501 Not Implemented\r\n" },
  { "GET / HTTP/3.0\r\n" HOST "\r\n", "HTTP/1.1 505 HTTP Version Not Supported\r\n" },
};

/* Each is refused as the first request and as the second one, and what follows it is not read as a request. */
static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autoptr (AusTestVisitor) first = visit (fixture);
    g_autoptr (AusTestVisitor) second = visit (fixture);

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
  }

  g_assert_cmpuint (fixture->n_requests, ==, G_N_ELEMENTS (refusals));
}

static void
test_large_head (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);
  g_autofree char *filler = g_strnfill (20 * 1024, 'x');

  aus_test_visitor_send (visitor, "GET / HTTP/1.1\r\n" HOST "X: ", -1);
  aus_test_visitor_send (visitor, filler, -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 431 ");
  aus_test_visitor_await_end (visitor);
}

/* A client that sends much more than it may gets to read why it is refused. */
static void
test_flood (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);
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
test_deadlines (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->limits->header_time = 50;
  fixture->limits->idle_time = 50;
  fixture->limits->body_time = 50;
  fixture->limits->linger_time = 50;

  for (gsize i = 0; i < G_N_ELEMENTS (dawdlers); i++) {
    g_autoptr (AusTestVisitor) visitor = visit (fixture);

    if (dawdlers[i].before != NULL) {
      aus_test_visitor_send (visitor, dawdlers[i].before, -1);
      aus_test_visitor_expect (visitor, "GET / 0;");
    }
    aus_test_visitor_send (visitor, dawdlers[i].text, -1);
    aus_test_visitor_await_end (visitor);
    g_assert_true (g_str_has_prefix (aus_test_visitor_get_text (visitor), dawdlers[i].answer));
    await_connections (fixture, 0);
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
test_drip (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);
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
test_slow_answer (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);
  g_autoptr (AusTestVisitor) idle = visit (fixture);

  fixture->limits->header_time = 50;
  fixture->limits->idle_time = 50;
  fixture->limits->body_time = 50;
  fixture->limits->stall_time = 50;

  aus_test_visitor_send (visitor, GET ("/wait"), -1);
  aus_test_await (&fixture->awaited);
  aus_test_visitor_await_end (idle);
  g_assert_false (visitor->ended);

  answer (fixture->waiting, "at last");
  soup_server_message_unpause (fixture->waiting);
  aus_test_visitor_expect (visitor, "at last");
}

static void
test_hang_up_while_waiting (Fixture       *fixture,
                            gconstpointer  data)
{
  AusTestVisitor *visitor = visit (fixture);

  aus_test_visitor_send (visitor, GET ("/wait"), -1);
  aus_test_await (&fixture->awaited);
  aus_test_visitor_free (visitor);

  answer (fixture->waiting, "to nobody");
  soup_server_message_unpause (fixture->waiting);
  await_connections (fixture, 0);
}

static void
test_stalled_reader (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  fixture->limits->stall_time = 50;
  aus_test_visitor_stall (visitor);
  aus_test_visitor_send (visitor, GET ("/big"), -1);
  await_connections (fixture, 1);
  await_connections (fixture, 0);
}

static void
test_big_answer (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (AusTestVisitor) visitor = visit (fixture);

  aus_test_visitor_send (visitor, "GET /big HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", -1);
  aus_test_visitor_await_end (visitor);
  g_assert_cmpuint (visitor->got->len, >, BIG);
}

/* Heads that never end are held open by the hundred; whoever comes with a whole one is served meanwhile. */
static void
test_slowloris (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GPtrArray) slow = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_test_visitor_free);
  g_autoptr (AusTestVisitor) good = NULL;

  fixture->limits->header_time = NEVER;
  fixture->limits->linger_time = 50;
  for (guint i = 0; i < 300; i++) {
    AusTestVisitor *visitor = visit (fixture);

    aus_test_visitor_send (visitor, "GET / HTTP/1.1\r\n" HOST "X: y\r\n", -1);
    g_ptr_array_add (slow, visitor);
  }
  await_connections (fixture, 300);

  good = visit (fixture);
  aus_test_visitor_send (good, GET ("/good"), -1);
  aus_test_visitor_expect (good, "GET /good 0;");
  g_assert_cmpuint (aus_listener_get_n_connections (fixture->listener), ==, 301);

  fixture->limits->header_time = 50;
  await_connections (fixture, 1);
  aus_test_visitor_send (good, GET ("/still"), -1);
  aus_test_visitor_expect (good, "GET /still 0;");
  g_assert_cmpuint (fixture->n_requests, ==, 2);
}

static void
check_caps (Fixture *fixture,
            guint    n)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_test_visitor_free);
  g_autoptr (AusTestVisitor) late = NULL;
  g_autoptr (AusTestVisitor) next = NULL;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (held, visit (fixture));
  await_connections (fixture, n);

  late = visit (fixture);
  aus_test_visitor_expect (late, "HTTP/1.1 503 ");
  aus_test_visitor_await_end (late);

  g_ptr_array_set_size (held, (int) n - 1);
  await_connections (fixture, n - 1);
  next = visit (fixture);
  aus_test_visitor_send (next, GET ("/next"), -1);
  aus_test_visitor_expect (next, "GET /next 0;");
}

static void
test_cap_in_all (Fixture       *fixture,
                 gconstpointer  data)
{
  fixture->limits->max_connections = 5;
  check_caps (fixture, 5);
}

static void
test_cap_per_address (Fixture       *fixture,
                      gconstpointer  data)
{
  fixture->limits->max_per_address = 5;
  fixture->limits->limit_loopback = TRUE;
  check_caps (fixture, 5);
}

static void
test_loopback_exempt (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (AusTestVisitor) one = visit (fixture);
  g_autoptr (AusTestVisitor) two = visit (fixture);

  fixture->limits->max_per_address = 1;
  aus_test_visitor_send (one, GET ("/a"), -1);
  aus_test_visitor_expect (one, "GET /a 0;");
  aus_test_visitor_send (two, GET ("/b"), -1);
  aus_test_visitor_expect (two, "GET /b 0;");
}

/* Used once, kept alive, closed by the client while idle: nothing of it may stay. */
static void
test_idle_hang_ups (Fixture       *fixture,
                    gconstpointer  data)
{
  const guint n = 10000;
  guint descriptors = 0;
  gsize resident = 0;

  for (guint i = 0; i < n; i++) {
    AusTestVisitor *visitor = visit (fixture);

    aus_test_visitor_send (visitor, GET ("/once"), -1);
    aus_test_visitor_expect (visitor, "GET /once 0;");
    aus_test_visitor_free (visitor);

    if (i == n / 4) {
      await_connections (fixture, 0);
      descriptors = aus_test_count_descriptors ();
      resident = aus_test_get_resident_size ();
    }
  }

  await_connections (fixture, 0);
  g_assert_cmpuint (fixture->n_requests, ==, n);
  g_assert_cmpuint (aus_test_count_descriptors (), ==, descriptors);
#ifndef __SANITIZE_ADDRESS__
  /* 7,500 connections later. What libsoup forgets is about 3 KiB each. */
  g_assert_cmpuint (aus_test_get_resident_size (), <, resident + 1024 * 1024);
#endif
  g_assert_cmpuint (resident, >, 0);
}

static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (AusTestVisitor) busy = visit (fixture);
  g_autoptr (AusTestVisitor) idle = visit (fixture);
  g_autoptr (AusTestVisitor) half = visit (fixture);
  g_autoptr (AusTestVisitor) late = NULL;

  aus_test_visitor_send (idle, GET ("/a"), -1);
  aus_test_visitor_expect (idle, "GET /a 0;");
  aus_test_visitor_send (busy, GET ("/wait") GET ("/never"), -1);
  aus_test_await (&fixture->awaited);
  aus_test_visitor_send (half, "POST /half HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nab", -1);
  await_connections (fixture, 3);
  aus_test_settle ();

  aus_listener_close (fixture->listener);
  aus_test_visitor_await_end (idle);

  aus_test_visitor_send (half, "c", -1);
  aus_test_visitor_expect (half, "POST /half 3;");
  aus_test_visitor_await_end (half);

  answer (fixture->waiting, "the last one");
  soup_server_message_unpause (fixture->waiting);
  aus_test_visitor_expect (busy, "the last one");
  aus_test_visitor_await_end (busy);

  await_connections (fixture, 0);
  g_assert_cmpuint (fixture->n_requests, ==, 3);
}

/* The listener goes while connections are in every state. */
static void
test_sudden_end (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (AusTestVisitor) busy = visit (fixture);
  g_autoptr (AusTestVisitor) idle = visit (fixture);
  g_autoptr (AusTestVisitor) half = visit (fixture);

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
  answer (fixture->waiting, "to nobody");
  soup_server_message_unpause (fixture->waiting);
  aus_test_settle ();
}

static void
test_no_descriptors (Fixture       *fixture,
                     gconstpointer  data)
{
  struct rlimit limit;
  g_autoptr (AusTestVisitor) visitor = NULL;
  g_autoptr (AusTestVisitor) other = NULL;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }

  other = visit (fixture);
  aus_test_visitor_send (other, GET ("/a"), -1);
  aus_test_visitor_expect (other, "GET /a 0;");

  /* The visitor gets the last one. */
  limit.rlim_cur = limit.rlim_max = aus_test_count_descriptors ();
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &limit));
  visitor = visit (fixture);
  aus_test_visitor_send (visitor, GET ("/b"), -1);

  aus_test_settle ();
  aus_test_visitor_send (other, GET ("/c"), -1);
  aus_test_visitor_expect (other, "GET /c 0;");
  g_assert_cmpuint (fixture->n_requests, ==, 2);

  g_clear_pointer (&other, aus_test_visitor_free);
  aus_test_visitor_expect (visitor, "GET /b 0;");
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
test_busy_port (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", aus_listener_get_port (fixture->listener));

  g_assert_false (aus_listener_listen (fixture->listener, address, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

typedef struct
{
  const char *name;
  void      (*test) (Fixture       *fixture,
                     gconstpointer  data);
} Test;

static const Test tests[] = {
  { "/listener/keep-alive", test_keep_alive },
  { "/listener/pipeline", test_pipeline },
  { "/listener/continue", test_continue },
  { "/listener/half-closed", test_half_closed },
  { "/listener/refusals", test_refusals },
  { "/listener/large-head", test_large_head },
  { "/listener/flood", test_flood },
  { "/listener/deadlines", test_deadlines },
  { "/listener/drip", test_drip },
  { "/listener/slow-answer", test_slow_answer },
  { "/listener/hang-up-while-waiting", test_hang_up_while_waiting },
  { "/listener/stalled-reader", test_stalled_reader },
  { "/listener/big-answer", test_big_answer },
  { "/listener/slowloris", test_slowloris },
  { "/listener/cap-in-all", test_cap_in_all },
  { "/listener/cap-per-address", test_cap_per_address },
  { "/listener/loopback-exempt", test_loopback_exempt },
  { "/listener/idle-hang-ups", test_idle_hang_ups },
  { "/listener/close", test_close },
  { "/listener/sudden-end", test_sudden_end },
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
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
