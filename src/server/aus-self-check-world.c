#include "aus-self-check-world.h"

#include "aus-clinic.h"
#include "aus-listener-address.h"
#include "aus-listener-socket.h"
#include "aus-zone.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/timex.h>

#define USUAL_ADDRESS "127.0.0.1:8005"
#define ANSWER_S 5
#define CLOCK_SLACK_S 60

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

  /* The configuration's check has said what is wrong with it. */
  if (parsed == NULL)
    return;

  g_socket_client_set_timeout (client, ANSWER_S);
  g_socket_client_set_enable_proxy (client, FALSE);

  if (g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (parsed)) != 0)
    connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (parsed), NULL, NULL);

  if (connection != NULL)
    say_answer (self, connection, address);
  else
    try_port (self, parsed, address);
}

void
aus_self_check_providers (AusSelfCheck *self)
{
  static const char *const groups[][2] = { { "call", "builtin" }, { "jitsi", "jitsi" } };
  g_autoptr (AusProviders) providers = aus_clinic_make_providers (self->settings);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    AusProvider *provider = aus_providers_lookup (providers, groups[i][1]);
    const char *name = aus_provider_get_display_name (provider);
    const char *reason;

    if (aus_provider_is_configured (provider, &reason))
      aus_self_check_say (self, AUS_VERDICT_OK, NULL, "%s: can be used", name);
    else if (self->settings != NULL && g_key_file_has_group (self->settings, groups[i][0]))
      aus_self_check_say (self, AUS_VERDICT_WARN, "Complete its group in the configuration, or take the group out.",
                          "%s: cannot be used: %s", name, reason);
    else
      aus_self_check_say (self, AUS_VERDICT_OK, NULL, "%s: not set up", name);
  }
}

void
aus_self_check_mail (AusSelfCheck *self)
{
  aus_self_check_say (self, AUS_VERDICT_OK, NULL, "mail: none is sent; the desk hands patients their links");
}
