#include "aus-job-claim.h"

#include "aus-jobs.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>

static void
set_next (AusJobRecord *job,
          AusJobState   state,
          gint64        time)
{
  g_autoptr (GDateTime) next = aus_time_to_date_time (time);

  g_object_set (job, "state", state, "next-at", next, NULL);
}

static gint64
get_pause (const AusJobAttempt *attempt,
           const GError        *failure)
{
  const gint64 delay = aus_job_kind_get_delay (attempt->kind, attempt->job->attempts, g_random_double ());
  const gint64 asked = aus_error_get_retry_after (failure) * AUS_TIME_SECOND;

  return MAX (delay, MIN (asked, AUS_JOBS_LONGEST_PAUSE));
}

static void
give_up (AusJobRecord *job,
         const char   *reason)
{
  g_object_set (job, "state", AUS_JOB_STATE_DEAD, "last-error", reason, NULL);
}

static void
judge (const AusJobAttempt *attempt,
       const GError        *failure)
{
  AusJobRecord *job = attempt->job;
  gint64 next;

  if (failure == NULL) {
    g_object_set (job, "state", AUS_JOB_STATE_DONE, "last-error", "", NULL);
    return;
  }

  next = aus_time_now () + get_pause (attempt, failure);

  if (aus_job_error_is_final (failure) || job->attempts >= attempt->kind->max_attempts ||
      next > aus_time_from_date_time (job->deadline)) {
    give_up (job, failure->message);
  } else {
    g_object_set (job, "last-error", failure->message, NULL);
    set_next (job, AUS_JOB_STATE_FAILED, next);
  }
}

gboolean
aus_job_verdict_write (AusDatabase  *database,
                       gpointer      verdict,
                       GError      **error)
{
  const AusJobVerdict *self = verdict;
  AusJobAttempt *attempt = self->attempt;
  AusJobRecord *job = attempt->job;

  if (self->was_stopped) {
    g_object_set (job, "attempts", job->attempts - 1, NULL);
    g_object_set (job, "state", job->attempts > 0 ? AUS_JOB_STATE_FAILED : AUS_JOB_STATE_PENDING, NULL);
    return aus_jobs_save (database, job, error);
  }

  judge (attempt, self->failure);

  if (!self->is_bare && attempt->kind->settle != NULL &&
      !attempt->kind->settle (attempt, database, self->failure, error))
    return FALSE;

  return aus_jobs_save (database, job, error);
}

static gboolean
mark (AusDatabase       *database,
      const AusJobKind  *kind,
      AusJobRecord      *job,
      gint64             now,
      GError           **error)
{
  if (job->deadline == NULL) {
    g_autoptr (GDateTime) deadline = aus_time_to_date_time (now + kind->time_limit);

    g_object_set (job, "deadline", deadline, NULL);
  }

  g_object_set (job, "state", AUS_JOB_STATE_RUNNING, "attempts", job->attempts + 1, NULL);

  return aus_jobs_save (database, job, error);
}

/* One whose server ended each time, or that could not run before its time was over. */
static GError *
find_exhaustion (const AusJobKind *kind,
                 AusJobRecord     *job,
                 gint64            now)
{
  const char *reason = *job->last_error != '\0' ? job->last_error : N_("It could not be done in time.");

  if (job->attempts <= kind->max_attempts && now <= aus_time_from_date_time (job->deadline))
    return NULL;

  return g_error_new_literal (AUS_ERROR, AUS_ERROR_GONE, reason);
}

static gboolean
begin (AusJobClaim       *self,
       AusDatabase       *database,
       const AusJobRoom  *room,
       AusJobRecord      *job,
       GError           **error)
{
  g_autoptr (AusJobAttempt) attempt = aus_job_attempt_new (room->kind, job, room->context);
  const gint64 now = aus_time_now ();
  g_autoptr (GError) failure = NULL;

  if (!mark (database, room->kind, job, now, error))
    return FALSE;

  failure = find_exhaustion (room->kind, job, now);

  if (failure == NULL && (room->kind->load == NULL || room->kind->load (attempt, database, &failure))) {
    g_ptr_array_add (self->attempts, g_steal_pointer (&attempt));
    return TRUE;
  }

  return aus_job_verdict_write (database, &(AusJobVerdict) { attempt, failure }, error);
}

/* What is dealt with at once leaves its room to the next. */
static gboolean
fill_room (AusJobClaim       *self,
           AusDatabase       *database,
           const AusJobRoom  *room,
           gint64             now,
           GError           **error)
{
  const guint n_before = self->attempts->len;

  while (room->n_running + self->attempts->len - n_before < room->kind->concurrency) {
    g_autoptr (GError) fault = NULL;
    g_autoptr (AusJobRecord) job = aus_jobs_find (database, room->kind->name, now, &fault);

    if (fault != NULL) {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

    if (job == NULL)
      break;

    if (!begin (self, database, room, job, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
aus_job_claim_run (AusDatabase  *database,
                   gpointer      claim,
                   GError      **error)
{
  AusJobClaim *self = claim;
  const gint64 now = aus_time_now ();

  for (guint i = 0; i < self->rooms->len; i++) {
    if (!fill_room (self, database, &g_array_index (self->rooms, AusJobRoom, i), now, error))
      return FALSE;
  }

  return aus_jobs_get_next (database, now, &self->next_at, error);
}
