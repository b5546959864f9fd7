#include "aus-throughput.h"

#define SLICE (2 * G_TIME_SPAN_SECOND)

/* One slice is being filled, the one before it is whole. */
static void
turn (AusThroughput *self,
      gint64         now)
{
  const gint64 age = now - self->since;

  if (age < SLICE)
    return;

  self->before = age < 2 * SLICE ? self->n_bytes : 0;
  self->n_bytes = 0;
  self->since = age < 2 * SLICE ? self->since + SLICE : now;
}

void
aus_throughput_add (AusThroughput *self,
                    gsize          n_bytes,
                    gint64         now)
{
  turn (self, now);
  self->n_bytes += n_bytes;
}

guint
aus_throughput_get (AusThroughput *self,
                    gint64         now)
{
  turn (self, now);

  return (self->before + self->n_bytes) * 8 * G_TIME_SPAN_SECOND / (SLICE + now - self->since);
}
