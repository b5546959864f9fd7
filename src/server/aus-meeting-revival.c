#include "aus-meeting-revival.h"

#include "aus-jobs.h"
#include "aus-time.h"

#define REFUSED "is_refused"

/* Visits that begin soon, or should have begun, are tried each time. */
#define SOON_BEFORE (2 * AUS_TIME_HOUR)
#define SOON_AFTER AUS_TIME_HOUR
/* What was given up is forgotten some time after it was tried last, so that must have an end. */
#define LIFE (90 * AUS_TIME_DAY)

/**
 * Sieve:
 * @now: 0 for whatever was tried last when it may, and for what waits for another attempt as well
 * @takes_refused: whether for what was refused for good, and what is long past, too
 *
 * What is tried.
 */
typedef struct
{
  gint64   now;
  gboolean takes_refused;
} Sieve;

#define MEETINGS "('meeting_create', 'meeting_update')"
#define IS_TO_COME "c.status IN ('scheduled', 'waiting', 'in_progress')"
#define IS_AFTERWARDS \
  "j.kind IN ('meeting_cancel', 'meeting_end', 'meeting_attendance', 'meeting_recordings', 'meeting_fetch', " \
  "'meeting_discard')"

/* By the provider of the job, for its visit may have another one now, or be gone. It must have been dead for a good
 * part of the time that it lived. */
#define SELECT \
  "SELECT j.* FROM jobs j LEFT JOIN consultations c ON c.id = j.consultation_id " \
  "WHERE j.state IN ('dead', 'failed') AND (?2 = 0 OR j.state = 'dead') " \
  "AND j.payload LIKE '%\"provider\":\"' || ?1 || '\"%' " \
  "AND (?3 OR j.payload NOT LIKE '%\"" REFUSED "\":true%') " \
  "AND iif (j.kind IN " MEETINGS " OR j.kind = 'meeting_look', " IS_TO_COME ", " \
  IS_AFTERWARDS " AND (?3 OR j.created_at > ?4)) " \
  "AND (?2 = 0 OR (?2 - j.updated_at) * 4 >= j.updated_at - j.created_at " \
  "OR (j.kind IN " MEETINGS " AND c.scheduled_start BETWEEN ?5 AND ?6))"

/* (transfer full) (nullable) (element-type AusJobRecord) */
static GPtrArray *
list (AusDatabase  *database,
      const char   *provider,
      const Sieve  *sieve,
      GError      **error)
{
  const gint64 now = aus_time_now ();
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AusStatement) rows = aus_database_prepare (database, SELECT, error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_text (rows, 1, provider);
  aus_statement_bind_integer (rows, 2, sieve->now);
  aus_statement_bind_integer (rows, 3, sieve->takes_refused);
  aus_statement_bind_integer (rows, 4, now - LIFE);
  aus_statement_bind_integer (rows, 5, now - SOON_AFTER);
  aus_statement_bind_integer (rows, 6, now + SOON_BEFORE);

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
          const Sieve  *sieve,
          GError      **error)
{
  g_autoptr (GPtrArray) jobs = list (database, provider, sieve, error);

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
  return try_each (database, provider, &(Sieve) { 0, TRUE }, error);
}

gboolean
aus_meeting_revival_try_recovered (AusDatabase  *database,
                                   const char   *provider,
                                   GError      **error)
{
  return try_each (database, provider, &(Sieve) { 0, FALSE }, error);
}

gboolean
aus_meeting_revival_try_dead (AusDatabase  *database,
                              const char   *provider,
                              GError      **error)
{
  return try_each (database, provider, &(Sieve) { aus_time_now (), FALSE }, error);
}

gboolean
aus_meeting_revival_mark (AusDatabase   *database,
                          AusJobRecord  *job,
                          gboolean       is_refused,
                          GError       **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE jobs SET payload = iif (?2, json_set (payload, '$." REFUSED "', "
                                    "json ('true')), json_remove (payload, '$." REFUSED "')) WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, job->id);
  aus_statement_bind_integer (statement, 2, is_refused);

  return aus_statement_run (statement, error);
}
