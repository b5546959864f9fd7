#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusFreezes:
 *
 * How long pictures stood still that should have moved. All zero is the start.
 */
typedef struct
{
  gint64 last;
  gint64 pace;
  gint64 total;
} AusFreezes;

/**
 * aus_freezes_add:
 * @now: monotonic time of a picture
 *
 * A pause much longer than those before was a freeze; one of many seconds was a camera that was off.
 */
void aus_freezes_add    (AusFreezes *self,
                         gint64      now);

/* Whatever comes next follows on nothing. */
void aus_freezes_forget (AusFreezes *self);

G_END_DECLS
