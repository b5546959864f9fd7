#include "aus-batch.h"

/* More in one transaction would make the first wait longer than an fsync takes. */
#define MAX_JOBS 256

typedef struct
{
  AusJob    run;
  AusDone   done;
  gpointer  data;
  GError   *error;
} Job;

static Job the_end;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_error (&job->error);
  g_free (job);
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
  g_async_queue_push (queue, &the_end);
}

static AusBatch *
take (GAsyncQueue *queue,
      guint        limit)
{
  AusBatch *self;
  Job *job = g_async_queue_pop (queue);

  if (job == &the_end)
    return NULL;

  self = g_new0 (AusBatch, 1);
  self->jobs = g_ptr_array_new_with_free_func (job_free);
  g_ptr_array_add (self->jobs, job);

  while (self->jobs->len < limit && (job = g_async_queue_try_pop (queue)) != NULL) {
    if (job == &the_end) {
      g_async_queue_push_front (queue, job);
      break;
    }

    g_ptr_array_add (self->jobs, job);
  }

  return self;
}

AusBatch *
aus_batch_take (GAsyncQueue *queue)
{
  return take (queue, MAX_JOBS);
}

AusBatch *
aus_batch_take_one (GAsyncQueue *queue)
{
  return take (queue, 1);
}

/* Rolls back for good; that this fails too cannot be helped, the next BEGIN will say so. */
static void
roll_back (AusDatabase *database,
           const char  *sql)
{
  g_autoptr (GError) error = NULL;

  if (!aus_database_run (database, sql, &error))
    g_warning ("%s: %s", sql, error->message);
}

static void
run_in_savepoint (Job         *job,
                  AusDatabase *database)
{
  const guint n_events = aus_database_count_events (database);

  if (!aus_database_run (database, "SAVEPOINT job", &job->error))
    return;

  if (job->run (database, job->data, &job->error) && aus_database_run (database, "RELEASE job", &job->error))
    return;

  g_return_if_fail (job->error != NULL);
  aus_database_drop_events (database, n_events);
  roll_back (database, "ROLLBACK TO job; RELEASE job");
}

/* Nothing of the batch happened: whoever has no error of his own gets this one. */
static void
fail_all (AusBatch     *self,
          AusDatabase  *database,
          const GError *error)
{
  for (guint i = 0; i < self->jobs->len; i++) {
    Job *job = g_ptr_array_index (self->jobs, i);

    if (job->error == NULL)
      job->error = g_error_copy (error);
  }

  aus_database_drop_events (database, 0);
}

void
aus_batch_write (AusBatch    *self,
                 AusDatabase *database)
{
  g_autoptr (GError) error = NULL;

  if (!aus_database_run (database, "BEGIN IMMEDIATE", &error)) {
    fail_all (self, database, error);
    return;
  }

  for (guint i = 0; i < self->jobs->len; i++)
    run_in_savepoint (g_ptr_array_index (self->jobs, i), database);

  if (!aus_database_run (database, "COMMIT", &error)) {
    fail_all (self, database, error);
    roll_back (database, "ROLLBACK");
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

  if (!aus_database_run (database, "BEGIN", &error)) {
    fail_all (self, database, error);
    return;
  }

  for (guint i = 0; i < self->jobs->len; i++) {
    Job *job = g_ptr_array_index (self->jobs, i);

    if (!job->run (database, job->data, &job->error))
      g_warn_if_fail (job->error != NULL);
  }

  roll_back (database, "COMMIT");
}

void
aus_batch_finish (AusBatch *self)
{
  for (guint i = 0; i < self->jobs->len; i++) {
    Job *job = g_ptr_array_index (self->jobs, i);

    job->done (job->data, job->error);
  }

  g_ptr_array_unref (self->jobs);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}
