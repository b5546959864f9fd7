#include "aus-server.h"

#include "aus-bell.h"
#include "aus-channels.h"
#include "aus-hub.h"
#include "aus-idempotency.h"
#include "aus-inbox.h"
#include "aus-job-runner.h"
#include "aus-jobs.h"
#include "aus-meeting-jobs.h"
#include "aus-meeting-recordings.h"
#include "aus-provider-checks.h"
#include "aus-retention.h"
#include "aus-roll.h"
#include "aus-seats.h"
#include "aus-upgrade.h"
#include "aus-web-pages.h"
#include "aus-webhook-job.h"
#include "aus-webhook-pump.h"

#include <string.h>

/* Argon2 takes 64 MiB each. */
#define MAX_HASHERS 2
/* What takes long there is the disk. */
#define MAX_FILERS 4
#define SWEEP_S 60

struct _AusServer
{
  GObject      parent_instance;

  AusDesk      desk;
  SoupServer  *soup;
  AusListener *listener;
  AusHub      *hub;
  AusBell     *bell;
  AusJobRunner *runner;
  AusCourier  *courier;
  AusWebhookPost webhook_post;
  AusWebhookPump *pump;
  AusRetention *retention;
  char        *uri;
  gboolean     is_tls;
  guint        sweep_timer;
  guint        drain_timer;
  GSourceFunc  drained;
  gpointer     drained_data;
  gboolean     has_noted;
};

G_DEFINE_FINAL_TYPE (AusServer, aus_server, G_TYPE_OBJECT)

/* The one handler on “/”: SoupServer matches paths by prefix, so it is not asked to. */
static void
request_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  AusServer *self = user_data;

  if (g_str_has_prefix (path, "/ws/"))
    aus_upgrade_run (self->hub, self->listener, message, query);
  else if (!aus_web_pages_run (&self->desk, message))
    aus_exchange_run (&self->desk, message, query);
}

static void
measure (gpointer measured)
{
  AusServer *self = measured;
  AusGauges gauges = {
    .n_sockets = aus_hub_get_n (self->hub),
    .n_connections = aus_listener_get_n_connections (self->listener),
    .n_jobs = aus_store_get_n_pending (self->desk.store),
    .n_unnoted = aus_auditor_get_n (self->desk.auditor),
  };

  aus_store_get_written (self->desk.store, &gauges.n_batches, &gauges.n_written, &gauges.last_batch);
  aus_metrics_set_gauges (self->desk.clinic->metrics, &gauges);
}

static gboolean
sweep_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return aus_seats_expire (database, NULL, error) && aus_provider_checks_plan_hour (data, database, error) &&
         aus_idempotency_forget (database, error) &&
         aus_jobs_forget (database, error) && aus_inbox_forget (database, error) &&
         aus_channels_forget (database, error);
}

static void
sweep_done (gpointer      data,
            const GError *error)
{
  if (error != NULL)
    g_warning ("Could not tidy up: %s", error->message);
}

static gboolean
sweep_cb (gpointer user_data)
{
  AusServer *self = user_data;

  aus_store_write (self->desk.store, sweep_job, sweep_done, self->desk.clinic);

  return G_SOURCE_CONTINUE;
}

static void
aus_server_dispose (GObject *object)
{
  AusServer *self = AUS_SERVER (object);

  g_clear_handle_id (&self->sweep_timer, g_source_remove);
  g_clear_handle_id (&self->drain_timer, g_source_remove);

  if (self->desk.hashers != NULL)
    g_thread_pool_free (g_steal_pointer (&self->desk.hashers), FALSE, TRUE);

  if (self->desk.filers != NULL)
    g_thread_pool_free (g_steal_pointer (&self->desk.filers), FALSE, TRUE);

  g_clear_object (&self->listener);

  if (self->pump != NULL)
    g_object_run_dispose (G_OBJECT (self->pump));

  g_clear_object (&self->pump);

  if (self->retention != NULL)
    g_object_run_dispose (G_OBJECT (self->retention));

  g_clear_object (&self->retention);

  if (self->runner != NULL)
    g_object_run_dispose (G_OBJECT (self->runner));

  g_clear_object (&self->runner);
  g_clear_object (&self->courier);

  g_clear_pointer (&self->bell, aus_bell_free);

  /* Whoever still holds the hub must not find the desk through it. */
  if (self->hub != NULL)
    g_object_run_dispose (G_OBJECT (self->hub));

  g_clear_object (&self->hub);
  g_clear_object (&self->soup);

  if (self->desk.auditor != NULL)
    g_object_run_dispose (G_OBJECT (self->desk.auditor));

  g_clear_object (&self->desk.auditor);
  g_clear_pointer (&self->desk.rate_limit, aus_rate_limit_free);
  g_clear_object (&self->desk.web_files);
  g_clear_object (&self->desk.store);
  g_clear_object (&self->desk.clinic);

  G_OBJECT_CLASS (aus_server_parent_class)->dispose (object);
}

static void
aus_server_finalize (GObject *object)
{
  g_free (AUS_SERVER (object)->uri);

  G_OBJECT_CLASS (aus_server_parent_class)->finalize (object);
}

static void
aus_server_class_init (AusServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_server_finalize;
}

static void
aus_server_init (AusServer *self)
{
}

/* What is done behind changes. */
static gboolean
start_jobs (AusServer  *self,
            GError    **error)
{
  AusClinic *clinic = self->desk.clinic;

  self->runner = aus_job_runner_new (self->desk.store, error);
  self->courier = self->runner ? aus_courier_new (clinic->address_guard, clinic->webhook_ca_file, error) : NULL;

  if (self->courier == NULL)
    return FALSE;

  self->webhook_post = (AusWebhookPost) { self->courier, clinic->key };
  aus_job_runner_add (self->runner, &aus_webhook_job, &self->webhook_post);
  aus_job_runner_add (self->runner, &aus_inbox_job, clinic);

  for (guint i = 0; i < aus_n_meeting_jobs; i++)
    aus_job_runner_add (self->runner, &aus_meeting_jobs[i], clinic);

  aus_job_runner_add (self->runner, &aus_meeting_fetch_job, clinic);
  aus_job_runner_add (self->runner, &aus_meeting_discard_job, clinic);
  aus_job_runner_add (self->runner, &aus_provider_check_job, clinic);
  aus_job_runner_add (self->runner, &aus_channel_watch_job, clinic);
  aus_job_runner_add (self->runner, &aus_channel_stop_job, clinic);
  aus_job_runner_add (self->runner, &aus_channel_list_job, clinic);

  self->pump = aus_webhook_pump_new (self->desk.store, error);

  return self->pump != NULL && aus_job_runner_start (self->runner, error);
}

/* Somebody changed accounts beside us. */
static gboolean
rung_cb (gpointer user_data)
{
  AusServer *self = user_data;

  aus_roll_call (self->hub, NULL);

  return G_SOURCE_CONTINUE;
}

AusServer *
aus_server_new (AusClinic  *clinic,
                AusStore   *store,
                GError    **error)
{
  g_autoptr (AusServer) self = g_object_new (AUS_TYPE_SERVER, NULL);

  self->desk.clinic = g_object_ref (clinic);
  self->desk.store = g_object_ref (store);
  self->desk.auditor = aus_auditor_new (store);
  self->desk.rate_limit = aus_rate_limit_new (clinic->request_rate, clinic->request_burst);
  self->desk.web_files = aus_web_files_new ();
  self->desk.measure = measure;
  self->desk.measured = self;
  self->desk.hashers = g_thread_pool_new (aus_exchange_prepare, NULL, MAX_HASHERS, FALSE, error);

  if (self->desk.hashers != NULL)
    self->desk.filers = g_thread_pool_new (aus_exchange_prepare, NULL, MAX_FILERS, FALSE, error);

  if (self->desk.filers == NULL || !aus_store_write_sync (store, aus_seats_reset, NULL, error))
    return NULL;

  /* Says nothing about its version. */
  self->soup = soup_server_new ("server-header", NULL, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  self->listener = aus_listener_new (self->soup, error);

  if (self->listener == NULL)
    return NULL;

  self->hub = aus_hub_new (&self->desk);
  self->bell = aus_bell_new (clinic->data_folder, rung_cb, self);
  self->sweep_timer = g_timeout_add_seconds (SWEEP_S, sweep_cb, self);
  self->retention = aus_retention_new (clinic, store);

  if (!start_jobs (self, error))
    return NULL;

  sweep_cb (self);

  return g_steal_pointer (&self);
}

static char *
make_uri (AusServer  *self,
          const char *address)
{
  const char *colon = strrchr (address, ':');

  return g_strdup_printf ("%s://%.*s:%u/", self->is_tls ? "https" : "http",
                          (int) (colon ? colon - address : (glong) strlen (address)), address,
                          aus_listener_get_port (self->listener));
}

void
aus_server_set_identity (AusServer      *self,
                         AusTlsIdentity *identity)
{
  aus_listener_set_identity (self->listener, identity);
  self->is_tls = TRUE;
}

gboolean
aus_server_listen (AusServer   *self,
                   const char  *address,
                   GError     **error)
{
  if (!aus_listener_listen (self->listener, address, error))
    return FALSE;

  if (self->uri == NULL)
    self->uri = make_uri (self, address);

  if (*self->desk.clinic->public_url == '\0')
    aus_clinic_set_public_url (self->desk.clinic, self->uri);

  return TRUE;
}

const char *
aus_server_get_uri (AusServer *self)
{
  return self->uri;
}

static void
check_drained (AusServer *self)
{
  GSourceFunc drained = self->drained;

  if (drained == NULL || aus_listener_get_n_connections (self->listener) > 0 ||
      aus_store_get_n_pending (self->desk.store) > 0 || aus_job_runner_get_n (self->runner) > 0)
    return;

  /* What was read last is noted before we go; what cannot be noted now never will be. */
  if (!self->has_noted && aus_auditor_get_n (self->desk.auditor) > 0) {
    self->has_noted = TRUE;
    aus_auditor_flush (self->desk.auditor);
    return;
  }

  self->drained = NULL;
  drained (self->drained_data);
}

static gboolean
drain_cb (gpointer user_data)
{
  check_drained (user_data);

  return G_SOURCE_CONTINUE;
}

void
aus_server_drain (AusServer   *self,
                  GSourceFunc  done,
                  gpointer     user_data)
{
  g_return_if_fail (self->drained == NULL && !self->desk.is_draining);

  self->desk.is_draining = TRUE;
  self->drained = done;
  self->drained_data = user_data;
  aus_webhook_pump_stop (self->pump);
  aus_job_runner_stop (self->runner);
  aus_hub_close (self->hub);
  aus_listener_close (self->listener);

  /* Both the connections and the jobs must be gone, and they go one after another. */
  self->drain_timer = g_timeout_add (20, drain_cb, self);
}
