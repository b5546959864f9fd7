#include "aus-handlers.h"
#include "aus-jobs.h"
#include "aus-page.h"
#include "aus-table.h"

static const AusOrdering orderings[] = {
  { "-created_at", "id DESC" },
  { "created_at", "id" },
  { NULL, NULL },
};

const AusParameter aus_job_parameters[] = {
  { "state", AUS_PARAMETER_WORDS, "state", aus_job_state_get_type },
  { "consultation_id", AUS_PARAMETER_ID, "consultation_id = ?" },
  { "kind", .clause = "kind = ?" },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

gboolean
aus_job_list (AusCall      *call,
              AusDatabase  *database,
              GError      **error)
{
  const char *order = aus_page_order (call, orderings, error);
  g_autoptr (AusQuery) rows = aus_query_new ("jobs");

  return order != NULL && aus_call_narrow (call, aus_job_parameters, rows, error) &&
         aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_JOB_RECORD, order }, error);
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
