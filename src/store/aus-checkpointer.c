#include "aus-checkpointer.h"

/* In pages. Each time it has grown by so much it is moved. */
#define STEP 4000
/* While there is always somebody writing, the log never is at rest, and only the writer itself can begin a new one. By
 * then nearly all is moved, so that this is quick. */
#define LIMIT 16000

struct _AusCheckpointer
{
  AusDatabase *database;
  AusDatabase *writer;
  GAsyncQueue *queue;
  GThread     *thread;
  guint        n_moved;
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

  while (g_async_queue_pop (self->queue) == self)
    move (self->database);

  return NULL;
}

/* On the writer's thread, after each commit. */
static void
grown_cb (guint    n_pages,
          gpointer data)
{
  AusCheckpointer *self = data;

  if (n_pages < self->n_moved)
    self->n_moved = 0;

  if (n_pages >= LIMIT) {
    move (self->writer);
  } else if (n_pages >= self->n_moved + STEP) {
    self->n_moved = n_pages;
    g_async_queue_push (self->queue, self);
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
  /* Anything but itself is the end. */
  g_async_queue_push (self->queue, self->queue);
  g_thread_join (self->thread);
  aus_database_close (self->database);
  g_async_queue_unref (self->queue);
  g_free (self);
}
