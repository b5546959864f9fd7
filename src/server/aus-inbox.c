#include "aus-inbox.h"

#include "aus-json.h"
#include "aus-jobs.h"
#include "aus-meeting-events.h"
#include "aus-provider-settings.h"
#include "aus-seal.h"
#include "aus-time.h"
#include "aus-uuid.h"

#include <string.h>

#define KEEP_DAYS 7
#define MAX_ATTEMPTS 10
#define MAX_AT_ONCE 4

/* Names of people are in it, so it lies sealed; and it may be any bytes. */
static char *
seal (AusClinic *clinic,
      GBytes    *content)
{
  gsize length;
  const guchar *data = g_bytes_get_data (content, &length);
  g_autofree char *text = g_base64_encode (data, length);

  return aus_seal_text (clinic->key, text);
}

static GBytes *
unseal (AusClinic   *clinic,
        const char  *sealed,
        GError     **error)
{
  g_autofree char *text = aus_unseal_text (clinic->key, sealed, error);
  gsize length;
  guchar *data = text ? g_base64_decode (text, &length) : NULL;

  return data ? g_bytes_new_take (data, length) : NULL;
}

static gboolean
add_job (AusDatabase  *database,
         const char   *id,
         const char   *provider,
         GError      **error)
{
  const AusNewJob job = { .id = id, .kind = aus_inbox_job.name, .key = id, .lane = provider };

  return aus_jobs_add (database, &job, error);
}

gboolean
aus_inbox_add (AusClinic                *clinic,
               AusDatabase              *database,
               const char               *provider,
               const AusWebhookReceipt  *receipt,
               GError                  **error)
{
  g_autofree char *id = aus_uuid_new ();
  g_autofree char *sealed = seal (clinic, receipt->content);
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO webhook_inbox (id, provider, key, content, received_at) "
                                    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, id);
  aus_statement_bind_text (statement, 2, provider);
  aus_statement_bind_text (statement, 3, receipt->key);
  aus_statement_bind_text (statement, 4, sealed);
  aus_statement_bind_integer (statement, 5, aus_time_now ());

  return aus_statement_run (statement, error) &&
         (aus_database_get_changed (database) == 0 || add_job (database, id, provider, error));
}

gboolean
aus_inbox_forget (AusDatabase  *database,
                  GError      **error)
{
  return aus_database_repeat_for (database, "DELETE FROM webhook_inbox WHERE received_at < ?1",
                                  aus_time_now () - KEEP_DAYS * AUS_TIME_DAY, error);
}

typedef struct
{
  char      *provider;
  GPtrArray *events;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->events, g_ptr_array_unref);
  g_free (work->provider);
  g_free (work);
}

static gboolean
read_content (AusJobAttempt  *attempt,
              AusDatabase    *database,
              Work           *work,
              GBytes        **content,
              GError        **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT provider, content FROM webhook_inbox WHERE id = ?1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, attempt->job->id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ERROR)
    return FALSE;

  /* Worked on already, and forgotten. */
  if (step == AUS_STEP_DONE || *aus_statement_get_text (row, 1) == '\0')
    return TRUE;

  work->provider = g_strdup (aus_statement_get_text (row, 0));
  *content = unseal (attempt->context, aus_statement_get_text (row, 1), error);

  return *content != NULL;
}

static gboolean
load (AusJobAttempt  *attempt,
      AusDatabase    *database,
      GError        **error)
{
  Work *work = g_new0 (Work, 1);
  g_autoptr (AusProvider) provider = NULL;
  g_autoptr (GBytes) content = NULL;

  attempt->work = work;

  if (!read_content (attempt, database, work, &content, error))
    return FALSE;

  if (content == NULL)
    return TRUE;

  provider = aus_provider_settings_get (attempt->context, database, work->provider, error);
  work->events = provider ? aus_provider_read_events (provider, content, error) : NULL;

  return work->events != NULL;
}

static void
run_async (AusJobAttempt       *attempt,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_return_boolean (task, TRUE);
}

static gboolean
run_finish (AusJobAttempt  *attempt,
            GAsyncResult   *result,
            GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
empty (AusDatabase  *database,
       const char   *id,
       GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE webhook_inbox SET content = '' WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, id);

  return aus_statement_run (statement, error);
}

static gboolean
settle (AusJobAttempt  *attempt,
        AusDatabase    *database,
        const GError   *failure,
        GError        **error)
{
  Work *work = attempt->work;

  if (failure != NULL)
    return attempt->job->state != AUS_JOB_STATE_DEAD || empty (database, attempt->job->id, error);

  for (guint i = 0; work->events != NULL && i < work->events->len; i++) {
    if (!aus_meeting_events_apply (attempt->context, database, work->provider, g_ptr_array_index (work->events, i),
                                   error))
      return FALSE;
  }

  return empty (database, attempt->job->id, error);
}

/* What one provider posts is worked on in the order in which it came. */
const AusJobKind aus_inbox_job = {
  .name = "webhook_inbox",
  .max_attempts = MAX_ATTEMPTS,
  .time_limit = AUS_TIME_DAY,
  .concurrency = MAX_AT_ONCE,
  .load = load,
  .run_async = run_async,
  .run_finish = run_finish,
  .settle = settle,
  .free_work = work_free,
};
