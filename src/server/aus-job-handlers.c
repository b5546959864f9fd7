#include "aus-handlers.h"
#include "aus-jobs.h"
#include "aus-page.h"
#include "aus-table.h"
#include "aus-uuid.h"

static const AusOrdering orderings[] = {
  { "-created_at", "id DESC" },
  { "created_at", "id" },
  { NULL, NULL },
};

static gboolean
narrow_states (AusCall   *call,
               AusQuery  *rows,
               GError   **error)
{
  const char *text = aus_call_get_query (call, "state");
  g_auto (GStrv) states = text ? g_strsplit (text, ",", -1) : NULL;
  guint value;

  if (states == NULL)
    return TRUE;

  for (guint i = 0; states[i] != NULL; i++) {
    if (!aus_enum_from_nick (aus_job_state_get_type (), states[i], &value)) {
      g_autofree char *nicks = aus_enum_list (aus_job_state_get_type ());

      aus_error_add_field (error, "state", "Must be some of %s.", nicks);
      return FALSE;
    }
  }

  aus_query_and_among (rows, "state", (const char **) states);

  return TRUE;
}

static gboolean
narrow_visit (AusCall   *call,
              AusQuery  *rows,
              GError   **error)
{
  const char *id = aus_call_get_query (call, "consultation_id");

  if (id == NULL)
    return TRUE;

  if (!aus_uuid_is_valid (id)) {
    aus_error_add_field (error, "consultation_id", "Must be an id.");
    return FALSE;
  }

  aus_query_and_text (rows, "consultation_id = ?", id);

  return TRUE;
}

gboolean
aus_job_list (AusCall      *call,
              AusDatabase  *database,
              GError      **error)
{
  const char *order = aus_page_order (call, orderings, error);
  const char *kind = aus_call_get_query (call, "kind");
  g_autoptr (AusQuery) rows = aus_query_new ("jobs");

  if (order == NULL || !narrow_states (call, rows, error) || !narrow_visit (call, rows, error))
    return FALSE;

  if (kind != NULL)
    aus_query_and_text (rows, "kind = ?", kind);

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_JOB_RECORD, order }, error);
}

static void
reply (AusCall      *call,
       AusJobRecord *job)
{
  const AusView view = aus_call_get_view (call);

  aus_record_write_json (AUS_RECORD (job), &call->out, NULL, &view);
  call->revision = job->revision;
}

gboolean
aus_job_show (AusCall      *call,
              AusDatabase  *database,
              GError      **error)
{
  g_autoptr (AusJobRecord) job = g_object_new (AUS_TYPE_JOB_RECORD, NULL);

  if (!aus_table_get (database, AUS_RECORD (job), call->id, error))
    return FALSE;

  reply (call, job);

  return TRUE;
}

gboolean
aus_job_retry (AusCall      *call,
               AusDatabase  *database,
               GError      **error)
{
  g_autoptr (AusJobRecord) job = g_object_new (AUS_TYPE_JOB_RECORD, NULL);

  if (!aus_table_get (database, AUS_RECORD (job), call->id, error) ||
      !aus_call_check_revision (call, AUS_RECORD (job), error) || !aus_jobs_retry (database, job, FALSE, error))
    return FALSE;

  reply (call, job);

  return TRUE;
}
