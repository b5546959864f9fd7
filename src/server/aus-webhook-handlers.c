#include "aus-webhook-handlers.h"

#include "aus-jobs.h"
#include "aus-json.h"
#include "aus-page.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-webhook-url.h"
#include "aus-webhooks.h"

static const AusOrdering orderings[] = {
  { "created_at", "created_at, id" },
  { "-created_at", "created_at DESC, id DESC" },
  { NULL, NULL },
};

static const AusOrdering delivery_orderings[] = {
  { "-created_at", "id DESC" },
  { "created_at", "id" },
  { NULL, NULL },
};

const AusParameter aus_webhook_parameters[] = {
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

const AusParameter aus_webhook_delivery_parameters[] = {
  { "state", AUS_PARAMETER_WORDS, "state", aus_job_state_get_type },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = delivery_orderings },
  { NULL },
};

gboolean
aus_webhook_list (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  const char *order = aus_page_order (call, orderings, error);
  g_autoptr (AusQuery) rows = aus_query_new ("webhook_endpoints");

  return order != NULL &&
         aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_WEBHOOK_ENDPOINT, order }, error);
}

/* @secret: (nullable): a new one, which is told this once */
static gboolean
reply (AusCall            *call,
       AusWebhookEndpoint *endpoint,
       const char         *secret)
{
  const AusView view = aus_call_get_view (call);

  aus_json_begin_object (&call->out, NULL);
  aus_record_write_members (AUS_RECORD (endpoint), &call->out, &view);

  if (secret != NULL)
    aus_json_add_text (&call->out, "secret", secret);

  aus_json_end_object (&call->out);
  call->revision = endpoint->revision;

  return TRUE;
}

static AusWebhookEndpoint *
find (AusCall      *call,
      AusDatabase  *database,
      GError      **error)
{
  g_autoptr (AusWebhookEndpoint) endpoint = g_object_new (AUS_TYPE_WEBHOOK_ENDPOINT, NULL);

  return aus_table_get (database, AUS_RECORD (endpoint), call->id, error) &&
         aus_call_check_revision (call, AUS_RECORD (endpoint), error) ? g_steal_pointer (&endpoint) : NULL;
}

gboolean
aus_webhook_show (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusWebhookEndpoint) endpoint = g_object_new (AUS_TYPE_WEBHOOK_ENDPOINT, NULL);

  return aus_table_get (database, AUS_RECORD (endpoint), call->id, error) && reply (call, endpoint, NULL);
}

static gboolean
read_endpoint (AusCall             *call,
               AusWebhookEndpoint  *endpoint,
               AusReadMode          mode,
               GError             **error)
{
  GError *fault = NULL;

  if (!aus_record_read_json (AUS_RECORD (endpoint), call->json, mode, error))
    return FALSE;

  aus_webhook_url_check (endpoint->url, call->clinic->address_guard, &fault);
  aus_webhook_events_check (endpoint->event_types, &fault);

  if (fault != NULL)
    g_propagate_error (error, fault);

  return fault == NULL;
}

gboolean
aus_webhook_create (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusWebhookEndpoint) endpoint = g_object_new (AUS_TYPE_WEBHOOK_ENDPOINT, NULL);
  g_autofree char *secret = NULL;

  return read_endpoint (call, endpoint, AUS_READ_CREATE, error) &&
         aus_webhooks_insert (database, endpoint, call->clinic->key, &secret, error) && reply (call, endpoint, secret);
}

gboolean
aus_webhook_update (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusWebhookEndpoint) endpoint = find (call, database, error);

  return endpoint != NULL && read_endpoint (call, endpoint, AUS_READ_UPDATE, error) &&
         aus_webhooks_save (database, endpoint, error) && reply (call, endpoint, NULL);
}

gboolean
aus_webhook_delete (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusWebhookEndpoint) endpoint = find (call, database, error);

  return endpoint != NULL && aus_webhooks_delete (database, endpoint, error);
}

gboolean
aus_webhook_rotate_secret (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  g_autoptr (AusWebhookEndpoint) endpoint = find (call, database, error);
  g_autofree char *secret = NULL;

  return endpoint != NULL && aus_webhooks_rotate (database, endpoint, call->clinic->key, &secret, error) &&
         reply (call, endpoint, secret);
}

static gboolean
reply_delivery (AusCall      *call,
                AusDatabase  *database,
                const char   *id,
                GError      **error)
{
  g_autoptr (AusWebhookDelivery) delivery = aus_webhooks_get_delivery (database, id, error);
  const AusView view = aus_call_get_view (call);

  if (delivery == NULL)
    return FALSE;

  aus_record_write_json (AUS_RECORD (delivery), &call->out, NULL, &view);
  call->revision = delivery->revision;

  return TRUE;
}

/* Whatever the endpoint listens to. */
gboolean
aus_webhook_test (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusWebhookEndpoint) endpoint = find (call, database, error);
  g_autofree char *id = NULL;
  AusWebhookEvent event = { AUS_WEBHOOK_PING, "webhook_endpoints" };

  if (endpoint == NULL)
    return FALSE;

  if (!endpoint->is_active) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The endpoint is switched off.");
    return FALSE;
  }

  event.id = endpoint->id;
  event.revision = endpoint->revision;
  event.seq = endpoint->cursor;

  /* Whoever tries it out does not wait until it is heard again. */
  return aus_jobs_release (database, endpoint->id, error) &&
         aus_webhooks_tell (database, endpoint->id, &event, &id, error) && reply_delivery (call, database, id, error);
}

gboolean
aus_webhook_delivery_list (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  const char *order = aus_page_order (call, delivery_orderings, error);
  g_autoptr (AusQuery) rows = aus_query_new ("webhook_deliveries_view");
  g_autoptr (AusWebhookEndpoint) endpoint = find (call, database, error);

  if (order == NULL || endpoint == NULL ||
      !aus_call_narrow (call, aus_webhook_delivery_parameters, rows, error))
    return FALSE;

  aus_query_and_text (rows, "endpoint_id = ?", call->id);

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_WEBHOOK_DELIVERY, order }, error);
}

/* The time that is not given is the beginning of all. */
static gboolean
read_since (AusCall  *call,
            gint64   *since,
            GError  **error)
{
  const char *text = aus_json_get_text (call->json, "since");

  *since = AUS_TIME_MIN;

  if ((text == NULL && !json_object_has_member (call->json, "since")) ||
      (text != NULL && aus_time_parse (text, since, NULL)))
    return TRUE;

  aus_error_add_field (error, "since", "Must be a time such as 2026-11-02T09:00:00Z.");

  return FALSE;
}

gboolean
aus_webhook_replay (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusWebhookEndpoint) endpoint = find (call, database, error);
  gint64 since, n_replayed;

  if (endpoint == NULL || !read_since (call, &since, error) ||
      !aus_webhooks_replay (database, endpoint->id, since, &n_replayed, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_integer (&call->out, "replayed", n_replayed);
  aus_json_end_object (&call->out);

  return TRUE;
}

gboolean
aus_webhook_delivery_show (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  return reply_delivery (call, database, call->id, error);
}

/* Also of what arrived, for who received it may have lost it. */
gboolean
aus_webhook_delivery_replay (AusCall      *call,
                             AusDatabase  *database,
                             GError      **error)
{
  g_autoptr (AusWebhookDelivery) delivery = aus_webhooks_get_delivery (database, call->id, error);
  g_autoptr (AusJobRecord) job = g_object_new (AUS_TYPE_JOB_RECORD, NULL);

  return delivery != NULL && aus_call_check_revision (call, AUS_RECORD (delivery), error) &&
         aus_table_get (database, AUS_RECORD (job), call->id, error) &&
         aus_jobs_retry (database, job, TRUE, error) && reply_delivery (call, database, call->id, error);
}
