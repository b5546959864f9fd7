#include "aus-jobs.h"

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
aus_jobs_release (AusDatabase  *database,
                  const char   *lane,
                  GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "DELETE FROM held_lanes WHERE lane = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, lane);
  announce (database);

  return aus_statement_run (statement, error);
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

  return aus_jobs_release (database, job->lane, error) && aus_jobs_save (database, job, error);
}

gboolean
aus_jobs_hold (AusDatabase  *database,
               const char   *lane,
               gint64        time,
               GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO held_lanes VALUES (?1, ?2) "
                                    "ON CONFLICT (lane) DO UPDATE SET until = max (until, ?2)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, lane);
  aus_statement_bind_integer (statement, 2, time);

  return aus_statement_run (statement, error);
}

/* Where the clock was put back while nobody looked, what was written down by it comes after now. Such jobs wait as long
 * from now on as they were to wait then. */
static gboolean
rein_in (AusDatabase  *database,
         gint64        now,
         GError      **error)
{
  return aus_database_repeat_for (database, "UPDATE jobs SET next_at = next_at - (updated_at - ?1), "
                                            "deadline = deadline - (updated_at - ?1), updated_at = ?1 "
                                            "WHERE state IN ('pending', 'failed', 'running') AND updated_at > ?1",
                                  now, error) &&
         aus_database_repeat_for (database, "UPDATE held_lanes SET until = min (until, ?1)",
                                  now + AUS_JOBS_LONGEST_PAUSE, error);
}

gboolean
aus_jobs_recover (AusDatabase  *database,
                  GError      **error)
{
  return rein_in (database, aus_time_now (), error) &&
         aus_database_repeat_for (database, "UPDATE jobs SET state = 'pending', revision = revision + 1, "
                                            "updated_at = ?1, last_error = 'The server ended while this ran.' "
                                            "WHERE state = 'running'", aus_time_now (), error);
}

/* Mostly one of the first that are due may run, of whatever lane. Where so many wait behind one that runs, or in a lane
 * that is held, they are in few lanes, and of each of these the first one is looked at. */
#define FEW "64"
#define DUE "jobs WHERE state IN ('pending', 'failed') AND kind = ?1 AND next_at <= ?2 "
#define NEXT_LANE "SELECT min (lane) FROM jobs WHERE state IN ('pending', 'failed') AND kind = ?1 "
#define IS_FREE \
  "(jobs.lane = '' OR jobs.lane NOT IN (SELECT lane FROM jobs WHERE state = 'running')) " \
  "AND jobs.lane NOT IN (SELECT lane FROM held_lanes WHERE until > ?2) ORDER BY jobs.next_at, jobs.id LIMIT 1"

static const char *const searches[] = {
  "SELECT jobs.* FROM (SELECT id FROM " DUE "ORDER BY next_at, id LIMIT " FEW ") AS soon "
  "CROSS JOIN jobs ON jobs.id = soon.id WHERE " IS_FREE,

  "WITH RECURSIVE lanes (lane) AS ("
  "SELECT (" NEXT_LANE ") WHERE EXISTS (SELECT 1 FROM " DUE "LIMIT 1 OFFSET " FEW ") UNION ALL "
  "SELECT (" NEXT_LANE "AND lane > lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL) "
  "SELECT jobs.* FROM lanes CROSS JOIN jobs "
  "ON jobs.id = (SELECT id FROM " DUE "AND lane = lanes.lane ORDER BY next_at, id LIMIT 1) WHERE " IS_FREE,
};

static AusStep
search (AusDatabase   *database,
        const char    *sql,
        const char    *kind,
        gint64         now,
        AusJobRecord **job,
        GError       **error)
{
  g_autoptr (AusStatement) row = aus_database_prepare (database, sql, error);
  AusStep step;

  if (row == NULL)
    return AUS_STEP_ERROR;

  aus_statement_bind_text (row, 1, kind);
  aus_statement_bind_integer (row, 2, now);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW) {
    *job = g_object_new (AUS_TYPE_JOB_RECORD, NULL);
    aus_statement_read_record (row, AUS_RECORD (*job));
  }

  return step;
}

AusJobRecord *
aus_jobs_find (AusDatabase  *database,
               const char   *kind,
               gint64        now,
               GError      **error)
{
  AusJobRecord *job = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++) {
    if (search (database, searches[i], kind, now, &job, error) != AUS_STEP_DONE)
      break;
  }

  return job;
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
    aus_database_prepare (database, "SELECT min (time) FROM (SELECT min (next_at) AS time FROM jobs "
                                    "INDEXED BY jobs_next WHERE state IN ('pending', 'failed') AND next_at > ?1 "
                                    "UNION ALL SELECT min (until) FROM held_lanes WHERE until > ?1)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_integer (statement, 1, now);

  return aus_statement_run_integer (statement, G_MAXINT64, time, error);
}

gboolean
aus_jobs_shift_rows (AusDatabase  *database,
                     const char   *sql,
                     gint64        step,
                     gint64        limit,
                     GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_integer (statement, 1, step);
  aus_statement_bind_integer (statement, 2, limit);

  return aus_statement_run (statement, error);
}

gboolean
aus_jobs_shift (AusDatabase  *database,
                gint64        step,
                GError      **error)
{
  const gint64 now = aus_time_now ();

  return aus_jobs_shift_rows (database, "UPDATE jobs SET next_at = next_at + ?1, deadline = deadline + ?1, "
                                        "updated_at = updated_at + ?1 WHERE state IN ('pending', 'failed') "
                                        "AND (state = 'failed' OR next_at <= updated_at) AND updated_at <= ?2",
                              step, now - step, error) &&
         aus_jobs_shift_rows (database, "UPDATE held_lanes SET until = min (until + ?1, ?2)",
                              step, now + AUS_JOBS_LONGEST_PAUSE, error);
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

  return aus_statement_run (statement, error) &&
         aus_database_repeat_for (database, "DELETE FROM held_lanes WHERE until < ?1", now, error);
}
