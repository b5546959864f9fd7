#include "aus-watch.h"

AusWatch *
aus_watch_new (void)
{
  AusWatch *self = g_new0 (AusWatch, 1);

  self->changed = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
aus_watch_free (AusWatch *self)
{
  char *const texts[] = { self->id, self->token, self->address, self->resource_id, self->cursor, self->next };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);

  g_ptr_array_unref (self->changed);
  g_free (self);
}
