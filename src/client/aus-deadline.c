#include "aus-deadline.h"

struct _AusDeadline
{
  GCancellable *inner;
  GCancellable *outer;
  gulong        cancelled_id;
  guint         timer;
  gboolean      passed;
};

static gboolean
passed_cb (gpointer user_data)
{
  AusDeadline *self = user_data;

  self->timer = 0;
  self->passed = TRUE;
  g_cancellable_cancel (self->inner);

  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *outer,
              gpointer      user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

AusDeadline *
aus_deadline_new (guint         milliseconds,
                  GCancellable *outer)
{
  AusDeadline *self = g_new0 (AusDeadline, 1);

  self->inner = g_cancellable_new ();
  self->timer = g_timeout_add (milliseconds, passed_cb, self);

  if (outer != NULL) {
    self->outer = g_object_ref (outer);
    self->cancelled_id = g_cancellable_connect (outer, G_CALLBACK (cancelled_cb), g_object_ref (self->inner),
                                                g_object_unref);
  }

  return self;
}

void
aus_deadline_free (AusDeadline *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->cancelled_id);

  g_clear_object (&self->outer);
  g_clear_object (&self->inner);
  g_free (self);
}

GCancellable *
aus_deadline_get_cancellable (AusDeadline *self)
{
  return self->inner;
}

gboolean
aus_deadline_has_passed (AusDeadline *self)
{
  return self->passed;
}
