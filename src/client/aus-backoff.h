#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusBackoff:
 * @first: longest wait before the first new try, in milliseconds
 * @cap: longest wait ever
 * @tries: how many there were since the last success
 *
 * How long to wait before trying again: the bound doubles, and the wait is any time up to it, so that many
 * clients do not come back in step.
 */
typedef struct
{
  guint first;
  guint cap;
  guint tries;
} AusBackoff;

/* In milliseconds; counts as a try. */
guint aus_backoff_next  (AusBackoff *self);
void  aus_backoff_reset (AusBackoff *self);

G_END_DECLS
