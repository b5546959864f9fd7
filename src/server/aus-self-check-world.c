#include "aus-self-check-world.h"

#include "aus-clinic.h"
#include "aus-data-folder.h"
#include "aus-listener-address.h"
#include "aus-listener-socket.h"
#include "aus-tls.h"
#include "aus-zone.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/timex.h>

#define USUAL_ADDRESS "127.0.0.1:8005"
#define ANSWER_S 5
#define CLOCK_SLACK_S 60
#define DAY_S (24 * 60 * 60)
#define RENEW_DAYS 14

void
aus_self_check_clock (AusSelfCheck *self)
{
  const char *fix = "Let the machine follow the time: timedatectl set-ntp true.";
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = g_date_time_format_iso8601 (now);
  struct timex state = { 0 };
  GStatBuf status;

  if (g_stat (self->database, &status) == 0 && status.st_mtime > g_date_time_to_unix (now) + CLOCK_SLACK_S)
    aus_self_check_say (self, AUS_VERDICT_FAIL, fix, "clock: it is %s, but the database was written later", text);
  else if (adjtimex (&state) < 0 || (state.status & STA_UNSYNC) != 0)
    aus_self_check_say (self, AUS_VERDICT_WARN, fix, "clock: it is %s, and nobody keeps it right", text);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "clock: it is %s", text);
}

void
aus_self_check_zones (AusSelfCheck *self)
{
  g_autofree char *zone = aus_self_check_get_setting (self, "clinic", "time-zone");

  if (!aus_zone_is_valid ("Europe/Berlin"))
    aus_self_check_say (self, AUS_VERDICT_FAIL, "Install the package tzdata.", "time zones: their database is missing");
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "time zones: known; the clinic's is %s",
                        zone ? zone : "the machine's own");
}

void
aus_self_check_url (AusSelfCheck *self)
{
  g_autofree char *url = aus_self_check_get_setting (self, "server", "public-url");

  if (url == NULL)
    aus_self_check_say (self, AUS_VERDICT_WARN, "Set public-url in [server], or the links lead to this machine alone.",
                        "public URL: not set");
  else if (!g_str_has_prefix (url, "https:"))
    aus_self_check_say (self, AUS_VERDICT_WARN, "Set it to https: browsers give the camera to such pages alone.",
                        "public URL: %s", url);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "public URL: %s", url);
}

/* Whether the server that listens there says that it is ready. */
static gboolean
ask (GSocketConnection  *connection,
     char               *answer,
     gsize               size,
     GError            **error)
{
  static const char request[] = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  GIOStream *stream = G_IO_STREAM (connection);
  gsize n = 0;

  memset (answer, 0, size);

  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, sizeof request - 1, NULL, NULL,
                                    error) &&
         g_input_stream_read_all (g_io_stream_get_input_stream (stream), answer, size - 1, &n, NULL, error);
}

static void
say_answer (AusSelfCheck      *self,
            GSocketConnection *connection,
            const char        *address)
{
  char answer[2048];
  g_autoptr (GError) error = NULL;

  if (!ask (connection, answer, sizeof answer, &error) || !g_str_has_prefix (answer, "HTTP/1.1 ") ||
      strstr (answer, "\"status\":") == NULL)
    aus_self_check_say (self, AUS_VERDICT_FAIL, "End the program that has the port, or set another in “listen”.",
                        "port: somebody else listens on %s", address);
  else if (g_str_has_prefix (answer, "HTTP/1.1 200 "))
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "port: the server on %s is ready", address);
  else
    aus_self_check_say (self, AUS_VERDICT_FAIL, "See what it says in the journal; often the disk is full.",
                        "port: the server on %s is not ready", address);
}

/* TLS is not spoken here; but a server has the data, and listens where it was told to. */
static void
say_tls_answer (AusSelfCheck *self,
                const char   *address)
{
  if (aus_data_folder_is_served (self->folder))
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "port: the server listens on %s, with TLS", address);
  else
    aus_self_check_say (self, AUS_VERDICT_FAIL, "End the program that has the port, or set another in “listen”.",
                        "port: somebody else listens on %s", address);
}

static void
try_port (AusSelfCheck   *self,
          GSocketAddress *parsed,
          const char     *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = aus_listener_socket_new (parsed, &error);

  if (socket != NULL)
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "port: %s is free", address);
  else
    aus_self_check_say (self, AUS_VERDICT_FAIL, "Set an address of this machine and a port that is free in “listen”.",
                        "port: cannot listen on %s: %s", address, error->message);
}

void
aus_self_check_port (AusSelfCheck *self)
{
  g_autofree char *setting = aus_self_check_get_setting (self, "server", "listen");
  const char *address = setting ? setting : USUAL_ADDRESS;
  g_autoptr (GSocketAddress) parsed = aus_listener_address_parse (address, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *certificate = aus_self_check_get_setting (self, "server", "tls-cert");

  /* The configuration's check has said what is wrong with it. */
  if (parsed == NULL)
    return;

  g_socket_client_set_timeout (client, ANSWER_S);
  g_socket_client_set_enable_proxy (client, FALSE);

  if (g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (parsed)) != 0)
    connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (parsed), NULL, NULL);

  if (connection != NULL && certificate != NULL)
    say_tls_answer (self, address);
  else if (connection != NULL)
    say_answer (self, connection, address);
  else
    try_port (self, parsed, address);
}

void
aus_self_check_mail (AusSelfCheck *self)
{
  aus_self_check_say (self, AUS_VERDICT_OK, NULL, "mail: none is sent; the desk hands patients their links");
}

static void
say_expiry (AusSelfCheck   *self,
            AusTlsIdentity *identity)
{
  const gint64 left = aus_tls_identity_get_expiry (identity) - g_get_real_time () / G_USEC_PER_SEC;
  const char *fix = "Renew it, and send the server a SIGHUP.";

  if (left <= 0)
    aus_self_check_say (self, AUS_VERDICT_FAIL, fix, "certificate: it is no longer good");
  else if (left < RENEW_DAYS * DAY_S)
    aus_self_check_say (self, AUS_VERDICT_WARN, fix, "certificate: good for %" G_GINT64_FORMAT " days", left / DAY_S);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "certificate: good for %" G_GINT64_FORMAT " days", left / DAY_S);
}

void
aus_self_check_tls (AusSelfCheck *self)
{
  g_autofree char *certificate = aus_self_check_get_setting (self, "server", "tls-cert");
  g_autofree char *key = aus_self_check_get_setting (self, "server", "tls-key");
  g_autoptr (AusTlsIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;

  if (certificate == NULL && key == NULL) {
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "certificate: none, so a proxy in front speaks TLS");
    return;
  }

  if (certificate != NULL && key != NULL)
    identity = aus_tls_identity_load (certificate, key, &error);

  if (identity != NULL)
    say_expiry (self, identity);
  else
    aus_self_check_say (self, AUS_VERDICT_FAIL, "Set tls-cert and tls-key to PEM files that the server may read.",
                        "certificate: %s", error ? error->message : "one of tls-cert and tls-key is missing");
}
