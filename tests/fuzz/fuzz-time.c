#include "aus-fuzz.h"

#include "aus-checks.h"
#include "aus-error.h"
#include "aus-time.h"
#include "aus-zone.h"

#include <string.h>

/* Four lines: a time, a zone, a date and a time of day. What is read is written as the same, and what a zone's clocks
 * show at a moment leads back to it. */

/* What is wrong goes out as JSON, so it is text even where it repeats a part of the input. */
static void
check_fault (const GError *error,
             AusError      code)
{
  g_assert_error (error, AUS_ERROR, (int) code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
check_time (const char *text)
{
  g_autoptr (GError) error = NULL;
  char buffer[AUS_TIME_BUFFER_LENGTH];
  gint64 time = 0, again = 0;

  if (!aus_time_parse (text, &time, &error)) {
    check_fault (error, AUS_ERROR_MALFORMED);
    g_assert_cmpint (time, ==, 0);
    return;
  }

  g_assert_cmpuint (aus_time_format (time, buffer), ==, strlen (buffer));
  g_assert_cmpuint (strlen (buffer), <, sizeof buffer);
  g_assert_true (aus_time_parse (buffer, &again, &error));
  g_assert_cmpint (again, ==, time);
}

static void
check_zone (const char *zone,
            const char *date,
            const char *time)
{
  g_autoptr (GError) error = NULL;
  const gboolean is_clear = aus_check_date (date) == NULL && aus_check_time (time) == NULL;
  char date_again[11], time_again[9];
  gint64 utc;

  for (AusZoneChoice choice = AUS_ZONE_CHOICE_ASK; choice <= AUS_ZONE_CHOICE_SECOND; choice++) {
    g_clear_error (&error);

    if (!aus_zone_to_utc (zone, date, time, choice, &utc, &error)) {
      check_fault (error, AUS_ERROR_INVALID);
      continue;
    }

    g_assert_true (is_clear && aus_zone_is_valid (zone));
    g_assert_true (aus_zone_from_utc (zone, utc, date_again, time_again));
    g_assert_cmpstr (date_again, ==, date);
    g_assert_true (g_str_has_prefix (time_again, time));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  const gboolean is_text = g_utf8_validate (text, -1, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 4);
  const guint n = g_strv_length (lines);

  /* Nothing else gets as far as this. */
  if (!is_text)
    return -1;

  if (n > 0) {
    check_time (lines[0]);
    aus_check_email (lines[0]);
  }

  if (n == 4)
    check_zone (lines[1], lines[2], lines[3]);

  return 0;
}
