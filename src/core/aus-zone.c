#include "aus-zone.h"

#include "aus-error.h"
#include "aus-time.h"

#include <stdio.h>
#include <string.h>

#define ZONE_MAX_LENGTH 64
#define REMEMBER_FOR AUS_TIME_MINUTE

/* GTimeZone also takes offsets, POSIX rules and paths, and complains aloud about files that are no zones. */
static gboolean
is_zone_file (const char *zone)
{
  const char *folder = g_getenv ("TZDIR");
  g_autofree char *path = g_build_filename (folder ? folder : "/usr/share/zoneinfo", zone, NULL);
  char magic[4] = { 0 };
  FILE *file = fopen (path, "re");

  if (file == NULL)
    return FALSE;

  if (fread (magic, 1, sizeof magic, file) != sizeof magic)
    magic[0] = '\0';

  fclose (file);

  return memcmp (magic, "TZif", sizeof magic) == 0;
}

static gboolean
is_zone_name (const char *zone)
{
  gsize length = strspn (zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

  return length <= ZONE_MAX_LENGTH && zone[length] == '\0'
         && g_ascii_isupper (zone[0]) && zone[length - 1] != '/' && strstr (zone, "//") == NULL;
}

typedef struct
{
  char      *name;
  GTimeZone *zone;
  gint64     read_at;
} Remembered;

static void
remembered_free (gpointer data)
{
  Remembered *self = data;

  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self->name);
  g_free (self);
}

/* What this thread opened last. */
static Remembered *
get_remembered (void)
{
  static GPrivate remembered = G_PRIVATE_INIT (remembered_free);
  Remembered *self = g_private_get (&remembered);

  if (self == NULL) {
    self = g_new0 (Remembered, 1);
    g_private_set (&remembered, self);
  }

  return self;
}

/* A clinic has one zone and asks for it all the time, which would read two files at each. New rules, as governments
 * give them, are taken up without a restart all the same. */
static GTimeZone *
open_zone (const char *zone)
{
  Remembered *last = get_remembered ();
  const gint64 now = g_get_monotonic_time ();

  if (g_strcmp0 (last->name, zone) == 0 && now - last->read_at < REMEMBER_FOR)
    return g_time_zone_ref (last->zone);

  g_clear_pointer (&last->zone, g_time_zone_unref);
  g_clear_pointer (&last->name, g_free);

  if (!is_zone_name (zone) || !is_zone_file (zone))
    return NULL;

  last->zone = g_time_zone_new_identifier (zone);
  last->name = last->zone ? g_strdup (zone) : NULL;
  last->read_at = now;

  return last->zone ? g_time_zone_ref (last->zone) : NULL;
}

gboolean
aus_zone_is_valid (const char *zone)
{
  g_autoptr (GTimeZone) opened = NULL;

  g_return_val_if_fail (zone != NULL, FALSE);

  opened = open_zone (zone);

  return opened != NULL;
}

/* Whether @text has the digits and separators of @form, where 0 stands for a digit. */
static gboolean
has_form (const char *text,
          const char *form)
{
  if (strlen (text) != strlen (form))
    return FALSE;

  for (gsize i = 0; form[i] != '\0'; i++) {
    if (form[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  }

  return TRUE;
}

static gboolean
read_date (const char  *date,
           gint64      *days,
           GError     **error)
{
  int year = 0, month = 0, day = 0;

  if (has_form (date, "0000-00-00"))
    sscanf (date, "%4d-%2d-%2d", &year, &month, &day);

  if (!aus_time_date_is_valid (year, month, day)) {
    g_autofree char *quoted = aus_error_quote (date, 20);

    aus_error_add_field (error, "appointment_date", "“%s” is not a date such as 2026-11-02.", quoted);
    return FALSE;
  }

  *days = aus_time_days_from_date (year, month, day);

  return TRUE;
}

static gboolean
is_in_range (gint64 seconds)
{
  return seconds >= AUS_TIME_MIN / AUS_TIME_SECOND && seconds <= AUS_TIME_MAX / AUS_TIME_SECOND;
}

static gboolean
read_time (const char  *time,
           gint64      *seconds,
           GError     **error)
{
  int hour = 24, minute = 0, second = 0;

  if (has_form (time, "00:00") || has_form (time, "00:00:00"))
    sscanf (time, "%2d:%2d:%2d", &hour, &minute, &second);

  if (hour > 23 || minute > 59 || second > 59) {
    g_autofree char *quoted = aus_error_quote (time, 20);

    aus_error_add_field (error, "appointment_time", "“%s” is not a time such as 14:30.", quoted);
    return FALSE;
  }

  *seconds = hour * 3600 + minute * 60 + second;

  return TRUE;
}

/* The moments, at most two, in which clocks show @wall (seconds since 1970 as if in UTC), earliest first. */
static guint
find_moments (GTimeZone *zone,
              gint64     wall,
              gint64     moments[static 2])
{
  gint first = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, wall - 86400);
  gint last = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, wall + 86400);
  guint n_moments = 0;

  for (gint interval = first; interval <= last && n_moments < 2; interval++) {
    gint64 moment = wall - g_time_zone_get_offset (zone, interval);

    if (g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, moment) == interval)
      moments[n_moments++] = moment;
  }

  return n_moments;
}

static char *
say_moment (GTimeZone *zone,
            gint64     moment)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (moment);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, "%H:%M %Z (UTC%:z)");
}

static void
refuse_twice (GTimeZone     *zone,
              const gint64   moments[static 2],
              const char    *time,
              GError       **error)
{
  g_autofree char *first = say_moment (zone, moments[0]);
  g_autofree char *second = say_moment (zone, moments[1]);

  aus_error_add_field (error, "appointment_time",
                       "The clocks go back on this day and show %s twice: first %s, then %s. Say which.",
                       time, first, second);
}

gboolean
aus_zone_to_utc (const char     *zone,
                 const char     *date,
                 const char     *time,
                 AusZoneChoice   choice,
                 gint64         *utc,
                 GError        **error)
{
  g_autoptr (GTimeZone) opened = NULL;
  gint64 moments[2];
  gint64 days, seconds, moment;
  guint n_moments;

  g_return_val_if_fail (zone != NULL && date != NULL && time != NULL && utc != NULL, FALSE);

  opened = open_zone (zone);

  if (opened == NULL) {
    g_autofree char *quoted = aus_error_quote (zone, 64);

    aus_error_add_field (error, "time_zone", "There is no time zone “%s”.", quoted);
    return FALSE;
  }

  if (!read_date (date, &days, error) || !read_time (time, &seconds, error))
    return FALSE;

  n_moments = find_moments (opened, days * 86400 + seconds, moments);

  if (n_moments == 0) {
    aus_error_add_field (error, "appointment_time",
                         "The clocks go forward on %s and never show %s in %s.", date, time, zone);
    return FALSE;
  }

  if (n_moments == 2 && choice == AUS_ZONE_CHOICE_ASK) {
    refuse_twice (opened, moments, time, error);
    return FALSE;
  }

  moment = moments[choice == AUS_ZONE_CHOICE_SECOND ? n_moments - 1 : 0];

  if (!is_in_range (moment)) {
    aus_error_add_field (error, "appointment_date", "The date is out of range.");
    return FALSE;
  }

  *utc = moment * AUS_TIME_SECOND;

  return TRUE;
}

gboolean
aus_zone_from_utc (const char *zone,
                   gint64      utc,
                   char        date[static 11],
                   char        time[static 9])
{
  g_autoptr (GTimeZone) opened = NULL;
  char buffer[AUS_TIME_BUFFER_LENGTH];
  gint64 wall;
  gint interval;

  g_return_val_if_fail (zone != NULL, FALSE);

  opened = open_zone (zone);

  if (opened == NULL)
    return FALSE;

  interval = g_time_zone_find_interval (opened, G_TIME_TYPE_UNIVERSAL, utc / AUS_TIME_SECOND);
  wall = utc / AUS_TIME_SECOND + g_time_zone_get_offset (opened, interval);

  if (!is_in_range (wall))
    return FALSE;

  aus_time_format (wall * AUS_TIME_SECOND, buffer);
  g_strlcpy (date, buffer, 11);
  g_strlcpy (time, buffer + 11, 9);

  return TRUE;
}
