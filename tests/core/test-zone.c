#include "aus-zone.h"

#include "aus-error.h"
#include "aus-time.h"

#include <string.h>

typedef struct
{
  const char *zone;
  const char *date;
  const char *time;
  AusZoneChoice choice;
  const char *expected;
} Case;

static const Case cases[] = {
  { "UTC", "2026-11-02", "09:00", AUS_ZONE_CHOICE_ASK, "2026-11-02T09:00:00Z" },
  { "Europe/Berlin", "2026-11-02", "10:00", AUS_ZONE_CHOICE_ASK, "2026-11-02T09:00:00Z" },
  { "Europe/Berlin", "2026-07-01", "10:00:30", AUS_ZONE_CHOICE_ASK, "2026-07-01T08:00:30Z" },
  { "Europe/Berlin", "2026-07-01", "10:00", AUS_ZONE_CHOICE_SECOND, "2026-07-01T08:00:00Z" },
  { "Asia/Kathmandu", "2026-07-01", "10:00", AUS_ZONE_CHOICE_ASK, "2026-07-01T04:15:00Z" },
  { "America/Vancouver", "2026-01-15", "17:30", AUS_ZONE_CHOICE_ASK, "2026-01-16T01:30:00Z" },

  /* Forward, 02:00 to 03:00. */
  { "Europe/Berlin", "2026-03-29", "01:59:59", AUS_ZONE_CHOICE_ASK, "2026-03-29T00:59:59Z" },
  { "Europe/Berlin", "2026-03-29", "03:00", AUS_ZONE_CHOICE_ASK, "2026-03-29T01:00:00Z" },

  /* Back, 03:00 to 02:00. */
  { "Europe/Berlin", "2026-10-25", "01:59:59", AUS_ZONE_CHOICE_ASK, "2026-10-24T23:59:59Z" },
  { "Europe/Berlin", "2026-10-25", "02:30", AUS_ZONE_CHOICE_FIRST, "2026-10-25T00:30:00Z" },
  { "Europe/Berlin", "2026-10-25", "02:30", AUS_ZONE_CHOICE_SECOND, "2026-10-25T01:30:00Z" },
  { "Europe/Berlin", "2026-10-25", "03:00", AUS_ZONE_CHOICE_ASK, "2026-10-25T02:00:00Z" },

  /* West of Greenwich. */
  { "America/New_York", "2026-03-08", "03:00", AUS_ZONE_CHOICE_ASK, "2026-03-08T07:00:00Z" },
  { "America/New_York", "2026-11-01", "01:30", AUS_ZONE_CHOICE_FIRST, "2026-11-01T05:30:00Z" },
  { "America/New_York", "2026-11-01", "01:30", AUS_ZONE_CHOICE_SECOND, "2026-11-01T06:30:00Z" },

  /* Half an hour: back at 02:00 on 2026-04-05, forward at 02:00 on 2026-10-04. */
  { "Australia/Lord_Howe", "2026-04-05", "01:45", AUS_ZONE_CHOICE_FIRST, "2026-04-04T14:45:00Z" },
  { "Australia/Lord_Howe", "2026-04-05", "01:45", AUS_ZONE_CHOICE_SECOND, "2026-04-04T15:15:00Z" },
  { "Australia/Lord_Howe", "2026-04-05", "01:29", AUS_ZONE_CHOICE_ASK, "2026-04-04T14:29:00Z" },
  { "Australia/Lord_Howe", "2026-10-04", "02:30", AUS_ZONE_CHOICE_ASK, "2026-10-03T15:30:00Z" },

  /* Samoa left out a whole day. */
  { "Pacific/Apia", "2011-12-29", "23:59", AUS_ZONE_CHOICE_ASK, "2011-12-30T09:59:00Z" },
  { "Pacific/Apia", "2011-12-31", "00:00", AUS_ZONE_CHOICE_ASK, "2011-12-30T10:00:00Z" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    char buffer[AUS_TIME_BUFFER_LENGTH];
    char date[11], time[9];
    gint64 utc = 42;

    g_test_message ("%s %s %s", cases[i].zone, cases[i].date, cases[i].time);
    g_assert_true (aus_zone_to_utc (cases[i].zone, cases[i].date, cases[i].time, cases[i].choice,
                                    &utc, &error));
    g_assert_no_error (error);
    aus_time_format (utc, buffer);
    g_assert_cmpstr (buffer, ==, cases[i].expected);

    g_assert_true (aus_zone_from_utc (cases[i].zone, utc, date, time));
    g_assert_cmpstr (date, ==, cases[i].date);
    g_assert_true (g_str_has_prefix (time, cases[i].time));
    g_assert_cmpuint (strlen (time), ==, 8);
  }
}

typedef struct
{
  const char *zone;
  const char *date;
  const char *time;
  AusZoneChoice choice;
  const char *field;
} Refused;

static const Refused refused[] = {
  { "Europe/Berlin", "2026-03-29", "02:00", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Europe/Berlin", "2026-03-29", "02:59:59", AUS_ZONE_CHOICE_FIRST, "appointment_time" },
  { "Europe/Berlin", "2026-10-25", "02:00", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Australia/Lord_Howe", "2026-10-04", "02:15", AUS_ZONE_CHOICE_SECOND, "appointment_time" },
  { "Australia/Lord_Howe", "2026-04-05", "01:30", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Pacific/Apia", "2011-12-30", "12:00", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Europe/Berlin", "2026-11-02", "24:00", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Europe/Berlin", "2026-11-02", "9:00", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Europe/Berlin", "2026-11-02", "09:60", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Europe/Berlin", "2026-11-02", "09:00:60", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Europe/Berlin", "2026-11-02", "-9:00", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Europe/Berlin", "2026-11-02", "", AUS_ZONE_CHOICE_ASK, "appointment_time" },
  { "Europe/Berlin", "2026-02-29", "09:00", AUS_ZONE_CHOICE_ASK, "appointment_date" },
  { "Europe/Berlin", "2026-2-28", "09:00", AUS_ZONE_CHOICE_ASK, "appointment_date" },
  { "Europe/Berlin", "02.11.2026", "09:00", AUS_ZONE_CHOICE_ASK, "appointment_date" },
  { "Europe/Berlin", "1900-01-01", "00:00", AUS_ZONE_CHOICE_ASK, "appointment_date" },
  { "America/Vancouver", "9999-12-31", "23:59", AUS_ZONE_CHOICE_ASK, "appointment_date" },
  { "Europe/Nowhere", "2026-11-02", "09:00", AUS_ZONE_CHOICE_ASK, "time_zone" },
  { "+01:00", "2026-11-02", "09:00", AUS_ZONE_CHOICE_ASK, "time_zone" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    AusFieldFault *fault;
    gint64 utc = 42;

    g_test_message ("%s %s %s", refused[i].zone, refused[i].date, refused[i].time);
    g_assert_false (aus_zone_to_utc (refused[i].zone, refused[i].date, refused[i].time, refused[i].choice,
                                     &utc, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    g_assert_cmpint (utc, ==, 42);
    fault = g_ptr_array_index (aus_error_get_fields (error), 0);
    g_assert_cmpstr (fault->name, ==, refused[i].field);
  }
}

static void
test_says_both (void)
{
  g_autoptr (GError) error = NULL;
  gint64 utc;

  g_assert_false (aus_zone_to_utc ("Europe/Berlin", "2026-10-25", "02:30", AUS_ZONE_CHOICE_ASK,
                                   &utc, &error));
  g_assert_nonnull (strstr (error->message, "first 02:30 CEST (UTC+02:00), then 02:30 CET (UTC+01:00)"));
}

/* Some are files in the time zone folder, some are what GTimeZone would take, some would make it complain. */
static const char *const bad_zones[] = {
  "", "/", "Europe", "Europe/", "Europe//Berlin", "europe/berlin", "Europe/Berlin ", "Europe/Berlin\n",
  "../zoneinfo/UTC", "./UTC", "/usr/share/zoneinfo/UTC", "/etc/passwd",
  "posix/Europe/Berlin", "right/Europe/Berlin", "posixrules", "localtime",
  "leapseconds", "zone.tab", "tzdata.zi", "iso3166.tab",
  "CET-1CEST", "EST5EDT,M3.2.0,M11.1.0", "Z", "01:00", "+01",
};

static void
test_valid (void)
{
  g_autofree char *endless = g_strnfill (100000, 'A');
  char date[11], time[9];

  g_assert_true (aus_zone_is_valid ("UTC"));
  g_assert_true (aus_zone_is_valid ("Europe/Berlin"));
  g_assert_true (aus_zone_is_valid ("America/Argentina/Buenos_Aires"));
  g_assert_true (aus_zone_is_valid ("Etc/GMT+5"));
  g_assert_false (aus_zone_is_valid (endless));

  for (guint i = 0; i < G_N_ELEMENTS (bad_zones); i++) {
    g_test_message ("“%s”", bad_zones[i]);
    g_assert_false (aus_zone_is_valid (bad_zones[i]));
    g_assert_false (aus_zone_from_utc (bad_zones[i], 0, date, time));
  }
}

static void
test_out_of_range (void)
{
  char date[11], time[9];

  g_assert_false (aus_zone_from_utc ("Europe/Berlin", AUS_TIME_MAX, date, time));
  g_assert_false (aus_zone_from_utc ("America/Vancouver", AUS_TIME_MIN, date, time));
  g_assert_false (aus_zone_from_utc ("Europe/Berlin", G_MAXINT64, date, time));
}

/* Whatever a clock shows leads back to the same moment, by one of the choices. */
static void
test_round_trip (void)
{
  static const char *const zones[] = { "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca" };
  gint64 start = 1767225600 * AUS_TIME_SECOND;

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autoptr (GTimeZone) kept_in_memory = g_time_zone_new_identifier (zones[i]);

    for (gint64 utc = start; utc < start + 366 * AUS_TIME_DAY; utc += 15 * AUS_TIME_MINUTE) {
      gint64 first = 0, second = 0;
      char date[11], time[9];

      g_assert_true (aus_zone_from_utc (zones[i], utc, date, time));
      g_assert_true (aus_zone_to_utc (zones[i], date, time, AUS_ZONE_CHOICE_FIRST, &first, NULL));
      g_assert_true (aus_zone_to_utc (zones[i], date, time, AUS_ZONE_CHOICE_SECOND, &second, NULL));
      g_assert_true (first <= second && (utc == first || utc == second));
    }
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/zone/cases", test_cases);
  g_test_add_func ("/zone/refused", test_refused);
  g_test_add_func ("/zone/says-both", test_says_both);
  g_test_add_func ("/zone/valid", test_valid);
  g_test_add_func ("/zone/out-of-range", test_out_of_range);
  g_test_add_func ("/zone/round-trip", test_round_trip);

  return g_test_run ();
}
