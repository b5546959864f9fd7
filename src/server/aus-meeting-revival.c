#include "aus-meeting-revival.h"

#include "aus-jobs.h"
#include "aus-time.h"

/* By the provider of the job, for its visit may have another one now, or be gone. ?2 is 0 for all, else the time: then
 * what is for no visit to come must have been dead for a good part of the time that it lived. */
#define SELECT \
  "SELECT j.* FROM jobs j LEFT JOIN consultations c ON c.id = j.consultation_id " \
  "WHERE j.state IN ('dead', 'failed') AND (?2 = 0 OR j.state = 'dead') " \
  "AND j.payload LIKE '%\"provider\":\"' || ?1 || '\"%' " \
  "AND iif (j.kind IN ('meeting_create', 'meeting_update'), c.status IN ('scheduled', 'waiting', 'in_progress'), " \
  "j.kind IN ('meeting_cancel', 'meeting_end', 'meeting_look', 'meeting_attendance', 'meeting_recordings', " \
  "'meeting_fetch', 'meeting_discard') AND (?2 = 0 OR (?2 - j.updated_at) * 4 >= j.updated_at - j.created_at))"

/* (transfer full) (nullable) (element-type AusJobRecord) */
static GPtrArray *
list (AusDatabase  *database,
      const char   *provider,
      gint64        now,
      GError      **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AusStatement) rows = aus_database_prepare (database, SELECT, error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_text (rows, 1, provider);
  aus_statement_bind_integer (rows, 2, now);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    AusJobRecord *job = g_object_new (AUS_TYPE_JOB_RECORD, NULL);

    aus_statement_read_record (rows, AUS_RECORD (job));
    g_ptr_array_add (jobs, job);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&jobs) : NULL;
}

static gboolean
try_each (AusDatabase  *database,
          const char   *provider,
          gint64        now,
          GError      **error)
{
  g_autoptr (GPtrArray) jobs = list (database, provider, now, error);

  for (guint i = 0; jobs != NULL && i < jobs->len; i++) {
    if (!aus_jobs_retry (database, g_ptr_array_index (jobs, i), FALSE, error))
      return FALSE;
  }

  return jobs != NULL;
}

gboolean
aus_meeting_revival_try_all (AusDatabase  *database,
                             const char   *provider,
                             GError      **error)
{
  return try_each (database, provider, 0, error);
}

gboolean
aus_meeting_revival_try_dead (AusDatabase  *database,
                              const char   *provider,
                              GError      **error)
{
  return try_each (database, provider, aus_time_now (), error);
}
