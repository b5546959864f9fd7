#include "aus-job-runner.h"

#include "aus-alarm.h"
#include "aus-job-claim.h"
#include "aus-job-thread.h"
#include "aus-jobs.h"
#include "aus-time.h"

#include <string.h>

/* Before the database is asked again when it could not answer. */
#define RETRY_S 5

struct _AusJobRunner
{
  GObject       parent_instance;

  AusStore     *store;
  GArray       *rooms;
  AusAlarm     *alarm;
  GCancellable *cancellable;
  guint         n_running;
  gint64        step;
  gboolean      is_claiming;
  gboolean      is_awaited;
};

G_DEFINE_FINAL_TYPE (AusJobRunner, aus_job_runner, G_TYPE_OBJECT)

typedef struct
{
  AusJobClaim   claim;
  AusJobRunner *runner;
  gint64        step;
} Round;

typedef struct
{
  AusJobVerdict verdict;
  AusJobRunner *runner;
} Run;

static void
run_free (Run *run)
{
  aus_job_attempt_free (run->verdict.attempt);
  g_clear_error (&run->verdict.failure);
  g_object_unref (run->runner);
  g_free (run);
}

static AusJobRoom *
find_room (AusJobRunner     *self,
           const AusJobKind *kind)
{
  for (guint i = 0; i < self->rooms->len; i++) {
    AusJobRoom *room = &g_array_index (self->rooms, AusJobRoom, i);

    if (room->kind == kind)
      return room;
  }

  g_return_val_if_reached (NULL);
}

static gboolean
is_stopped (AusJobRunner *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/* The clock was set. */
static gboolean
shift (AusDatabase  *database,
       const Round  *round,
       GError      **error)
{
  if (!aus_jobs_shift (database, round->step, error))
    return FALSE;

  for (guint i = 0; i < round->claim.rooms->len; i++) {
    const AusJobKind *kind = g_array_index (round->claim.rooms, AusJobRoom, i).kind;

    if (kind->shift != NULL && !kind->shift (database, round->step, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
round_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  Round *round = data;

  return (round->step == 0 || shift (database, round, error)) &&
         aus_job_claim_run (database, &round->claim, error);
}

/* Through the main loop, so that many reasons make one round. The round that is under way may have looked too early,
 * and sets the alarm when it is done. */
static void
ring_soon (AusJobRunner *self)
{
  if (self->is_claiming)
    self->is_awaited = TRUE;
  else if (!is_stopped (self))
    aus_alarm_set (self->alarm, 0);
}

static void
end_run (Run *run)
{
  AusJobRunner *self = run->runner;

  self->n_running--;
  find_room (self, run->verdict.attempt->kind)->n_running--;
  ring_soon (self);
  run_free (run);
}

/* What cannot be written down now runs again at the next start. */
static void
written_done (gpointer      data,
              const GError *error)
{
  Run *run = data;
  AusJobVerdict *verdict = &run->verdict;
  const char *kind = verdict->attempt->kind->name;

  if (error == NULL || verdict->was_stopped || verdict->is_bare) {
    if (error != NULL)
      g_warning ("How a job “%s” went is not written down: %s", kind, error->message);

    end_run (run);
    return;
  }

  g_message ("A job “%s” could not be settled: %s", kind, error->message);
  g_clear_error (&verdict->failure);
  verdict->failure = g_error_copy (error);
  verdict->is_bare = TRUE;
  aus_store_write (run->runner->store, aus_job_verdict_write, written_done, run);
}

static void
begin (AusJobAttempt       *attempt,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  if (attempt->kind->run != NULL)
    aus_job_thread_run (attempt, cancellable, callback, user_data);
  else
    attempt->kind->run_async (attempt, cancellable, callback, user_data);
}

static gboolean
finish (AusJobAttempt  *attempt,
        GAsyncResult   *result,
        GError        **error)
{
  return attempt->kind->run != NULL ? aus_job_thread_finish (result, error)
                                    : attempt->kind->run_finish (attempt, result, error);
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Run *run = user_data;
  AusJobVerdict *verdict = &run->verdict;

  if (!finish (verdict->attempt, result, &verdict->failure))
    verdict->was_stopped = is_stopped (run->runner) &&
                           g_error_matches (verdict->failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  aus_store_write (run->runner->store, aus_job_verdict_write, written_done, run);
}

static void
start_run (AusJobRunner  *self,
           AusJobAttempt *attempt)
{
  Run *run = g_new0 (Run, 1);

  run->runner = g_object_ref (self);
  run->verdict.attempt = attempt;
  self->n_running++;
  find_room (self, attempt->kind)->n_running++;

  if (!is_stopped (self)) {
    begin (attempt, self->cancellable, ran_cb, run);
    return;
  }

  run->verdict.was_stopped = TRUE;
  aus_store_write (self->store, aus_job_verdict_write, written_done, run);
}

static void
round_free (Round *round)
{
  g_array_unref (round->claim.rooms);
  g_ptr_array_unref (round->claim.attempts);
  g_object_unref (round->runner);
  g_free (round);
}

static void
round_done (gpointer      data,
            const GError *error)
{
  Round *round = data;
  AusJobRunner *self = round->runner;
  gint64 next_at = round->claim.next_at;

  self->is_claiming = FALSE;

  if (error != NULL) {
    g_message ("Could not look for jobs, and try again: %s", error->message);
    self->step += round->step;
    next_at = aus_time_now () + RETRY_S * AUS_TIME_SECOND;
  } else {
    while (round->claim.attempts->len > 0)
      start_run (self, g_ptr_array_steal_index (round->claim.attempts, 0));
  }

  if (!is_stopped (self))
    aus_alarm_set (self->alarm, self->is_awaited ? 0 : next_at);

  self->is_awaited = FALSE;
  round_free (round);
}

static void
ring_cb (gint64   step,
         gpointer data)
{
  AusJobRunner *self = data;
  Round *round;

  self->step += step;

  if (self->is_claiming) {
    self->is_awaited = TRUE;
    return;
  }

  round = g_new0 (Round, 1);
  round->runner = g_object_ref (self);
  round->step = self->step;
  round->claim.rooms = g_array_copy (self->rooms);
  round->claim.attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_job_attempt_free);
  self->step = 0;
  self->is_claiming = TRUE;
  aus_store_write (self->store, round_job, round_done, round);
}

static void
committed_cb (AusStore     *store,
              GPtrArray    *events,
              gint64        seq,
              AusJobRunner *self)
{
  for (guint i = 0; i < events->len; i++) {
    const AusEvent *event = g_ptr_array_index (events, i);

    if (strcmp (event->type, AUS_EVENT_JOBS) == 0) {
      ring_soon (self);
      return;
    }
  }
}

static void
aus_job_runner_dispose (GObject *object)
{
  AusJobRunner *self = AUS_JOB_RUNNER (object);

  aus_job_runner_stop (self);
  g_clear_pointer (&self->alarm, aus_alarm_free);

  G_OBJECT_CLASS (aus_job_runner_parent_class)->dispose (object);
}

static void
aus_job_runner_finalize (GObject *object)
{
  AusJobRunner *self = AUS_JOB_RUNNER (object);

  g_clear_object (&self->store);
  g_clear_object (&self->cancellable);
  g_array_unref (self->rooms);

  G_OBJECT_CLASS (aus_job_runner_parent_class)->finalize (object);
}

static void
aus_job_runner_class_init (AusJobRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_job_runner_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_job_runner_finalize;
}

static void
aus_job_runner_init (AusJobRunner *self)
{
  self->rooms = g_array_new (FALSE, FALSE, sizeof (AusJobRoom));
  self->cancellable = g_cancellable_new ();
}

AusJobRunner *
aus_job_runner_new (AusStore  *store,
                    GError   **error)
{
  g_autoptr (AusJobRunner) self = g_object_new (AUS_TYPE_JOB_RUNNER, NULL);

  self->store = g_object_ref (store);
  self->alarm = aus_alarm_new (ring_cb, self, error);

  return self->alarm ? g_steal_pointer (&self) : NULL;
}

void
aus_job_runner_add (AusJobRunner     *self,
                    const AusJobKind *kind,
                    gpointer          context)
{
  const AusJobRoom room = { kind, context, 0 };

  g_array_append_val (self->rooms, room);
}

static gboolean
recover_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  return aus_jobs_recover (database, error);
}

gboolean
aus_job_runner_start (AusJobRunner  *self,
                      GError       **error)
{
  if (!aus_store_write_sync (self->store, recover_job, NULL, error))
    return FALSE;

  g_signal_connect (self->store, "committed", G_CALLBACK (committed_cb), self);
  ring_soon (self);

  return TRUE;
}

void
aus_job_runner_stop (AusJobRunner *self)
{
  if (self->alarm != NULL)
    aus_alarm_set (self->alarm, G_MAXINT64);

  g_signal_handlers_disconnect_by_data (self->store, self);
  g_cancellable_cancel (self->cancellable);
}

guint
aus_job_runner_get_n (AusJobRunner *self)
{
  return self->n_running;
}
