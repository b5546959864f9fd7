#include "aus-http-deadline.h"

#include <glib/gi18n-lib.h>

#define CONNECT_S 5

struct _AusHttpDeadline
{
  GCancellable *cancellable;
  GCancellable *outer;
  gulong        outer_handler;
  GSource      *connect;
  GSource      *total;
  const char   *reason;
};

static void
clear (gpointer data)
{
  AusHttpDeadline *self = data;

  g_clear_object (&self->cancellable);
  g_clear_object (&self->outer);
}

void
aus_http_deadline_unref (AusHttpDeadline *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
give_up (AusHttpDeadline *self,
         const char      *reason)
{
  const char *none = NULL;

  /* The first counts. */
  if (g_atomic_pointer_compare_and_exchange (&self->reason, none, reason))
    g_cancellable_cancel (self->cancellable);
}

static gboolean
connect_cb (gpointer user_data)
{
  give_up (user_data, N_("nobody took the call."));

  return G_SOURCE_REMOVE;
}

static gboolean
total_cb (gpointer user_data)
{
  give_up (user_data, N_("the answer took too long."));

  return G_SOURCE_REMOVE;
}

static void
outer_cb (GCancellable *outer,
          gpointer      user_data)
{
  g_cancellable_cancel (((AusHttpDeadline *) user_data)->cancellable);
}

static GSource *
set (AusHttpDeadline *self,
     guint            seconds,
     GSourceFunc      function)
{
  GSource *source = g_timeout_source_new (seconds * 1000);

  g_source_set_callback (source, function, g_atomic_rc_box_acquire (self), (GDestroyNotify) aus_http_deadline_unref);
  g_source_attach (source, NULL);

  return source;
}

static void
unset (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

AusHttpDeadline *
aus_http_deadline_new (guint         seconds,
                       GCancellable *outer)
{
  AusHttpDeadline *self = g_atomic_rc_box_new0 (AusHttpDeadline);

  self->cancellable = g_cancellable_new ();
  self->connect = set (self, MIN (seconds, CONNECT_S), connect_cb);
  self->total = set (self, seconds, total_cb);

  if (outer != NULL) {
    self->outer = g_object_ref (outer);
    self->outer_handler = g_cancellable_connect (outer, G_CALLBACK (outer_cb), self, NULL);
  }

  return self;
}

GCancellable *
aus_http_deadline_get_cancellable (AusHttpDeadline *self)
{
  return self->cancellable;
}

void
aus_http_deadline_note_connected (AusHttpDeadline *self)
{
  unset (&self->connect);
}

void
aus_http_deadline_end (AusHttpDeadline *self)
{
  unset (&self->connect);
  unset (&self->total);

  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->outer_handler);

  g_clear_object (&self->outer);
}

const char *
aus_http_deadline_get_reason (AusHttpDeadline *self)
{
  return g_atomic_pointer_get (&self->reason);
}
