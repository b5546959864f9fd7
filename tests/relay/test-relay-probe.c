#include "aus-relay-probe.h"

#include <glib/gstdio.h>
#include <string.h>

#define SECRET "a secret of the north"
#define START_TRIES 500

/* A TURN server on loopback, reached over UDP, TCP and TLS. */
typedef struct
{
  char         *folder;
  guint16       port;
  guint16       tls_port;
  GSubprocess  *process;
  char         *names[2];
  char         *credentials[2];
  AusRelayGuest guests[2];
} Relay;

static char *
make_path (Relay      *relay,
           const char *name)
{
  return g_build_filename (relay->folder, name, NULL);
}

static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

static void
make_certificate (Relay *relay)
{
  g_autofree char *key = make_path (relay, "key.pem");
  g_autofree char *certificate = make_path (relay, "certificate.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) program =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "openssl", "req", "-x509", "-newkey", "ec",
                      "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost", "-addext",
                      "subjectAltName=DNS:localhost", "-days", "2", "-keyout", key, "-out", certificate, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (program, NULL, &error));
  g_assert_no_error (error);
}

static gboolean
finds (guint16 port)
{
  g_autofree char *uri = g_strdup_printf ("stun:127.0.0.1:%u", port);
  double ms;

  return aus_relay_probe_run (uri, NULL, &ms, NULL, NULL) == AUS_RELAY_FAULT_NONE;
}

static gboolean
answers (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);

  return connection != NULL;
}

static void
start (Relay      *relay,
       const char *more)
{
  g_autofree char *path = make_path (relay, "relay.conf");
  g_autofree char *text =
    g_strdup_printf ("listening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nlistening-port=%u\ntls-listening-port=%u\n"
                     "cert=%s/certificate.pem\npkey=%s/key.pem\nno-dtls\nuse-auth-secret\n"
                     "static-auth-secret=" SECRET "\nrealm=clinic.example\nallow-loopback-peers\nno-cli\nverbose\n"
                     "simple-log\n"
                     "log-file=%s/relay.log\nuserdb=%s/relay.db\npidfile=%s/relay.pid\n%s",
                     relay->port, relay->tls_port, relay->folder, relay->folder, relay->folder, relay->folder,
                     relay->folder, more);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  relay->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                     "turnserver", "-c", path, NULL);
  g_assert_no_error (error);

  /* It tells nobody when it listens. */
  for (guint i = 0; !answers (relay->port) || !answers (relay->tls_port) || !finds (relay->port); i++) {
    g_assert_cmpuint (i, <, START_TRIES);
    g_usleep (20000);
  }
}

static void
end (Relay *relay)
{
  g_subprocess_send_signal (relay->process, SIGTERM);
  g_assert_true (g_subprocess_wait (relay->process, NULL, NULL));
  g_clear_object (&relay->process);
}

static char *
make_credential (const char *name,
                 const char *secret)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) secret, strlen (secret));
  guint8 digest[20];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) name, -1);
  g_hmac_get_digest (hmac, digest, &length);

  return g_base64_encode (digest, length);
}

static void
set_up (Relay         *relay,
        gconstpointer  more)
{
  g_autoptr (GError) error = NULL;

  relay->folder = g_dir_make_tmp ("ausculta-probe-XXXXXX", &error);
  g_assert_no_error (error);
  relay->port = find_port ();
  relay->tls_port = find_port ();

  for (guint i = 0; i < 2; i++) {
    relay->names[i] = g_strdup_printf ("%" G_GINT64_FORMAT ":side-%u", g_get_real_time () / G_USEC_PER_SEC + 600, i);
    relay->credentials[i] = make_credential (relay->names[i], SECRET);
    relay->guests[i] = (AusRelayGuest) { relay->names[i], relay->credentials[i] };
  }

  make_certificate (relay);
  start (relay, more ? more : "");
}

static void
tear_down (Relay         *relay,
           gconstpointer  more)
{
  static const char *const files[] = {
    "relay.conf", "certificate.pem", "key.pem", "relay.log", "relay.db", "relay.pid",
  };

  if (relay->process != NULL)
    end (relay);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = make_path (relay, files[i]);

    g_unlink (path);
  }

  g_assert_cmpint (g_rmdir (relay->folder), ==, 0);
  g_free (relay->folder);

  for (guint i = 0; i < 2; i++) {
    g_free (relay->names[i]);
    g_free (relay->credentials[i]);
  }
}

static AusRelayFault
probe (Relay      *relay,
       const char *format,
       guint16     port)
{
  g_auto (GStrv) parts = g_strsplit (format, "PORT", 2);
  g_autofree char *uri = g_strdup_printf ("%s%u%s", parts[0], port, parts[1]);
  g_autoptr (GError) error = NULL;
  double ms = -1;
  const AusRelayFault fault = aus_relay_probe_run (uri, relay->guests, &ms, NULL, &error);

  g_test_message ("%s: %s", uri, error ? error->message : "well");
  g_assert_true ((error == NULL) == (fault == AUS_RELAY_FAULT_NONE));
  g_assert_true ((ms >= 0) == (fault == AUS_RELAY_FAULT_NONE));

  return fault;
}

static void
test_ways (Relay         *relay,
           gconstpointer  more)
{
  g_autofree char *path = make_path (relay, "certificate.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) anchors = NULL;
  g_autofree char *log_path = make_path (relay, "relay.log");
  g_autofree char *log = NULL;

  g_assert_cmpint (probe (relay, "stun:127.0.0.1:PORT", relay->port), ==, AUS_RELAY_FAULT_NONE);
  g_assert_cmpint (probe (relay, "turn:127.0.0.1:PORT?transport=udp", relay->port), ==, AUS_RELAY_FAULT_NONE);
  g_assert_cmpint (probe (relay, "turn:127.0.0.1:PORT?transport=tcp", relay->port), ==, AUS_RELAY_FAULT_NONE);

  /* Nobody has signed for it but itself. */
  g_assert_cmpint (probe (relay, "turns:localhost:PORT", relay->tls_port), ==, AUS_RELAY_FAULT_TLS);
  anchors = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), anchors);
  g_assert_cmpint (probe (relay, "turns:localhost:PORT?transport=tcp", relay->tls_port), ==, AUS_RELAY_FAULT_NONE);
  g_assert_cmpint (probe (relay, "turns:127.0.0.1:PORT", relay->tls_port), ==, AUS_RELAY_FAULT_TLS);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);

  /* Each side came by its own name. */
  end (relay);
  g_assert_true (g_file_get_contents (log_path, &log, NULL, NULL));

  for (guint i = 0; i < 2; i++)
    g_assert_nonnull (strstr (log, relay->names[i]));
}

static void
test_wrong_secret (Relay         *relay,
                   gconstpointer  more)
{
  g_autofree char *wrong = make_credential (relay->names[1], "a secret of the south");

  relay->guests[1].credential = wrong;
  g_assert_cmpint (probe (relay, "turn:127.0.0.1:PORT?transport=udp", relay->port), ==, AUS_RELAY_FAULT_CREDENTIALS);
  g_assert_cmpint (probe (relay, "turn:127.0.0.1:PORT?transport=tcp", relay->port), ==, AUS_RELAY_FAULT_CREDENTIALS);
}

static void
test_expired (Relay         *relay,
              gconstpointer  more)
{
  g_autofree char *credential = make_credential ("1000:side", SECRET);

  relay->guests[0] = (AusRelayGuest) { "1000:side", credential };
  g_assert_cmpint (probe (relay, "turn:127.0.0.1:PORT?transport=tcp", relay->port), ==, AUS_RELAY_FAULT_CREDENTIALS);
}

static void
test_forbidden (Relay         *relay,
                gconstpointer  more)
{
  g_assert_cmpint (probe (relay, "turn:127.0.0.1:PORT?transport=udp", relay->port), ==, AUS_RELAY_FAULT_FORBIDDEN);
}

static void
test_absent (Relay         *relay,
             gconstpointer  more)
{
  end (relay);
  g_assert_cmpint (probe (relay, "turn:127.0.0.1:PORT?transport=tcp", relay->port), ==, AUS_RELAY_FAULT_SILENT);
  g_assert_cmpint (probe (relay, "turn:127.0.0.1:PORT?transport=udp", relay->port), ==, AUS_RELAY_FAULT_SILENT);
  g_assert_cmpint (probe (relay, "turn:nobody.invalid:PORT", relay->port), ==, AUS_RELAY_FAULT_NAME);
  g_assert_cmpint (probe (relay, "nonsense:PORT", relay->port), ==, AUS_RELAY_FAULT_ADDRESS);
}

#define add(path, more, test) g_test_add (path, Relay, more, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/relay-probe/ways", NULL, test_ways);
  add ("/relay-probe/wrong-secret", NULL, test_wrong_secret);
  add ("/relay-probe/expired", NULL, test_expired);
  add ("/relay-probe/forbidden", "denied-peer-ip=127.0.0.1\n", test_forbidden);
  add ("/relay-probe/absent", NULL, test_absent);

  return g_test_run ();
}
