#include "aus-courier.h"

#include "aus-error.h"

/* A port of this machine where somebody listens and never says a word. */
typedef struct
{
  AusCourier      *courier;
  GSocketListener *listener;
  guint            port;
} Fixture;

typedef struct
{
  AusReceipt *receipt;
  GError     *error;
  gboolean    is_done;
} Outcome;

static void
open_courier (Fixture           *self,
              const char *const *opened)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusAddressGuard) guard = aus_address_guard_new (opened, &error);

  g_assert_no_error (error);
  self->courier = aus_courier_new (guard, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocketAddress) given = NULL;
  g_autoptr (GError) error = NULL;

  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &given,
                                 &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (given));
  open_courier (self, data);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (g_steal_pointer (&self->courier));
  g_assert_finalize_object (g_steal_pointer (&self->listener));
}

static void
posted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->receipt = aus_courier_post_finish (NULL, result, &outcome->error);
  outcome->is_done = TRUE;
}

static void
post (Fixture      *self,
      const char   *url,
      GCancellable *cancellable,
      Outcome      *outcome)
{
  aus_courier_post_async (self->courier, url, NULL, "{}", cancellable, posted_cb, outcome);
}

static void
wait (Outcome *outcome)
{
  while (!outcome->is_done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (outcome->receipt);
}

static void
assert_refused (Fixture    *self,
                const char *url,
                const char *address)
{
  Outcome outcome = { NULL };

  g_test_message ("%s", url);
  post (self, url, NULL, &outcome);
  wait (&outcome);
  g_assert_error (outcome.error, AUS_ERROR, AUS_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (outcome.error->message, address));
  g_clear_error (&outcome.error);
}

/* However it is spelled. That somebody listens there makes sure that it is the guard who says no. */
static void
test_numbers (Fixture       *self,
              gconstpointer  data)
{
  const char *const hosts[][2] = {
    { "127.0.0.1", "127.0.0.1" }, { "2130706433", "127.0.0.1" }, { "0x7f000001", "127.0.0.1" },
    { "0x7f.1", "127.0.0.1" }, { "0177.0.0.1", "127.0.0.1" }, { "127.1", "127.0.0.1" }, { "0", "0.0.0.0" },
    { "localhost", "" }, { "[::1]", "::1" }, { "[::ffff:127.0.0.1]", "127.0.0.1" }, { "[::ffff:7f00:1]", "127.0.0.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autofree char *url = g_strdup_printf ("http://%s:%u/", hosts[i][0], self->port);

    assert_refused (self, url, hosts[i][1]);
  }
}

/* As after the DNS has changed its mind: what counts is where it leads now. */
static void
test_names (Fixture       *self,
            gconstpointer  data)
{
  const char *const addresses[] = { "10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "[fd00::1]",
                                    "[64:ff9b::a00:1]" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autofree char *host = g_strdup_printf ("rebound%u.example:443", i);
    g_autofree char *url = g_strdup_printf ("https://%s/", host);

    aus_courier_pin (self->courier, host, addresses[i]);
    assert_refused (self, url, "allow-networks");
  }
}

/* No other program's tongue, whatever stands in the database. */
static void
test_schemes (Fixture       *self,
              gconstpointer  data)
{
  const char *const schemes[] = { "ftp", "gopher", "dict", "smtp", "ldap" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    g_autofree char *url = g_strdup_printf ("%s://127.0.0.1:%u/", schemes[i], self->port);
    Outcome outcome = { NULL };

    post (self, url, NULL, &outcome);
    wait (&outcome);
    g_assert_error (outcome.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
    g_clear_error (&outcome.error);
  }
}

/* How long it takes from the word to the end, once it waits for an answer. */
static gint64
cancel_one (Fixture *self)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", self->port);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  Outcome outcome = { NULL };
  char request[4096];
  GInputStream *input;
  gint64 start;

  post (self, url, cancellable, &outcome);
  connection = g_socket_listener_accept (self->listener, NULL, NULL, NULL);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_assert_cmpint (g_input_stream_read (input, request, sizeof request, NULL, NULL), >, 0);
  start = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  wait (&outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&outcome.error);

  return g_get_monotonic_time () - start;
}

/* At once, and not when it looks up the next time; a busy machine may take its time now and then. */
static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  gint64 shortest = G_MAXINT64;

  for (guint i = 0; i < 6; i++)
    shortest = MIN (shortest, cancel_one (self));

  g_assert_cmpint (shortest, <, G_USEC_PER_SEC / 5);
}

static void
test_not_there (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", self->port);
  Outcome outcome = { NULL };

  g_socket_listener_close (self->listener);
  post (self, url, NULL, &outcome);
  wait (&outcome);
  g_assert_error (outcome.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpstr (outcome.error->message, ==, "It cannot be reached.");
  g_clear_error (&outcome.error);
}

/* Of several addresses one is closed to us, and at the other nobody is there today. */
static void
test_one_is_refused (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *host = g_strdup_printf ("both.example:%u", self->port);
  g_autofree char *url = g_strdup_printf ("http://%s/", host);
  const char *const orders[] = { "[::1],127.0.0.1", "127.0.0.1,[::1]" };

  g_socket_listener_close (self->listener);

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    Outcome outcome = { NULL };

    aus_courier_pin (self->courier, host, orders[i]);
    post (self, url, NULL, &outcome);
    wait (&outcome);
    g_assert_error (outcome.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
    g_assert_cmpstr (outcome.error->message, ==, "It cannot be reached.");
    g_clear_error (&outcome.error);
  }
}

int
main (int    argc,
      char **argv)
{
  static const char *const loopback[] = { "127.0.0.0/8", NULL };

  g_test_init (&argc, &argv, NULL);

  g_test_add ("/courier/numbers", Fixture, NULL, set_up, test_numbers, tear_down);
  g_test_add ("/courier/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/courier/schemes", Fixture, loopback, set_up, test_schemes, tear_down);
  g_test_add ("/courier/cancelled", Fixture, loopback, set_up, test_cancelled, tear_down);
  g_test_add ("/courier/not-there", Fixture, loopback, set_up, test_not_there, tear_down);
  g_test_add ("/courier/one-is-refused", Fixture, loopback, set_up, test_one_is_refused, tear_down);

  return g_test_run ();
}
