#include "aus-jobs.h"

#include "aus-time.h"
#include "aus-uuid.h"

#define DONE_DAYS 7
#define DEAD_DAYS 90

static void
announce (AusDatabase *database)
{
  AusEvent *event = aus_event_new (aus_database_get_seq (database), AUS_EVENT_JOBS);

  event->audience = 0;
  event->consultation_id = g_strdup ("");
  aus_database_announce (database, event);
}

gboolean
aus_jobs_add (AusDatabase      *database,
              const AusNewJob  *job,
              GError          **error)
{
  g_autofree char *id = job->id ? g_strdup (job->id) : aus_uuid_new ();
  const gint64 now = aus_time_now ();
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO jobs (id, revision, kind, key, lane, consultation_id, payload, "
                                    "next_at, created_at, updated_at) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8) "
                                    "ON CONFLICT (kind, key) DO NOTHING", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, id);
  aus_statement_bind_text (statement, 2, job->kind);
  aus_statement_bind_text (statement, 3, job->key);
  aus_statement_bind_text (statement, 4, job->lane ? job->lane : "");
  aus_statement_bind_text (statement, 5, job->consultation_id);
  aus_statement_bind_text (statement, 6, job->payload ? job->payload : "{}");
  aus_statement_bind_integer (statement, 7, job->not_before != 0 ? job->not_before : now);
  aus_statement_bind_integer (statement, 8, now);

  if (!aus_statement_run (statement, error))
    return FALSE;

  announce (database);

  return TRUE;
}

gboolean
aus_jobs_retry (AusDatabase   *database,
                AusJobRecord  *job,
                gboolean       again,
                GError       **error)
{
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());

  if (job->state == AUS_JOB_STATE_RUNNING || (job->state == AUS_JOB_STATE_DONE && !again)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT,
                 job->state == AUS_JOB_STATE_DONE ? "It is done." : "It is under way.");
    return FALSE;
  }

  if (job->state == AUS_JOB_STATE_DEAD || job->state == AUS_JOB_STATE_DONE)
    g_object_set (job, "state", AUS_JOB_STATE_PENDING, "attempts", (gint64) 0, "deadline", NULL, NULL);

  g_object_set (job, "next-at", now, NULL);
  announce (database);

  return aus_jobs_save (database, job, error);
}

gboolean
aus_jobs_hold (AusDatabase  *database,
               const char   *lane,
               gint64        time,
               GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE jobs SET next_at = ?2 WHERE lane = ?1 AND next_at < ?2 "
                                    "AND state IN ('pending', 'failed')", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, lane);
  aus_statement_bind_integer (statement, 2, time);

  return aus_statement_run (statement, error);
}

gboolean
aus_jobs_recover (AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE jobs SET state = 'pending', revision = revision + 1, "
                                    "updated_at = ?1, last_error = 'The server ended while this ran.' "
                                    "WHERE state = 'running'", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_integer (statement, 1, aus_time_now ());

  return aus_statement_run (statement, error);
}

AusJobRecord *
aus_jobs_find (AusDatabase  *database,
               const char   *kind,
               gint64        now,
               GError      **error)
{
  g_autoptr (AusJobRecord) job = NULL;
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT * FROM jobs WHERE state IN ('pending', 'failed') AND kind = ?1 "
                                    "AND next_at <= ?2 AND (lane = '' OR lane NOT IN "
                                    "(SELECT lane FROM jobs WHERE state = 'running')) "
                                    "ORDER BY next_at, id LIMIT 1", error);

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, kind);
  aus_statement_bind_integer (row, 2, now);

  if (aus_statement_step (row, error) != AUS_STEP_ROW)
    return NULL;

  job = g_object_new (AUS_TYPE_JOB_RECORD, NULL);
  aus_statement_read_record (row, AUS_RECORD (job));

  return g_steal_pointer (&job);
}

gboolean
aus_jobs_save (AusDatabase   *database,
               AusJobRecord  *job,
               GError       **error)
{
  static const char *const names[] = { "id", "revision", "state", "attempts", "next_at", "deadline", "last_error",
                                       "updated_at" };
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE jobs SET revision = ?2, state = ?3, attempts = ?4, next_at = ?5, "
                                    "deadline = ?6, last_error = ?7, updated_at = ?8 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  g_object_set (job, "revision", job->revision + 1, "updated-at", now, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    aus_statement_bind_member (statement, i + 1, AUS_RECORD (job),
                               aus_record_class_find (AUS_RECORD_GET_CLASS (job), names[i]));

  return aus_statement_run (statement, error);
}

gboolean
aus_jobs_get_next (AusDatabase  *database,
                   gint64        now,
                   gint64       *time,
                   GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT min (next_at) FROM jobs INDEXED BY jobs_next "
                                    "WHERE state IN ('pending', 'failed') AND next_at > ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_integer (statement, 1, now);

  return aus_statement_run_integer (statement, G_MAXINT64, time, error);
}

gboolean
aus_jobs_shift (AusDatabase  *database,
                gint64        step,
                GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE jobs SET deadline = deadline + ?1, "
                                    "next_at = next_at + iif (state = 'failed', ?1, 0) "
                                    "WHERE state IN ('pending', 'failed')", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_integer (statement, 1, step);

  return aus_statement_run (statement, error);
}

gboolean
aus_jobs_forget (AusDatabase  *database,
                 GError      **error)
{
  const gint64 now = aus_time_now ();
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "DELETE FROM jobs INDEXED BY jobs_ended WHERE state IN ('done', 'dead') "
                                    "AND updated_at < ?1 AND (state = 'done' OR updated_at < ?2)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_integer (statement, 1, now - DONE_DAYS * AUS_TIME_DAY);
  aus_statement_bind_integer (statement, 2, now - DEAD_DAYS * AUS_TIME_DAY);

  return aus_statement_run (statement, error);
}
