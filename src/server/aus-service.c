#include "aus-service.h"

#include "aus-data-folder.h"
#include "aus-demo.h"
#include "aus-key-proof.h"
#include "aus-listener-address.h"
#include "aus-server-settings.h"
#include "aus-server.h"
#include "aus-watchdog.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#define USUAL_ADDRESS "127.0.0.1:8005"
#define N_READERS 2

static const int signals[] = { SIGTERM, SIGINT, SIGHUP };

struct _AusService
{
  GKeyFile      *settings;
  char          *address;
  char          *tls_cert;   /* NULL for plain HTTP */
  char          *tls_key;
  AusDataFolder *folder;
  AusClinic     *clinic;
  AusStore      *store;
  AusServer     *server;
  AusDemo       *demo;
  AusWatchdog   *watchdog;   /* NULL where nobody asks */

  GMainLoop     *loop;
  guint          sources[G_N_ELEMENTS (signals)];
  gboolean       is_stopping;
};

static gboolean
stopped_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
signal_cb (gpointer user_data)
{
  AusService *self = user_data;

  if (self->is_stopping) {
    g_clear_pointer (&self->folder, aus_data_folder_close);
    _exit (EXIT_FAILURE);
  }

  self->is_stopping = TRUE;
  sd_notify (FALSE, "STOPPING=1");
  aus_server_drain (self->server, stopped_cb, self->loop);

  return G_SOURCE_CONTINUE;
}

static gboolean
load_identity (AusService  *self,
               GError     **error)
{
  g_autoptr (AusTlsIdentity) identity = NULL;

  if (self->tls_cert == NULL)
    return TRUE;

  identity = aus_tls_identity_load (self->tls_cert, self->tls_key, error);

  if (identity != NULL)
    aus_server_set_identity (self->server, identity);

  return identity != NULL;
}

/* Under systemd there is no terminal. */
static gboolean
has_supervisor (void)
{
  return g_getenv ("NOTIFY_SOCKET") != NULL;
}

/* Takes up a renewed certificate; connections go on with what they began with. Without TLS it is the terminal that has
 * gone, where there was one. */
static gboolean
hang_up_cb (gpointer user_data)
{
  AusService *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->tls_cert == NULL)
    return has_supervisor () ? G_SOURCE_CONTINUE : signal_cb (self);

  if (load_identity (self, &error))
    g_message ("The certificate was read again.");
  else
    g_message ("The certificate stays as it was: %s", error->message);

  return G_SOURCE_CONTINUE;
}

/* Links with made-up patients are for this machine alone. */
static gboolean
check_demo (const AusServiceOptions  *options,
            const char               *address,
            GError                  **error)
{
  g_autoptr (GSocketAddress) parsed = NULL;

  if (!options->demo)
    return TRUE;

  parsed = aus_listener_address_parse (address, error);

  if (parsed == NULL)
    return FALSE;

  if (aus_listener_address_is_loop (parsed))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "A demo listens on this machine alone, not on %s.", address);

  return FALSE;
}

/* What was said on the command line, or else in the configuration. */
static char *
choose (AusService *self,
        const char *option,
        const char *name)
{
  g_autofree char *configured = g_key_file_get_string (self->settings, "server", name, NULL);

  return g_strdup (option ? option : configured ? g_strstrip (configured) : NULL);
}

static gboolean
read_tls (AusService               *self,
          const AusServiceOptions  *options,
          GError                  **error)
{
  self->tls_cert = choose (self, options->tls_cert, "tls-cert");
  self->tls_key = choose (self, options->tls_key, "tls-key");

  if ((self->tls_cert == NULL) == (self->tls_key == NULL))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "TLS needs both a certificate and its key: %s is missing.",
               self->tls_cert ? "tls-key" : "tls-cert");

  return FALSE;
}

static gboolean
read_settings (AusService               *self,
               const AusServiceOptions  *options,
               GError                  **error)
{
  self->settings = aus_server_settings_load (options->config, error);

  if (self->settings == NULL)
    return FALSE;

  if (options->demo)
    aus_demo_name_clinic (self->settings);

  self->address = choose (self, options->listen, "listen");

  if (self->address == NULL)
    self->address = g_strdup (USUAL_ADDRESS);

  return read_tls (self, options, error) && check_demo (options, self->address, error);
}

static gboolean
open_folder (AusService               *self,
             const AusServiceOptions  *options,
             GError                  **error)
{
  self->folder = options->demo && options->data == NULL
                   ? aus_data_folder_open_passing (error)
                   : aus_data_folder_open (options->data, AUS_DATA_FOLDER_ALONE, error);

  if (self->folder == NULL)
    return FALSE;

  if (!options->demo || !g_file_test (aus_data_folder_get_database (self->folder), G_FILE_TEST_EXISTS))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT,
               "The data folder %s has a database already; leave out --demo to go on with it.",
               aus_data_folder_get_path (self->folder));

  return FALSE;
}

static gboolean
has_settings (AusService *self,
              const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->settings, group, NULL, NULL);

  return keys != NULL && *keys != NULL;
}

/* A provider that was meant to be there and cannot be is better heard of now than by the first patient. */
static void
report_providers (AusService *self)
{
  static const char *const groups[][2] = { { "call", "builtin" }, { "jitsi", "jitsi" } };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    AusProvider *provider = aus_providers_lookup (self->clinic->providers, groups[i][1]);
    const char *reason;

    if (has_settings (self, groups[i][0]) && !aus_provider_is_configured (provider, &reason))
      g_message ("%s cannot be used: %s", aus_provider_get_display_name (provider), reason);
  }
}

/* With another key than before nothing is served; one that was made only now is not what is missed. */
static gboolean
check_key (AusService  *self,
           GError     **error)
{
  g_autofree char *path = g_build_filename (aus_data_folder_get_path (self->folder), "secret.key", NULL);

  if (aus_store_write_sync (self->store, aus_key_proof_settle, self->clinic->key, error))
    return TRUE;

  if (self->clinic->made_key)
    g_unlink (path);

  return FALSE;
}

static gboolean
open_clinic (AusService  *self,
             GError     **error)
{
  self->clinic = aus_clinic_new (aus_data_folder_get_path (self->folder), self->settings, error);

  if (self->clinic == NULL)
    return FALSE;

  report_providers (self);
  self->store = aus_store_new (aus_data_folder_get_database (self->folder), AUS_DATABASE_WRITER, N_READERS, error);

  if (self->store == NULL) {
    g_prefix_error (error, "%s: ", aus_data_folder_get_database (self->folder));
    return FALSE;
  }

  if (!check_key (self, error))
    return FALSE;

  self->server = aus_server_new (self->clinic, self->store, error);

  if (self->server == NULL)
    g_prefix_error (error, "%s: ", aus_data_folder_get_database (self->folder));

  return self->server != NULL;
}

static gboolean
make_demo (AusService               *self,
           const AusServiceOptions  *options,
           GError                  **error)
{
  if (!options->demo)
    return TRUE;

  self->clinic->password_cost = AUS_PASSWORD_COST_MINIMAL;
  self->demo = aus_demo_new (self->clinic, self->store, error);

  return self->demo != NULL;
}

static gboolean
listen_on (AusService  *self,
           GError     **error)
{
  if (aus_server_listen (self->server, self->address, error))
    return TRUE;

  g_prefix_error (error, "Cannot listen on %s: ", self->address);

  return FALSE;
}

AusService *
aus_service_start (const AusServiceOptions  *options,
                   GError                  **error)
{
  g_autoptr (AusService) self = g_new0 (AusService, 1);

  if (!read_settings (self, options, error) || !open_folder (self, options, error) || !open_clinic (self, error) ||
      !load_identity (self, error) || !make_demo (self, options, error) || !listen_on (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
aus_service_run (AusService *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);

  /* A file that may not grow any more is a full disk, and no reason to go. */
  signal (SIGXFSZ, SIG_IGN);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    self->sources[i] = g_unix_signal_add (signals[i], signals[i] == SIGHUP ? hang_up_cb : signal_cb, self);

  printf ("Listening on %s\n", aus_server_get_uri (self->server));

  if (self->demo != NULL)
    aus_demo_print (self->demo, stdout);

  fflush (stdout);
  sd_notify (FALSE, "READY=1");
  self->watchdog = aus_watchdog_new (self->store);
  g_main_loop_run (self->loop);

  g_clear_pointer (&self->watchdog, aus_watchdog_free);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (self->sources[i]);
}

void
aus_service_free (AusService *self)
{
  g_clear_pointer (&self->demo, aus_demo_free);
  g_clear_object (&self->server);
  g_clear_object (&self->store);
  g_clear_object (&self->clinic);
  g_clear_pointer (&self->folder, aus_data_folder_close);
  g_clear_pointer (&self->settings, g_key_file_unref);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_free (self->address);
  g_free (self->tls_cert);
  g_free (self->tls_key);
  g_free (self);
}
