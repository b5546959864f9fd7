#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusRateLimit:
 *
 * How often each of many may come: a bucket for each, which fills steadily. It is bounded; where there are too many it
 * forgets those who stayed away longest. One thread.
 */
typedef struct _AusRateLimit AusRateLimit;

/* @rate: of a second; @burst: at once */
AusRateLimit *aus_rate_limit_new   (double        rate,
                                    double        burst);
void          aus_rate_limit_free  (AusRateLimit *self);
/* Lets @who in and answers 0, or answers after how many seconds they may come again. @now: of the monotonic clock */
guint         aus_rate_limit_take  (AusRateLimit *self,
                                    const char   *who,
                                    gint64        now);
/* How many are remembered. */
guint         aus_rate_limit_get_n (AusRateLimit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusRateLimit, aus_rate_limit_free)

G_END_DECLS
