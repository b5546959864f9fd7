#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusThroughput:
 *
 * How much went through of late: the mean of the last two to four seconds. All zero is the start.
 */
typedef struct
{
  gint64 since;
  gsize  before;
  gsize  n_bytes;
} AusThroughput;

/* @now: monotonic time */
void  aus_throughput_add (AusThroughput *self,
                          gsize          n_bytes,
                          gint64         now);

/* Bits per second. */
guint aus_throughput_get (AusThroughput *self,
                          gint64         now);

G_END_DECLS
