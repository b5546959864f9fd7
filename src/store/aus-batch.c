#include "aus-batch.h"

#include "aus-changes.h"

/* More in one transaction would make the first wait longer than an fsync takes. */
#define MAX_JOBS 256

typedef struct
{
  AusJob    run;
  AusDone   done;
  gpointer  data;
  GError   *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job != NULL)
    g_clear_error (&job->error);

  g_free (job);
}

/* Nothing to run stands for the end. */
static gboolean
is_end (const Job *job)
{
  return job->run == NULL;
}

void
aus_batch_push (GAsyncQueue *queue,
                AusJob       run,
                AusDone      done,
                gpointer     data)
{
  Job *job = g_new0 (Job, 1);

  job->run = run;
  job->done = done;
  job->data = data;
  g_async_queue_push (queue, job);
}

void
aus_batch_push_end (GAsyncQueue *queue)
{
  aus_batch_push (queue, NULL, NULL, NULL);
}

AusBatch *
aus_batch_take (GAsyncQueue *queue)
{
  AusBatch *self;
  Job *job = g_async_queue_pop (queue);

  if (is_end (job)) {
    job_free (job);
    return NULL;
  }

  self = g_new0 (AusBatch, 1);
  self->jobs = g_ptr_array_new_with_free_func (job_free);
  g_ptr_array_add (self->jobs, job);

  return self;
}

/* Takes one more, if there is one. */
static gboolean
take_more (AusBatch    *self,
           GAsyncQueue *queue)
{
  Job *job = self->jobs->len < MAX_JOBS ? g_async_queue_try_pop (queue) : NULL;

  if (job == NULL)
    return FALSE;

  if (is_end (job)) {
    g_async_queue_push_front (queue, job);
    return FALSE;
  }

  g_ptr_array_add (self->jobs, job);

  return TRUE;
}

/* That this fails too cannot be helped; the next BEGIN will say so. */
static void
run_or_warn (AusDatabase *database,
             const char  *sql)
{
  g_autoptr (GError) error = NULL;

  if (aus_database_in_transaction (database) && !aus_database_repeat (database, sql, &error))
    g_warning ("%s: %s", sql, error->message);
}

static void
run_job (Job         *job,
         AusDatabase *database)
{
  if (job->run (database, job->data, &job->error) || job->error != NULL)
    return;

  g_critical ("A job failed without saying why");
  g_set_error (&job->error, AUS_ERROR, AUS_ERROR_FAILED, "A job failed without saying why.");
}

static void
run_in_savepoint (Job         *job,
                  AusDatabase *database)
{
  const AusMark mark = aus_database_get_mark (database);

  if (!aus_database_repeat (database, "SAVEPOINT job", &job->error))
    return;

  run_job (job, database);

  if (job->error == NULL && aus_changes_settle (database, &job->error) &&
      aus_database_repeat (database, "RELEASE job", &job->error))
    return;

  aus_database_rewind (database, mark);
  run_or_warn (database, "ROLLBACK TO job");
  run_or_warn (database, "RELEASE job");
}

/* Nothing of the batch happened: whoever has no error of his own gets this one. */
static void
fail_all (AusBatch     *self,
          const GError *error)
{
  for (guint i = 0; i < self->jobs->len; i++) {
    Job *job = g_ptr_array_index (self->jobs, i);

    if (job->error == NULL)
      job->error = g_error_copy (error);
  }
}

/* Who comes while the others run is let in as well, up to the commit. */
static gboolean
write_all (AusBatch     *self,
           AusDatabase  *database,
           GAsyncQueue  *queue,
           GError      **error)
{
  guint n_run = 0;

  if (!aus_database_repeat (database, "BEGIN IMMEDIATE", error) || !aus_database_check_place (database, error) ||
      !aus_database_follow_seq (database, error))
    return FALSE;

  do {
    run_in_savepoint (g_ptr_array_index (self->jobs, n_run++), database);

    /* What came before is lost as well, and what follows would not be in a transaction. */
    if (!aus_database_in_transaction (database)) {
      g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "The database gave up the transaction.");
      return FALSE;
    }
  } while (take_more (self, queue));

  return aus_database_repeat (database, "COMMIT", error);
}

void
aus_batch_write (AusBatch    *self,
                 AusDatabase *database,
                 GAsyncQueue *queue)
{
  const AusMark mark = aus_database_get_mark (database);
  g_autoptr (GError) error = NULL;

  if (!write_all (self, database, queue, &error)) {
    run_or_warn (database, "ROLLBACK");
    aus_database_rewind (database, mark);
    fail_all (self, error);
    return;
  }

  self->events = aus_database_take_events (database);
  self->seq = aus_database_get_seq (database);
}

void
aus_batch_read (AusBatch    *self,
                AusDatabase *database)
{
  g_autoptr (GError) error = NULL;

  if (!aus_database_repeat (database, "BEGIN", &error)) {
    fail_all (self, error);
    return;
  }

  for (guint i = 0; i < self->jobs->len; i++)
    run_job (g_ptr_array_index (self->jobs, i), database);

  run_or_warn (database, "COMMIT");
}

guint
aus_batch_get_n_left (AusBatch *self)
{
  return self->jobs->len - self->n_finished;
}

/* Whoever is told may wait for another job, and so have the rest of the batch told before this returns. */
void
aus_batch_finish_next (AusBatch *self)
{
  Job *job = g_ptr_array_index (self->jobs, self->n_finished);

  self->jobs->pdata[self->n_finished++] = NULL;
  job->done (job->data, job->error);
  job_free (job);
}

void
aus_batch_free (AusBatch *self)
{
  g_ptr_array_unref (self->jobs);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}
