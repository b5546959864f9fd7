#include "aus-time.h"

#include "aus-error.h"

#include <string.h>

typedef struct
{
  const char *text;
  gint64 time;
  const char *formatted;
} Case;

static const Case cases[] = {
  { "1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z" },
  { "2026-11-02T09:00:00Z", 1793610000000000, "2026-11-02T09:00:00Z" },
  { "2026-11-02t10:00:00+01:00", 1793610000000000, "2026-11-02T09:00:00Z" },
  { "2026-11-02 03:15:00-05:45", 1793610000000000, "2026-11-02T09:00:00Z" },
  { "2026-11-02T09:00:00-00:00", 1793610000000000, "2026-11-02T09:00:00Z" },
  { "2026-11-02T09:00:00.25z", 1793610000250000, "2026-11-02T09:00:00.250000Z" },
  { "2026-11-02T09:00:00.000001Z", 1793610000000001, "2026-11-02T09:00:00.000001Z" },
  { "2026-11-02T09:00:00.1234569Z", 1793610000123456, "2026-11-02T09:00:00.123456Z" },
  { "2026-11-02T09:00:00.999999999999Z", 1793610000999999, "2026-11-02T09:00:00.999999Z" },
  { "1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z" },
  { "2000-02-29T12:00:00Z", 951825600000000, "2000-02-29T12:00:00Z" },
  { "2024-02-29T23:59:59Z", 1709251199000000, "2024-02-29T23:59:59Z" },
  { "1900-01-01T00:00:00Z", AUS_TIME_MIN, "1900-01-01T00:00:00Z" },
  { "1900-01-01T00:00:00.5Z", AUS_TIME_MIN + 500000, "1900-01-01T00:00:00.500000Z" },
  { "9999-12-31T23:59:59.999999Z", AUS_TIME_MAX, "9999-12-31T23:59:59.999999Z" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    char buffer[AUS_TIME_BUFFER_LENGTH];
    gint64 time = 42;

    g_test_message ("%s", cases[i].text);
    g_assert_true (aus_time_parse (cases[i].text, &time, &error));
    g_assert_no_error (error);
    g_assert_cmpint (time, ==, cases[i].time);
    g_assert_cmpuint (aus_time_format (time, buffer), ==, strlen (cases[i].formatted));
    g_assert_cmpstr (buffer, ==, cases[i].formatted);
  }
}

static const char *const bad[] = {
  "", "2026", "2026-11-02", "2026-11-02T09:00Z", "2026-11-02T09:00:00", "2026-11-02T09:00:00 Z",
  "2026-11-02T09:00:00Z ", " 2026-11-02T09:00:00Z", "2026-11-02T09:00:00+0100", "2026-11-02T09:00:00+01",
  "2026-11-02T09:00:00+24:00", "2026-11-02T09:00:00+01:60", "2026-11-02T09:00:00.Z", "2026-11-02T09:00:00,5Z",
  "2026-11-02T24:00:00Z", "2026-11-02T09:60:00Z", "2026-12-31T23:59:60Z", "2026-13-02T09:00:00Z",
  "2026-00-02T09:00:00Z", "2026-11-00T09:00:00Z", "2026-11-31T09:00:00Z", "2025-02-29T09:00:00Z",
  "2100-02-29T09:00:00Z", "1899-12-31T23:59:59Z", "1900-01-01T00:59:59+01:00", "9999-12-31T23:59:59-00:01",
  "26-11-02T09:00:00Z", "12026-11-02T09:00:00Z", "-026-11-02T09:00:00Z", "2026-1a-02T09:00:00Z",
  "2026/11/02T09:00:00Z", "2026-11-02X09:00:00Z", "2026-11-02T09:00:00Z\n", "1793610000",
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    gint64 time = 42;

    g_test_message ("“%s”", bad[i]);
    g_assert_false (aus_time_parse (bad[i], &time, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_MALFORMED);
    g_assert_cmpint (time, ==, 42);
  }
}

static void
test_message (void)
{
  g_autoptr (GError) error = NULL;
  gint64 time;

  g_assert_false (aus_time_parse ("tomorrow", &time, &error));
  g_assert_nonnull (strstr (error->message, "tomorrow"));
}

/* Every day of the range, beside GLib's calendar. */
static void
test_calendar (void)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, G_DATE_JANUARY, 1900);
  gint64 last = aus_time_days_from_date (9999, 12, 31);

  for (gint64 days = aus_time_days_from_date (1900, 1, 1); days <= last; days++) {
    int year, month, day;

    aus_time_date_from_days (days, &year, &month, &day);
    g_assert_true (year == g_date_get_year (date) && month == (int) g_date_get_month (date)
                   && day == g_date_get_day (date));
    g_assert_true (aus_time_days_from_date (year, month, day) == days);
    g_assert_true (aus_time_date_is_valid (year, month, day));
    g_date_add_days (date, 1);
  }
}

static void
test_random_round_trip (void)
{
  for (guint i = 0; i < 100000; i++) {
    gint64 time = AUS_TIME_MIN + (gint64) (g_test_rand_double () * (double) (AUS_TIME_MAX - AUS_TIME_MIN));
    g_autoptr (GDateTime) date_time = aus_time_to_date_time (time);
    char buffer[AUS_TIME_BUFFER_LENGTH];
    gint64 back;

    aus_time_format (time, buffer);
    g_assert_true (aus_time_parse (buffer, &back, NULL));
    g_assert_cmpint (back, ==, time);
    g_assert_cmpint (aus_time_from_date_time (date_time), ==, time);
  }
}

static void
test_date_time (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GDateTime) berlin = g_date_time_new (zone, 2026, 11, 2, 10, 0, 0.25);
  g_autoptr (GDateTime) utc = aus_time_to_date_time (-1);

  g_assert_cmpint (aus_time_from_date_time (berlin), ==, 1793610000250000);
  g_assert_cmpint (g_date_time_get_utc_offset (utc), ==, 0);
  g_assert_cmpint (g_date_time_get_year (utc), ==, 1969);
  g_assert_cmpint (g_date_time_get_microsecond (utc), ==, 999999);
}

static void
test_now (void)
{
  gint64 before = g_get_real_time ();
  gint64 now = aus_time_now ();

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time ());
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time/cases", test_cases);
  g_test_add_func ("/time/bad", test_bad);
  g_test_add_func ("/time/message", test_message);
  g_test_add_func ("/time/calendar", test_calendar);
  g_test_add_func ("/time/random-round-trip", test_random_round_trip);
  g_test_add_func ("/time/date-time", test_date_time);
  g_test_add_func ("/time/now", test_now);

  return g_test_run ();
}
