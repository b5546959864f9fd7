#include "aus-store.h"

#include "aus-batch.h"
#include "aus-checkpointer.h"
#include "aus-integrity.h"
#include "aus-migrations.h"

struct _AusStore
{
  GObject           parent_instance;

  GAsyncQueue      *writes;
  GAsyncQueue      *reads;
  AusOutbox        *outbox;
  GPtrArray        *threads;
  AusCheckpointer  *checkpointer;
  guint64           n_batches;
  guint64           n_written;
  guint             last_batch;
};

enum { COMMITTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusStore, aus_store, G_TYPE_OBJECT)

typedef struct
{
  AusDatabase *database;
  GAsyncQueue *queue;
  AusOutbox   *outbox;
} Worker;

static void
worker_free (Worker *worker)
{
  aus_database_close (worker->database);
  g_async_queue_unref (worker->queue);
  aus_outbox_unref (worker->outbox);
  g_free (worker);
}

static gpointer
write_all (gpointer data)
{
  Worker *worker = data;
  AusBatch *batch;

  while ((batch = aus_batch_take (worker->queue)) != NULL) {
    aus_batch_write (batch, worker->database, worker->queue);
    aus_outbox_post (worker->outbox, batch);
    aus_database_empty_log (worker->database);
  }

  worker_free (worker);

  return NULL;
}

static gpointer
read_all (gpointer data)
{
  Worker *worker = data;
  AusBatch *batch;

  while ((batch = aus_batch_take (worker->queue)) != NULL) {
    aus_batch_read (batch, worker->database);
    aus_outbox_post (worker->outbox, batch);
  }

  worker_free (worker);

  return NULL;
}

static void
deliver_cb (AusBatch *batch,
            gpointer  user_data)
{
  AusStore *self = user_data;
  g_autoptr (AusStore) alive = g_object_ref (self);

  if (batch->events == NULL)
    return;

  self->n_batches++;
  self->n_written += batch->jobs->len;
  self->last_batch = batch->jobs->len;
  g_signal_emit (self, signals[COMMITTED], 0, batch->events, batch->seq);
}

static void
start_thread (AusStore    *self,
              AusDatabase *database,
              GAsyncQueue *queue,
              GThreadFunc  function)
{
  Worker *worker = g_new (Worker, 1);

  worker->database = database;
  worker->queue = g_async_queue_ref (queue);
  worker->outbox = aus_outbox_ref (self->outbox);
  g_ptr_array_add (self->threads, g_thread_new (function == write_all ? "aus-writer" : "aus-reader", function, worker));
}

static void
aus_store_dispose (GObject *object)
{
  AusStore *self = AUS_STORE (object);

  /* One end for each thread; what was queued before it is still done. The writer goes last, for only it can move what
   * is in the log to where it belongs. */
  for (guint i = 1; i < self->threads->len; i++)
    aus_batch_push_end (self->reads);

  while (self->threads->len > 1)
    g_thread_join (g_ptr_array_steal_index (self->threads, self->threads->len - 1));

  if (self->threads->len > 0) {
    aus_batch_push_end (self->writes);
    g_thread_join (g_ptr_array_steal_index (self->threads, 0));
  }

  g_clear_pointer (&self->checkpointer, aus_checkpointer_free);

  if (self->outbox != NULL) {
    aus_outbox_close (self->outbox);
    g_clear_pointer (&self->outbox, aus_outbox_unref);
  }

  G_OBJECT_CLASS (aus_store_parent_class)->dispose (object);
}

static void
aus_store_finalize (GObject *object)
{
  AusStore *self = AUS_STORE (object);

  g_clear_pointer (&self->threads, g_ptr_array_unref);
  g_clear_pointer (&self->writes, g_async_queue_unref);
  g_clear_pointer (&self->reads, g_async_queue_unref);

  G_OBJECT_CLASS (aus_store_parent_class)->finalize (object);
}

static void
aus_store_class_init (AusStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aus_store_dispose;
  object_class->finalize = aus_store_finalize;

  signals[COMMITTED] = g_signal_new ("committed", AUS_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_INT64);
}

static void
aus_store_init (AusStore *self)
{
  self->writes = g_async_queue_new ();
  self->reads = g_async_queue_new ();
  self->threads = g_ptr_array_new ();
  self->outbox = aus_outbox_new (deliver_cb, self);
}

static AusDatabase *
open_writer (const char       *path,
             AusDatabaseMode   mode,
             GError          **error)
{
  g_autoptr (AusDatabase) database = aus_database_open (path, mode, error);

  if (database == NULL || (mode == AUS_DATABASE_WRITER && !aus_integrity_check_small (database, error)) ||
      !aus_migrations_apply (database, error) || !aus_database_load_seq (database, error))
    return NULL;

  return g_steal_pointer (&database);
}

AusStore *
aus_store_new (const char       *path,
               AusDatabaseMode   mode,
               guint             n_readers,
               GError          **error)
{
  g_autoptr (AusStore) self = NULL;
  g_autoptr (AusDatabase) writer = NULL;

  g_return_val_if_fail (mode != AUS_DATABASE_READER && n_readers > 0, NULL);

  writer = open_writer (path, mode, error);

  if (writer == NULL)
    return NULL;

  self = g_object_new (AUS_TYPE_STORE, NULL);

  if (mode == AUS_DATABASE_WRITER) {
    self->checkpointer = aus_checkpointer_new (path, writer, error);

    if (self->checkpointer == NULL)
      return NULL;
  }

  start_thread (self, g_steal_pointer (&writer), self->writes, write_all);

  for (guint i = 0; i < n_readers; i++) {
    AusDatabase *reader = aus_database_open (path, AUS_DATABASE_READER, error);

    if (reader == NULL)
      return NULL;

    start_thread (self, reader, self->reads, read_all);
  }

  return g_steal_pointer (&self);
}

static void
push (AusStore    *self,
      GAsyncQueue *queue,
      AusJob       job,
      AusDone      done,
      gpointer     data)
{
  g_autoptr (GError) error = NULL;

  if (self->threads->len > 0) {
    aus_outbox_expect (self->outbox);
    aus_batch_push (queue, job, done, data);
    return;
  }

  /* A job that is finished while the store goes may want another one. */
  g_set_error (&error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "The database is being closed.");
  done (data, error);
}

void
aus_store_write (AusStore *self,
                 AusJob    job,
                 AusDone   done,
                 gpointer  data)
{
  g_return_if_fail (AUS_IS_STORE (self));

  push (self, self->writes, job, done, data);
}

void
aus_store_read (AusStore *self,
                AusJob    job,
                AusDone   done,
                gpointer  data)
{
  g_return_if_fail (AUS_IS_STORE (self));

  push (self, self->reads, job, done, data);
}

typedef struct
{
  AusJob    job;
  gpointer  data;
  gboolean  finished;
  GError   *error;
} Waiting;

static gboolean
waiting_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  Waiting *waiting = data;

  return waiting->job (database, waiting->data, error);
}

static void
waiting_done (gpointer      data,
              const GError *error)
{
  Waiting *waiting = data;

  waiting->error = error ? g_error_copy (error) : NULL;
  waiting->finished = TRUE;
}

static gboolean
wait_for (AusStore  *self,
          Waiting   *waiting,
          GError   **error)
{
  while (!waiting->finished)
    aus_outbox_wait (self->outbox);

  if (waiting->error == NULL)
    return TRUE;

  g_propagate_error (error, waiting->error);

  return FALSE;
}

gboolean
aus_store_write_sync (AusStore  *self,
                      AusJob     job,
                      gpointer   data,
                      GError   **error)
{
  Waiting waiting = { job, data, FALSE, NULL };

  aus_store_write (self, waiting_job, waiting_done, &waiting);

  return wait_for (self, &waiting, error);
}

gboolean
aus_store_read_sync (AusStore  *self,
                     AusJob     job,
                     gpointer   data,
                     GError   **error)
{
  Waiting waiting = { job, data, FALSE, NULL };

  aus_store_read (self, waiting_job, waiting_done, &waiting);

  return wait_for (self, &waiting, error);
}

guint
aus_store_get_n_pending (AusStore *self)
{
  return self->outbox ? aus_outbox_get_n_expected (self->outbox) : 0;
}

void
aus_store_get_written (AusStore *self,
                       guint64  *n_batches,
                       guint64  *n_jobs,
                       guint    *last_batch)
{
  *n_batches = self->n_batches;
  *n_jobs = self->n_written;
  *last_batch = self->last_batch;
}
