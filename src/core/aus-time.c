#include "aus-time.h"

#include "aus-error.h"

#include <string.h>
#include <time.h>

typedef struct
{
  int year;
  int month;
  int day;
  int hour;
  int minute;
  int second;
  int microsecond;
  int offset;
} Moment;

gint64
aus_time_now (void)
{
  return g_get_real_time ();
}

gboolean
aus_time_can_start (gint64 time)
{
  return time >= AUS_TIME_MIN + 365 * AUS_TIME_DAY && time <= AUS_TIME_MAX - 365 * AUS_TIME_DAY;
}

gint64
aus_time_since_boot (void)
{
  struct timespec time;

  clock_gettime (CLOCK_BOOTTIME, &time);

  return time.tv_sec * AUS_TIME_SECOND + time.tv_nsec / 1000;
}

static gboolean
read_number (const char **at,
             int          digits,
             int         *number)
{
  int value = 0;

  for (int i = 0; i < digits; i++) {
    if (!g_ascii_isdigit ((*at)[i]))
      return FALSE;

    value = value * 10 + ((*at)[i] - '0');
  }

  *at += digits;
  *number = value;

  return TRUE;
}

static gboolean
read_one_of (const char **at,
             const char  *letters)
{
  if (**at == '\0' || strchr (letters, **at) == NULL)
    return FALSE;

  (*at)++;

  return TRUE;
}

static gboolean
read_fraction (const char **at,
               int         *microsecond)
{
  int unit = 100000;

  *microsecond = 0;

  if (!read_one_of (at, "."))
    return TRUE;
  if (!g_ascii_isdigit (**at))
    return FALSE;

  for (; g_ascii_isdigit (**at); (*at)++, unit /= 10)
    *microsecond += (**at - '0') * unit;

  return TRUE;
}

static gboolean
read_offset (const char **at,
             int         *offset)
{
  int sign = **at == '-' ? -1 : 1;
  int hours, minutes;

  *offset = 0;

  if (read_one_of (at, "Zz"))
    return TRUE;

  if (!read_one_of (at, "+-") || !read_number (at, 2, &hours) || !read_one_of (at, ":")
      || !read_number (at, 2, &minutes) || hours > 23 || minutes > 59)
    return FALSE;

  *offset = sign * (hours * 60 + minutes);

  return TRUE;
}

static gboolean
read_moment (const char *at,
             Moment     *moment)
{
  return read_number (&at, 4, &moment->year) && read_one_of (&at, "-")
         && read_number (&at, 2, &moment->month) && read_one_of (&at, "-")
         && read_number (&at, 2, &moment->day) && read_one_of (&at, "Tt ")
         && read_number (&at, 2, &moment->hour) && read_one_of (&at, ":")
         && read_number (&at, 2, &moment->minute) && read_one_of (&at, ":")
         && read_number (&at, 2, &moment->second)
         && read_fraction (&at, &moment->microsecond)
         && read_offset (&at, &moment->offset)
         && *at == '\0'
         && moment->hour < 24 && moment->minute < 60 && moment->second < 60
         && aus_time_date_is_valid (moment->year, moment->month, moment->day);
}

gboolean
aus_time_parse (const char  *text,
                gint64      *time,
                GError     **error)
{
  Moment moment;
  gint64 value = AUS_TIME_MIN - 1;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (time != NULL, FALSE);

  if (read_moment (text, &moment))
    value = aus_time_days_from_date (moment.year, moment.month, moment.day) * AUS_TIME_DAY
            + moment.hour * AUS_TIME_HOUR
            + (moment.minute - moment.offset) * AUS_TIME_MINUTE
            + moment.second * AUS_TIME_SECOND
            + moment.microsecond;

  if (value < AUS_TIME_MIN || value > AUS_TIME_MAX) {
    g_autofree char *quoted = aus_error_quote (text, 40);

    g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED,
                 "“%s” is not a time with its zone, such as 2026-11-02T09:00:00Z", quoted);
    return FALSE;
  }

  *time = value;

  return TRUE;
}

static void
write_two (char *at,
           int   number)
{
  at[0] = (char) ('0' + number / 10);
  at[1] = (char) ('0' + number % 10);
}

gsize
aus_time_format (gint64 time,
                 char   buffer[static AUS_TIME_BUFFER_LENGTH])
{
  int year, month, day, second, microsecond;
  gint64 days;
  gsize length = 19;

  buffer[0] = '\0';
  g_return_val_if_fail (time >= AUS_TIME_MIN && time <= AUS_TIME_MAX, 0);

  days = (time - AUS_TIME_MIN) / AUS_TIME_DAY + AUS_TIME_MIN / AUS_TIME_DAY;
  second = (int) ((time - days * AUS_TIME_DAY) / AUS_TIME_SECOND);
  microsecond = (int) ((time - AUS_TIME_MIN) % AUS_TIME_SECOND);

  aus_time_date_from_days (days, &year, &month, &day);
  memcpy (buffer, "0000-00-00T00:00:00.000000Z", AUS_TIME_BUFFER_LENGTH);
  write_two (buffer, year / 100);
  write_two (buffer + 2, year % 100);
  write_two (buffer + 5, month);
  write_two (buffer + 8, day);
  write_two (buffer + 11, second / 3600);
  write_two (buffer + 14, second / 60 % 60);
  write_two (buffer + 17, second % 60);

  if (microsecond != 0) {
    write_two (buffer + 20, microsecond / 10000);
    write_two (buffer + 22, microsecond / 100 % 100);
    write_two (buffer + 24, microsecond % 100);
    length = 26;
  }

  buffer[length] = 'Z';
  buffer[length + 1] = '\0';

  return length + 1;
}

/* Both ways after Howard Hinnant: the year begins in March, so that the leap day is its last; 719468 days lie
 * between 0000-03-01 and 1970-01-01, and 400 years are one era of 146097 days. */

gint64
aus_time_days_from_date (int year,
                         int month,
                         int day)
{
  gint64 shifted = month > 2 ? year : (gint64) year - 1;
  gint64 era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  gint64 year_of_era = shifted - era * 400;
  gint64 day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

void
aus_time_date_from_days (gint64  days,
                         int    *year,
                         int    *month,
                         int    *day)
{
  gint64 shifted = days + 719468;
  gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  gint64 day_of_era = shifted - era * 146097;
  gint64 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 shifted_month = (5 * day_of_year + 2) / 153;

  *day = (int) (day_of_year - (153 * shifted_month + 2) / 5 + 1);
  *month = (int) (shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  *year = (int) (year_of_era + era * 400 + (*month <= 2));
}

gboolean
aus_time_date_is_valid (int year,
                        int month,
                        int day)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return year >= 1900 && year <= 9999 && month >= 1 && month <= 12
         && day >= 1 && day <= lengths[month - 1] + (month == 2 && leap);
}

GDateTime *
aus_time_to_date_time (gint64 time)
{
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (0);

  return g_date_time_add (epoch, time);
}

gint64
aus_time_from_date_time (GDateTime *date_time)
{
  g_return_val_if_fail (date_time != NULL, 0);

  return g_date_time_to_unix (date_time) * AUS_TIME_SECOND + g_date_time_get_microsecond (date_time);
}
