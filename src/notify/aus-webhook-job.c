#include "aus-webhook-job.h"

#include "aus-jobs.h"
#include "aus-seal.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-webhook-secret.h"
#include "aus-webhook-url.h"
#include "aus-webhooks.h"


#define MAX_AT_ONCE 8
#define TIME_LIMIT (3 * AUS_TIME_DAY)
#define PATIENCE (5 * AUS_TIME_DAY)
#define STATUS_GONE 410

/* 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h after the attempt before. */
static const guint delays[] = { 5, 300, 1800, 7200, 18000, 36000, 50400 };

/**
 * Work:
 * @secrets: those that sign, one or two
 * @receipt: (nullable): what was answered
 */
typedef struct
{
  AusWebhookEndpoint *endpoint;
  char               *body;
  GPtrArray          *secrets;
  AusReceipt         *receipt;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->endpoint);
  g_ptr_array_unref (work->secrets);
  g_clear_pointer (&work->receipt, aus_receipt_free);
  g_free (work->body);
  g_free (work);
}

static gboolean
add_secret (GPtrArray   *secrets,
            GBytes      *key,
            const char  *sealed,
            GError     **error)
{
  char *secret = aus_unseal_text (key, sealed, error);

  if (secret == NULL)
    return FALSE;

  g_ptr_array_add (secrets, secret);

  return TRUE;
}

static gboolean
add_secrets (AusWebhookEndpoint  *endpoint,
             GPtrArray           *secrets,
             GBytes              *key,
             GError             **error)
{
  return add_secret (secrets, key, endpoint->secret, error) &&
         (!aus_webhooks_has_previous (endpoint) || add_secret (secrets, key, endpoint->previous_secret, error));
}

/* Somebody wanted it tried at once, by which all that waits with it was let go. */
static gboolean
refuse_while_off (AusDatabase         *database,
                  AusWebhookEndpoint  *endpoint,
                  GError             **error)
{
  if (aus_webhooks_hold (database, endpoint, error))
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "The endpoint is switched off.");

  return FALSE;
}

static gboolean
load (AusJobAttempt  *attempt,
      AusDatabase    *database,
      GError        **error)
{
  const AusWebhookPost *post = attempt->context;
  g_autoptr (AusWebhookDelivery) delivery = aus_webhooks_get_delivery (database, attempt->job->id, error);
  g_autoptr (AusWebhookEndpoint) endpoint = g_object_new (AUS_TYPE_WEBHOOK_ENDPOINT, NULL);
  g_autoptr (GPtrArray) secrets = g_ptr_array_new_with_free_func (g_free);
  Work *work;

  if (delivery == NULL || !aus_table_get (database, AUS_RECORD (endpoint), delivery->endpoint_id, error))
    return FALSE;

  if (!endpoint->is_active)
    return refuse_while_off (database, endpoint, error);

  if (!add_secrets (endpoint, secrets, post->key, error))
    return FALSE;

  work = g_new0 (Work, 1);
  work->endpoint = g_steal_pointer (&endpoint);
  work->body = g_strdup (delivery->body);
  work->secrets = g_steal_pointer (&secrets);
  attempt->work = work;

  return TRUE;
}

/* The time is that of this attempt, or who receives it late takes it for a copy. */
static GStrv
make_headers (const char *id,
              const Work *work)
{
  const gint64 time = aus_time_now () / AUS_TIME_SECOND;
  g_autoptr (GStrvBuilder) headers = g_strv_builder_new ();
  g_autoptr (GString) signatures = g_string_new ("webhook-signature:");
  g_autofree char *id_line = g_strconcat ("webhook-id: ", id, NULL);
  g_autofree char *time_line = g_strdup_printf ("webhook-timestamp: %" G_GINT64_FORMAT, time);

  for (guint i = 0; i < work->secrets->len; i++) {
    g_autofree char *signature = aus_webhook_secret_sign (g_ptr_array_index (work->secrets, i), id, time, work->body);

    g_string_append_printf (signatures, " %s", signature);
  }

  g_strv_builder_add_many (headers, id_line, time_line, signatures->str, "User-Agent: Ausculta", NULL);

  return g_strv_builder_end (headers);
}

static void
run_async (AusJobAttempt       *attempt,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  const AusWebhookPost *post = attempt->context;
  const Work *work = attempt->work;
  g_auto (GStrv) headers = make_headers (attempt->job->id, work);

  aus_courier_post_async (post->courier, work->endpoint->url, (const char *const *) headers, work->body, cancellable,
                          callback, user_data);
}

/* %NULL where all is well. */
static GError *
judge (const AusReceipt *receipt)
{
  GError *error;

  if (receipt->status >= 200 && receipt->status < 300)
    return NULL;

  if (receipt->status == STATUS_GONE)
    return g_error_new (AUS_ERROR, AUS_ERROR_GONE, "It answered 410: it wants to hear no more.");

  error = g_error_new (AUS_ERROR, AUS_ERROR_UNAVAILABLE, "It answered %u%s.", receipt->status,
                       receipt->status / 100 == 3 ? ", and nobody is followed elsewhere" : "");
  aus_error_set_retry_after (error, receipt->retry_after);

  return error;
}

/* Where a name leads may be another place the next time, above all where the DNS was wrong for a moment. */
static GError *
judge_fault (const Work *work,
             GError     *fault)
{
  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_FORBIDDEN) && !aus_webhook_url_is_address (work->endpoint->url))
    fault->code = AUS_ERROR_UNAVAILABLE;

  return fault;
}

static gboolean
run_finish (AusJobAttempt  *attempt,
            GAsyncResult   *result,
            GError        **error)
{
  const AusWebhookPost *post = attempt->context;
  Work *work = attempt->work;
  GError *fault = NULL;

  work->receipt = aus_courier_post_finish (post->courier, result, &fault);
  fault = work->receipt ? judge (work->receipt) : judge_fault (work, fault);

  if (fault != NULL)
    g_propagate_error (error, fault);

  return fault == NULL;
}

static gboolean
note_answer (AusDatabase       *database,
             const char        *id,
             const AusReceipt  *receipt,
             gboolean           is_good,
             GError           **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE webhook_deliveries SET revision = revision + 1, response_status = ?2, "
                                    "response_excerpt = ?3 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, id);
  aus_statement_bind_text (statement, 3, receipt != NULL && !is_good ? receipt->excerpt : "");

  if (receipt != NULL)
    aus_statement_bind_integer (statement, 2, receipt->status);

  return aus_statement_run (statement, error);
}

/* Since when nothing was good. This is no change of the endpoint, so its revision stays. */
static gboolean
note_health (AusDatabase         *database,
             AusWebhookEndpoint  *endpoint,
             const GError        *failure,
             GError             **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE webhook_endpoints SET failing_since = "
                                    "iif (?2, coalesce (failing_since, ?3), NULL) WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, endpoint->id);
  aus_statement_bind_integer (statement, 2, failure != NULL);
  aus_statement_bind_integer (statement, 3, aus_time_now ());

  return aus_statement_run (statement, error) &&
         aus_table_get (database, AUS_RECORD (endpoint), endpoint->id, error);
}

/* @endpoint: as it stands now */
static const char *
find_reason_to_disable (const AusWebhookEndpoint *endpoint,
                        const GError             *failure)
{
  if (g_error_matches (failure, AUS_ERROR, AUS_ERROR_GONE))
    return "It answered 410: it wants to hear no more.";

  if (aus_time_now () - aus_time_from_date_time (endpoint->failing_since) >= PATIENCE)
    return "Nothing reached it for five days.";

  return NULL;
}

static gboolean
settle_failure (AusDatabase         *database,
                AusWebhookEndpoint  *endpoint,
                const GError        *failure,
                GError             **error)
{
  const char *reason = endpoint->is_active ? find_reason_to_disable (endpoint, failure) : NULL;
  const gint64 pause = aus_error_get_retry_after (failure) * AUS_TIME_SECOND;

  if (reason != NULL)
    return aus_webhooks_disable (database, endpoint, reason, error);

  return pause == 0 ||
         aus_jobs_hold (database, endpoint->id, aus_time_now () + MIN (pause, AUS_JOBS_LONGEST_PAUSE), error);
}

static gboolean
settle (AusJobAttempt  *attempt,
        AusDatabase    *database,
        const GError   *failure,
        GError        **error)
{
  const Work *work = attempt->work;
  g_autoptr (GError) fault = NULL;

  if (work == NULL)
    return TRUE;

  if (!note_answer (database, attempt->job->id, work->receipt, failure == NULL, error))
    return FALSE;

  if (!note_health (database, work->endpoint, failure, &fault)) {
    /* It was taken away meanwhile. */
    if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
      return TRUE;

    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  return failure == NULL || settle_failure (database, work->endpoint, failure, error);
}

const AusJobKind aus_webhook_job = {
  .name = AUS_WEBHOOK_JOB,
  .max_attempts = G_N_ELEMENTS (delays) + 1,
  .time_limit = TIME_LIMIT,
  .concurrency = MAX_AT_ONCE,
  .delays = delays,
  .n_delays = G_N_ELEMENTS (delays),
  .load = load,
  .run_async = run_async,
  .run_finish = run_finish,
  .settle = settle,
  .shift = aus_webhooks_shift,
  .free_work = work_free,
};
