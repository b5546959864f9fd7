#include "aus-batch.h"

/* How many of a batch are told in one turn of the main loop. Readers give one at a time, and of those all are told. */
#define PART 4

struct _AusOutbox
{
  GMutex      lock;
  GCond       filled;
  GQueue      batches;
  AusBatch   *batch;       /* whose jobs are being told */
  GSource    *source;
  AusDeliver  deliver;
  gpointer    user_data;
  guint       n_expected;
};

static gboolean
is_closed (AusOutbox *self)
{
  return g_source_is_destroyed (self->source);
}

static void
take_batch (AusOutbox *self,
            gboolean   wait)
{
  g_mutex_lock (&self->lock);

  while (wait && g_queue_is_empty (&self->batches))
    g_cond_wait (&self->filled, &self->lock);

  self->batch = g_queue_pop_head (&self->batches);
  g_mutex_unlock (&self->lock);

  if (self->batch != NULL && !is_closed (self))
    self->deliver (self->batch, self->user_data);
}

/* Tells one job, if one is done. Whoever is told may wait here for another one. */
static gboolean
finish_next (AusOutbox *self,
             gboolean   wait)
{
  AusBatch *batch;
  gboolean is_last;

  if (self->batch == NULL)
    take_batch (self, wait);

  batch = self->batch;

  if (batch == NULL)
    return FALSE;

  is_last = aus_batch_get_n_left (batch) == 1;

  if (is_last)
    self->batch = NULL;

  self->n_expected--;
  aus_batch_finish_next (batch);

  if (is_last)
    aus_batch_free (batch);

  return TRUE;
}

static gboolean
has_more (AusOutbox *self)
{
  gboolean more;

  g_mutex_lock (&self->lock);
  more = self->batch != NULL || !g_queue_is_empty (&self->batches);
  g_mutex_unlock (&self->lock);

  return more;
}

static gboolean
deliver_cb (gpointer user_data)
{
  AusOutbox *self = aus_outbox_ref (user_data);
  guint n_told = 0;

  g_source_set_ready_time (self->source, -1);

  while (n_told < PART && !is_closed (self) && finish_next (self, FALSE)) {
    if (self->batch != NULL)
      n_told++;
  }

  if (!is_closed (self) && has_more (self))
    g_source_set_ready_time (self->source, 0);

  aus_outbox_unref (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { NULL, NULL, dispatch, NULL };

AusOutbox *
aus_outbox_new (AusDeliver deliver,
                gpointer   user_data)
{
  AusOutbox *self = g_atomic_rc_box_new0 (AusOutbox);

  g_mutex_init (&self->lock);
  g_cond_init (&self->filled);
  g_queue_init (&self->batches);
  self->deliver = deliver;
  self->user_data = user_data;
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_callback (self->source, deliver_cb, self, NULL);
  g_source_set_static_name (self->source, "aus-outbox");
  g_source_attach (self->source, g_main_context_get_thread_default ());

  return self;
}

static void
clear_outbox (gpointer data)
{
  AusOutbox *self = data;

  g_warn_if_fail (g_queue_is_empty (&self->batches));
  g_source_unref (self->source);
  g_cond_clear (&self->filled);
  g_mutex_clear (&self->lock);
}

AusOutbox *
aus_outbox_ref (AusOutbox *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
aus_outbox_unref (AusOutbox *self)
{
  g_atomic_rc_box_release_full (self, clear_outbox);
}

void
aus_outbox_post (AusOutbox *self,
                 AusBatch  *batch)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->batches, batch);
  g_cond_signal (&self->filled);
  g_mutex_unlock (&self->lock);

  g_source_set_ready_time (self->source, 0);
}

void
aus_outbox_expect (AusOutbox *self)
{
  self->n_expected++;
}

guint
aus_outbox_get_n_expected (AusOutbox *self)
{
  return self->n_expected;
}

void
aus_outbox_wait (AusOutbox *self)
{
  finish_next (self, TRUE);
}

void
aus_outbox_close (AusOutbox *self)
{
  g_source_destroy (self->source);

  while (finish_next (self, FALSE))
    ;
}
