#include "aus-outlets.h"

struct _AusOutlets
{
  GMutex  mutex;
  GArray *outlets;
};

typedef struct
{
  GstAppSrc *source;
  guint      budget;
} Outlet;

static void
clear_outlet (gpointer data)
{
  gst_object_unref (((Outlet *) data)->source);
}

/* With the mutex held. */
static Outlet *
find (AusOutlets *self,
      GstAppSrc  *source)
{
  for (guint i = 0; i < self->outlets->len; i++) {
    Outlet *outlet = &g_array_index (self->outlets, Outlet, i);

    if (outlet->source == source)
      return outlet;
  }

  return NULL;
}

AusOutlets *
aus_outlets_new (void)
{
  AusOutlets *self = g_new0 (AusOutlets, 1);

  g_mutex_init (&self->mutex);
  self->outlets = g_array_new (FALSE, FALSE, sizeof (Outlet));
  g_array_set_clear_func (self->outlets, clear_outlet);

  return self;
}

void
aus_outlets_free (AusOutlets *self)
{
  g_array_unref (self->outlets);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
aus_outlets_add (AusOutlets *self,
                 GstAppSrc  *outlet,
                 guint       budget)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (find (self, outlet) == NULL) {
    Outlet added = { gst_object_ref (outlet), budget };

    g_array_append_val (self->outlets, added);
    return self->outlets->len == 1;
  }

  return FALSE;
}

void
aus_outlets_remove (AusOutlets *self,
                    GstAppSrc  *outlet)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Outlet *found = find (self, outlet);

  if (found != NULL)
    g_array_remove_index_fast (self->outlets, found - (Outlet *) self->outlets->data);
}

void
aus_outlets_clear (AusOutlets *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_array_set_size (self->outlets, 0);
}

void
aus_outlets_set_budget (AusOutlets *self,
                        GstAppSrc  *outlet,
                        guint       budget)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Outlet *found = find (self, outlet);

  if (found != NULL)
    found->budget = budget;
}

guint
aus_outlets_get_budget (AusOutlets *self,
                        guint       fallback)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint budget = self->outlets->len > 0 ? G_MAXUINT : fallback;

  for (guint i = 0; i < self->outlets->len; i++)
    budget = MIN (budget, g_array_index (self->outlets, Outlet, i).budget);

  return budget;
}

void
aus_outlets_push (AusOutlets *self,
                  GstSample  *sample)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->outlets->len; i++)
    gst_app_src_push_sample (g_array_index (self->outlets, Outlet, i).source, sample);
}
