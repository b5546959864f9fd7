#include "aus-checkpointer.h"

/* In pages. Each time the log has grown by so much it is moved. */
#define STEP 4000
/* While there is always somebody writing, the log never is at rest, and only the writer itself can begin a new one. It
 * does when the other thread has just been there, for then little is left. */
#define LIMIT 16000
/* Where that does not keep up, the writer moves all there is. */
#define LAST_LIMIT (LIMIT + STEP)

struct _AusCheckpointer
{
  AusDatabase *database;
  AusDatabase *writer;
  GAsyncQueue *queue;
  GThread     *thread;
  guint        n_asked;
  guint        n_moved;  /* atomic: what was asked for last and is done */
};

/* A log that is not moved now is moved the next time. */
static void
move (AusDatabase *database)
{
  g_autoptr (GError) error = NULL;

  if (!aus_database_checkpoint (database, &error))
    g_message ("The log could not be moved: %s", error->message);
}

static gpointer
move_all (gpointer data)
{
  AusCheckpointer *self = data;
  gpointer n_pages;

  while ((n_pages = g_async_queue_pop (self->queue)) != self) {
    move (self->database);
    g_atomic_int_set (&self->n_moved, GPOINTER_TO_UINT (n_pages));
  }

  return NULL;
}

/* On the writer's thread, after each commit. */
static void
grown_cb (guint    n_pages,
          gpointer data)
{
  AusCheckpointer *self = data;

  if ((guint) g_atomic_int_get (&self->n_moved) != self->n_asked)
    return;

  /* A new log. */
  if (n_pages < self->n_asked)
    self->n_asked = self->n_moved = 0;

  if (n_pages >= LAST_LIMIT || (n_pages >= LIMIT && n_pages < self->n_asked + STEP)) {
    move (self->writer);
  } else if (n_pages >= self->n_asked + STEP) {
    self->n_asked = n_pages;
    g_async_queue_push (self->queue, GUINT_TO_POINTER (n_pages));
  }
}

AusCheckpointer *
aus_checkpointer_new (const char   *path,
                      AusDatabase  *writer,
                      GError      **error)
{
  AusDatabase *database = aus_database_open (path, AUS_DATABASE_READER, error);
  AusCheckpointer *self;

  if (database == NULL)
    return NULL;

  self = g_new0 (AusCheckpointer, 1);
  self->database = database;
  self->writer = writer;
  self->queue = g_async_queue_new ();
  self->thread = g_thread_new ("aus-checkpoint", move_all, self);
  aus_database_watch_log (writer, grown_cb, self);

  return self;
}

void
aus_checkpointer_free (AusCheckpointer *self)
{
  /* No number of pages: the end. */
  g_async_queue_push (self->queue, self);
  g_thread_join (self->thread);
  aus_database_close (self->database);
  g_async_queue_unref (self->queue);
  g_free (self);
}
