#include "aus-guarded-source.h"

typedef struct
{
  GSource              source;
  GObject             *end;
  AusGuardedReadyFunc  is_ready;
} GuardedSource;

static gboolean
guarded_source_check (GSource *source)
{
  GuardedSource *self = (GuardedSource *) source;

  return self->is_ready (self->end);
}

static gboolean
guarded_source_prepare (GSource *source,
                        int     *timeout)
{
  *timeout = -1;
  return guarded_source_check (source);
}

static gboolean
guarded_source_dispatch (GSource     *source,
                         GSourceFunc  callback,
                         gpointer     user_data)
{
  GPollableSourceFunc func = (GPollableSourceFunc) (void (*) (void)) callback;

  return func != NULL ? func (((GuardedSource *) source)->end, user_data) : G_SOURCE_CONTINUE;
}

static void
guarded_source_finalize (GSource *source)
{
  g_clear_object (&((GuardedSource *) source)->end);
}

/* Filters make our source the child of theirs and give it a dummy closure. */
static gboolean
dummy_closure_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs guarded_source_funcs = {
  .prepare = guarded_source_prepare,
  .check = guarded_source_check,
  .dispatch = guarded_source_dispatch,
  .finalize = guarded_source_finalize,
  .closure_callback = dummy_closure_cb,
};

GSource *
aus_guarded_source_new (GObject             *end,
                        AusGuardedReadyFunc  is_ready,
                        GCancellable        *cancellable)
{
  GSource *source = g_source_new (&guarded_source_funcs, sizeof (GuardedSource));
  GuardedSource *self = (GuardedSource *) source;

  self->end = g_object_ref (end);
  self->is_ready = is_ready;

  if (cancellable != NULL) {
    g_autoptr (GSource) child = g_cancellable_source_new (cancellable);

    g_source_set_dummy_callback (child);
    g_source_add_child_source (source, child);
  }

  return source;
}
