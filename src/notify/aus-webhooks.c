#include "aus-webhooks.h"

#include "aus-jobs.h"
#include "aus-seal.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-uuid.h"
#include "aus-webhook-secret.h"

/* So long waits what is queued for one that is switched off, if nobody switches it on. */
#define LONG (100 * 365 * AUS_TIME_DAY)

static void
announce (AusDatabase *database)
{
  AusEvent *event = aus_event_new (aus_database_get_seq (database), AUS_EVENT_WEBHOOKS);

  event->audience = 0;
  event->consultation_id = g_strdup ("");
  aus_database_announce (database, event);
}

static void
set_secret (AusWebhookEndpoint  *endpoint,
            GBytes              *key,
            char               **secret)
{
  g_autofree char *sealed = NULL;

  *secret = aus_webhook_secret_new ();
  sealed = aus_seal_text (key, *secret);
  g_object_set (endpoint, "secret", sealed, NULL);
}

gboolean
aus_webhooks_insert (AusDatabase         *database,
                     AusWebhookEndpoint  *endpoint,
                     GBytes              *key,
                     char               **secret,
                     GError             **error)
{
  set_secret (endpoint, key, secret);
  g_object_set (endpoint, "cursor", aus_database_get_seq (database), NULL);
  announce (database);

  return aus_table_insert (database, AUS_RECORD (endpoint), error);
}

gboolean
aus_webhooks_hold (AusDatabase         *database,
                   AusWebhookEndpoint  *endpoint,
                   GError             **error)
{
  return aus_jobs_hold (database, endpoint->id, aus_time_now () + LONG, error);
}

gboolean
aus_webhooks_save (AusDatabase         *database,
                   AusWebhookEndpoint  *endpoint,
                   GError             **error)
{
  if (endpoint->is_active)
    g_object_set (endpoint, "disabled-reason", "", "failing-since", NULL, NULL);

  announce (database);

  /* A pause that it asked for may have been that of another address. */
  return aus_table_save (database, AUS_RECORD (endpoint), error) &&
         aus_jobs_release (database, endpoint->id, error) &&
         (endpoint->is_active || aus_webhooks_hold (database, endpoint, error));
}

gboolean
aus_webhooks_disable (AusDatabase         *database,
                      AusWebhookEndpoint  *endpoint,
                      const char          *reason,
                      GError             **error)
{
  g_object_set (endpoint, "is-active", FALSE, "disabled-reason", reason, NULL);

  return aus_table_save (database, AUS_RECORD (endpoint), error) && aus_webhooks_hold (database, endpoint, error);
}

gboolean
aus_webhooks_delete (AusDatabase         *database,
                     AusWebhookEndpoint  *endpoint,
                     GError             **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "DELETE FROM jobs WHERE id IN (SELECT id FROM webhook_deliveries "
                                    "WHERE endpoint_id = ?1)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, endpoint->id);

  return aus_statement_run (statement, error) && aus_jobs_release (database, endpoint->id, error) &&
         aus_table_delete (database, AUS_RECORD (endpoint), error);
}

gboolean
aus_webhooks_has_previous (AusWebhookEndpoint *endpoint)
{
  return endpoint->previous_until != NULL && *endpoint->previous_secret != '\0' &&
         aus_time_from_date_time (endpoint->previous_until) > aus_time_now ();
}

gboolean
aus_webhooks_rotate (AusDatabase         *database,
                     AusWebhookEndpoint  *endpoint,
                     GBytes              *key,
                     char               **secret,
                     GError             **error)
{
  g_autoptr (GDateTime) until = aus_time_to_date_time (aus_time_now () + AUS_WEBHOOK_OVERLAP);

  if (!aus_webhooks_has_previous (endpoint))
    g_object_set (endpoint, "previous-secret", endpoint->secret, "previous-until", until, NULL);

  set_secret (endpoint, key, secret);

  return aus_table_save (database, AUS_RECORD (endpoint), error);
}

/* No change of the endpoints, so their revision stays. What was noted after the step is right as it is. */
gboolean
aus_webhooks_shift (AusDatabase  *database,
                    gint64        step,
                    GError      **error)
{
  const gint64 now = aus_time_now ();

  return aus_jobs_shift_rows (database, "UPDATE webhook_endpoints SET failing_since = failing_since + ?1 "
                                        "WHERE failing_since <= ?2", step, now - step, error) &&
         aus_jobs_shift_rows (database, "UPDATE webhook_endpoints SET previous_until = min (previous_until + ?1, ?2) "
                                        "WHERE previous_until IS NOT NULL", step, now + AUS_WEBHOOK_OVERLAP, error);
}

gboolean
aus_webhooks_tell (AusDatabase            *database,
                   const char             *endpoint_id,
                   const AusWebhookEvent  *event,
                   char                  **id,
                   GError                **error)
{
  g_autofree char *own_id = aus_uuid_new ();
  const gint64 now = aus_time_now ();
  g_autofree char *body = aus_webhook_events_write (event, now);
  const AusNewJob job = { .id = own_id, .kind = AUS_WEBHOOK_JOB, .key = own_id, .lane = endpoint_id,
                          .consultation_id = event->consultation_id };
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO webhook_deliveries (id, revision, endpoint_id, event_type, seq, body, "
                                    "created_at) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)", error);

  if (statement == NULL || !aus_jobs_add (database, &job, error))
    return FALSE;

  aus_statement_bind_text (statement, 1, own_id);
  aus_statement_bind_text (statement, 2, endpoint_id);
  aus_statement_bind_text (statement, 3, event->type);
  aus_statement_bind_integer (statement, 4, event->seq);
  aus_statement_bind_text (statement, 5, body);
  aus_statement_bind_integer (statement, 6, now);

  if (!aus_statement_run (statement, error))
    return FALSE;

  if (id != NULL)
    *id = g_steal_pointer (&own_id);

  return TRUE;
}

AusWebhookDelivery *
aus_webhooks_get_delivery (AusDatabase  *database,
                           const char   *id,
                           GError      **error)
{
  g_autoptr (AusWebhookDelivery) delivery = g_object_new (AUS_TYPE_WEBHOOK_DELIVERY, NULL);
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT * FROM webhook_deliveries_view WHERE id = ?1", error);

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, id);

  switch (aus_statement_step (row, error)) {
    case AUS_STEP_ROW:
      aus_statement_read_record (row, AUS_RECORD (delivery));
      return g_steal_pointer (&delivery);
    case AUS_STEP_DONE:
      g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such delivery.");
      return NULL;
    case AUS_STEP_ERROR:
      return NULL;
  }

  g_return_val_if_reached (NULL);
}

/* (transfer full): the jobs, for they cannot be changed while they are read. */
static GPtrArray *
find_dead (AusDatabase  *database,
           const char   *endpoint_id,
           gint64        since,
           GError      **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT j.* FROM webhook_deliveries d JOIN jobs j ON j.id = d.id "
                                    "WHERE d.endpoint_id = ?1 AND d.created_at >= ?2 AND j.state = 'dead' "
                                    "ORDER BY d.id", error);
  AusStep step;

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, endpoint_id);
  aus_statement_bind_integer (row, 2, since);

  while ((step = aus_statement_step (row, error)) == AUS_STEP_ROW) {
    AusJobRecord *job = g_object_new (AUS_TYPE_JOB_RECORD, NULL);

    aus_statement_read_record (row, AUS_RECORD (job));
    g_ptr_array_add (jobs, job);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&jobs) : NULL;
}

gboolean
aus_webhooks_replay (AusDatabase  *database,
                     const char   *endpoint_id,
                     gint64        since,
                     gint64       *n_replayed,
                     GError      **error)
{
  g_autoptr (GPtrArray) jobs = find_dead (database, endpoint_id, since, error);

  if (jobs == NULL)
    return FALSE;

  for (guint i = 0; i < jobs->len; i++) {
    if (!aus_jobs_retry (database, g_ptr_array_index (jobs, i), FALSE, error))
      return FALSE;
  }

  *n_replayed = jobs->len;

  return TRUE;
}
