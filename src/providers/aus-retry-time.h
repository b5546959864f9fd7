#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * aus_retry_time_parse:
 * @text: (nullable): a Retry-After: seconds, a date as in HTTP, or a date as in ISO 8601
 * @now: in microseconds
 *
 * Returns: seconds from now, at most a day; 0 where it says nothing
 */
guint  aus_retry_time_parse  (const char *text,
                              gint64      now);

/**
 * aus_retry_time_choose:
 * @n_tries: how many there were
 * @limit: the longest, in milliseconds
 * @chance: from 0 to 1
 *
 * Half a second, twice as much after each try, and at random up to that, so that not all come back at once.
 *
 * Returns: milliseconds until the next try
 */
guint  aus_retry_time_choose (guint       n_tries,
                              guint       limit,
                              double      chance);

G_END_DECLS
