#include "aus-retry-time.h"

#include "aus-time.h"

#include <libsoup/soup.h>

#define FIRST_MS 500
#define LONGEST_S (24 * 60 * 60)

static GDateTime *
parse_date (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  GDateTime *date = g_date_time_new_from_iso8601 (text, utc);

  return date ? date : soup_date_time_new_from_http_string (text);
}

guint
aus_retry_time_parse (const char *text,
                      gint64      now)
{
  g_autofree char *bare = g_strstrip (g_strdup (text ? text : ""));
  g_autoptr (GDateTime) date = NULL;
  guint64 seconds;
  gint64 left;

  if (g_ascii_string_to_unsigned (bare, 10, 0, G_MAXUINT64, &seconds, NULL))
    return MIN (seconds, LONGEST_S);

  date = *bare != '\0' ? parse_date (bare) : NULL;

  if (date == NULL)
    return 0;

  left = aus_time_from_date_time (date) - now;

  /* Up, for a moment too early is refused again. */
  return left <= 0 ? 0 : MIN ((left + AUS_TIME_SECOND - 1) / AUS_TIME_SECOND, LONGEST_S);
}

guint
aus_retry_time_choose (guint  n_tries,
                       guint  limit,
                       double chance)
{
  guint64 longest = FIRST_MS;

  for (guint i = 1; i < n_tries && longest < limit; i++)
    longest *= 2;

  return (guint) ((double) MIN (longest, limit) * chance);
}
