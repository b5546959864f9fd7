#include "aus-test-call.h"
#include "aus-turn-tunnel.h"

#include <glib/gstdio.h>
#include <string.h>

#define SECRET "a secret of the north"
#define START_TRIES 100

/* A TURN server on loopback that is reached over TLS alone, and a folder with its certificate and its log. */
typedef struct
{
  char        *folder;
  char        *certificate;
  guint16      port;
  GSubprocess *process;
} Relay;

static char *
make_path (Relay      *self,
           const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

static void
make_certificate (Relay *self)
{
  g_autofree char *key = make_path (self, "key.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) openssl =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                      "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost", "-addext",
                      "subjectAltName=DNS:localhost", "-days", "2", "-keyout", key, "-out", self->certificate, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (openssl, NULL, &error));
  g_assert_no_error (error);
}

static void
write_settings (Relay      *self,
                const char *path)
{
  g_autofree char *text =
    g_strdup_printf ("listening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nlistening-port=%u\ntls-listening-port=%u\n"
                     "cert=%s\npkey=%s/key.pem\nno-udp\nno-dtls\nuse-auth-secret\nstatic-auth-secret=" SECRET "\n"
                     "realm=clinic.example\nallow-loopback-peers\nno-cli\nsimple-log\nlog-file=%s/relay.log\n"
                     "userdb=%s/relay.db\npidfile=%s/relay.pid\n",
                     find_port (), self->port, self->certificate, self->folder, self->folder, self->folder,
                     self->folder);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static gboolean
answers (Relay *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, NULL);

  return connection != NULL;
}

static void
start (Relay *self)
{
  g_autofree char *settings = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("ausculta-relay-XXXXXX", &error);
  g_assert_no_error (error);
  settings = make_path (self, "relay.conf");
  self->certificate = make_path (self, "certificate.pem");
  self->port = find_port ();
  make_certificate (self);
  write_settings (self, settings);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                    "turnserver", "-c", settings, NULL);
  g_assert_no_error (error);

  /* It tells nobody when it listens. */
  for (guint i = 0; !answers (self); i++) {
    g_assert_cmpuint (i, <, START_TRIES);
    g_usleep (20000);
  }
}

static void
stop (Relay *self)
{
  static const char *const names[] = {
    "relay.conf", "certificate.pem", "key.pem", "relay.log", "relay.db", "relay.pid",
  };

  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = make_path (self, names[i]);

    g_unlink (path);
  }

  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_object_unref (self->process);
  g_free (self->certificate);
  g_free (self->folder);
}

static char *
make_credential (const char *username)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) SECRET, strlen (SECRET));
  guint8 digest[20];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) username, -1);
  g_hmac_get_digest (hmac, digest, &length);

  return g_base64_encode (digest, length);
}

static JsonObject *
describe (Relay *self)
{
  const gint64 expiry = g_get_real_time () / G_USEC_PER_SEC + 600;
  g_autofree char *username = g_strdup_printf ("%" G_GINT64_FORMAT ":doctor", expiry);
  g_autofree char *credential = make_credential (username);
  g_autofree char *text =
    g_strdup_printf ("{\"ice_transport_policy\":\"relay\",\"ice_servers\":"
                     "[{\"urls\":[\"turns:localhost:%u?transport=tcp\"],"
                     "\"username\":\"%s\",\"credential\":\"%s\"}]}",
                     self->port, username, credential);

  return aus_test_parse (text);
}

static void
trust (Relay *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (self->certificate, &error);

  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

/* A new peer with the fixture's ice, since that of the set-up has none. */
static void
call_through (AusTestCall *call,
              Relay       *relay)
{
  aus_test_call_drop_peer (call);
  call->ice = describe (relay);
  aus_test_call_make_peer (call);
  aus_peer_call (call->peer);
}

static void
test_tls (AusTestCall   *call,
          gconstpointer  data)
{
  Relay relay = { 0 };

  start (&relay);
  trust (&relay);
  call_through (call, &relay);
  aus_test_call_await (call, aus_test_call_both_see);
  g_assert_cmpuint (call->direct, ==, 0);
  aus_test_call_drop_peer (call);
  stop (&relay);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(gssize *) user_data = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
}

/* What can be read from the near end of a tunnel to that relay; 0 where it is shut. */
static gssize
knock (Relay *relay)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusTurnTunnel) tunnel = aus_turn_tunnel_new ("localhost", relay->port, &error);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) near = NULL;
  gssize n_read = G_MAXSSIZE;
  char byte;

  g_assert_no_error (error);
  near = g_socket_client_connect_to_host (client, "127.0.0.1", aus_turn_tunnel_get_port (tunnel), NULL, &error);
  g_assert_no_error (error);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (near)), &byte, 1, G_PRIORITY_DEFAULT, NULL,
                             read_cb, &n_read);

  while (n_read == G_MAXSSIZE)
    g_main_context_iteration (NULL, TRUE);

  return n_read;
}

/* Whoever has no certificate that we trust is told neither name nor password. */
static void
test_stranger (void)
{
  Relay relay = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *log = NULL;

  start (&relay);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  g_assert_cmpint (knock (&relay), <=, 0);
  path = make_path (&relay, "relay.log");
  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  g_assert_null (strstr (log, "ALLOCATE"));
  stop (&relay);
}

int
main (int    argc,
      char **argv)
{
  static const AusTestCase cases[] = {
    { "/relay/tls", AUS_MEDIA_SOURCE_TEST, test_tls },
  };

  g_test_init (&argc, &argv, NULL);
  aus_test_call_add (cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/relay/stranger", test_stranger);

  return g_test_run ();
}
