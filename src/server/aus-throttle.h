#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define AUS_TYPE_THROTTLE (aus_throttle_get_type ())

G_DECLARE_FINAL_TYPE (AusThrottle, aus_throttle, AUS, THROTTLE, GObject)

/**
 * AusThrottle:
 *
 * Counts failures by whatever text stands for their cause, and says how long it must rest. Any thread. It is bounded
 * and forgets with time; an attacker with very many causes makes it forget the oldest first.
 */
AusThrottle *aus_throttle_new   (void);

/* Seconds until @cause may try again; 0 means now. @allowed failures are free; each one more doubles the rest. */
guint        aus_throttle_check (AusThrottle *self,
                                 const char  *cause,
                                 guint        allowed);
/* Fails with %AUS_ERROR_THROTTLED, and says when to come again, unless @rest is 0. */
gboolean     aus_throttle_allows (guint       rest,
                                  GError    **error);
void         aus_throttle_fail  (AusThrottle *self,
                                 const char  *cause);
/* It was not so bad after all: a success. */
void         aus_throttle_clear (AusThrottle *self,
                                 const char  *cause);

G_END_DECLS
