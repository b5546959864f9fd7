#include "aus-backoff.h"

guint
aus_backoff_next (AusBackoff *self)
{
  guint bound = self->first;

  for (guint i = 0; i < self->tries && bound < self->cap; i++)
    bound *= 2;

  self->tries++;

  return (guint) g_random_int_range (0, (gint32) MIN (bound, self->cap) + 1);
}

void
aus_backoff_reset (AusBackoff *self)
{
  self->tries = 0;
}
