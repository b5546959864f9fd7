#include "aus-doctor-time.h"

#include "aus-time.h"
#include "aus-zone.h"

#include <stdio.h>
#include <string.h>

/* No booking is longer than a third of a day, and no clock more than a day from UTC. */
#define LONGEST (8 * AUS_TIME_HOUR)
#define MARGIN AUS_TIME_DAY
/* Of the days that there are. */
#define FIRST_DAY (AUS_TIME_MIN / AUS_TIME_DAY)
#define LAST_DAY (AUS_TIME_MAX / AUS_TIME_DAY)

gint64
aus_doctor_time_read_minutes (const char *time)
{
  int hour = 0, minute = 0;

  sscanf (time, "%2d:%2d", &hour, &minute);

  return hour * 60 + minute;
}

gint64
aus_doctor_time_read_days (const char *date)
{
  int year = 1970, month = 1, day = 1;

  sscanf (date, "%4d-%2d-%2d", &year, &month, &day);

  return aus_time_days_from_date (year, month, day);
}

/* 1970 began on a Thursday. */
gint64
aus_doctor_time_get_weekday (gint64 days)
{
  return ((days + 3) % 7 + 7) % 7 + 1;
}

gboolean
aus_doctor_time_find_start (const char  *zone,
                            gint64       days,
                            gint64      *utc,
                            GError     **error)
{
  int year, month, day;
  char date[16];

  /* Somebody means all that comes, or all that was. */
  if (days <= FIRST_DAY || days > LAST_DAY) {
    *utc = days <= FIRST_DAY ? AUS_TIME_MIN : AUS_TIME_MAX;
    return TRUE;
  }

  aus_time_date_from_days (days, &year, &month, &day);
  g_snprintf (date, sizeof date, "%04d-%02d-%02d", year, month, day);

  return aus_zone_to_utc (zone, date, "00:00", AUS_ZONE_CHOICE_FIRST, utc, NULL) ||
         aus_zone_to_utc (zone, date, "01:00", AUS_ZONE_CHOICE_FIRST, utc, error);
}

/* (transfer full) (element-type AusAvailability) */
static GPtrArray *
read_all (AusStatement  *rows,
          GError       **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  AusStep step;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    AusAvailability *availability = g_object_new (AUS_TYPE_AVAILABILITY, NULL);

    aus_statement_read_record (rows, AUS_RECORD (availability));
    g_ptr_array_add (list, availability);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

GPtrArray *
aus_doctor_time_list_hours (AusDatabase  *database,
                            const char   *doctor_id,
                            const char   *date,
                            GError      **error)
{
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT * FROM availability WHERE doctor_id = ?1 AND kind = 'hours' "
                                    "AND weekday = ?2 AND (first_date = '' OR first_date <= ?3) "
                                    "AND (last_date = '' OR last_date >= ?3) ORDER BY start_time, id", error);

  if (rows == NULL)
    return NULL;

  aus_statement_bind_text (rows, 1, doctor_id);
  aus_statement_bind_integer (rows, 2, aus_doctor_time_get_weekday (aus_doctor_time_read_days (date)));
  aus_statement_bind_text (rows, 3, date);

  return read_all (rows, error);
}

/* Where a day ends another begins. */
static gboolean
find_end (const AusAvailability *pause,
          gint64                 days,
          const char            *date,
          gint64                *end)
{
  if (g_str_has_prefix (pause->end_time, "24:"))
    return aus_doctor_time_find_start (pause->time_zone, days + 1, end, NULL);

  return aus_zone_to_utc (pause->time_zone, date, pause->end_time, AUS_ZONE_CHOICE_SECOND, end, NULL);
}

/* One that clocks never show, or twice, lasts from the first showing of its start to the last of its end. */
static void
add_break (const AusAvailability *pause,
           gint64                 days,
           GArray                *busy)
{
  AusSpan span = { .kind = AUS_SPAN_BREAK };
  int year, month, day;
  char date[16];

  aus_time_date_from_days (days, &year, &month, &day);
  g_snprintf (date, sizeof date, "%04d-%02d-%02d", year, month, day);

  if (aus_doctor_time_get_weekday (days) != pause->weekday ||
      (*pause->first_date != '\0' && strcmp (pause->first_date, date) > 0) ||
      (*pause->last_date != '\0' && strcmp (pause->last_date, date) < 0))
    return;

  if (aus_zone_to_utc (pause->time_zone, date, pause->start_time, AUS_ZONE_CHOICE_FIRST, &span.start, NULL) &&
      find_end (pause, days, date, &span.end))
    g_array_append_val (busy, span);
}

static gboolean
add_breaks (AusDatabase  *database,
            const char   *doctor_id,
            gint64        days,
            GArray       *busy,
            GError      **error)
{
  g_autoptr (GPtrArray) breaks = NULL;
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT * FROM availability WHERE doctor_id = ?1 AND kind = 'break'", error);

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, doctor_id);
  breaks = read_all (rows, error);

  for (guint i = 0; breaks != NULL && i < breaks->len; i++) {
    for (int around = -AUS_DOCTOR_TIME_DATES_APART; around <= AUS_DOCTOR_TIME_DATES_APART; around++)
      add_break (g_ptr_array_index (breaks, i), days + around, busy);
  }

  return breaks != NULL;
}

#define AROUND " BETWEEN ?2 AND ?3 "
/* The index of bookings would lead through all visits that have none: the sign keeps SQLite from it. */
#define ALONE "+booking_id IS NULL "

GArray *
aus_doctor_time_list_busy (AusDatabase     *database,
                           const AusClaim  *claim,
                           gint64           days,
                           GError         **error)
{
  const gint64 day = days * AUS_TIME_DAY;
  g_autoptr (GArray) busy = g_array_new (FALSE, FALSE, sizeof (AusSpan));
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT starts_at, starts_at + duration_minutes * 60000000, 0 FROM bookings "
                                    "WHERE doctor_id = ?1 AND status IN ('pending', 'confirmed') "
                                    "AND starts_at" AROUND "AND id IS NOT ?4 UNION ALL "
                                    "SELECT scheduled_start, scheduled_start + duration_planned * 60000000, 0 "
                                    "FROM consultations WHERE doctor_id = ?1 "
                                    "AND status IN ('scheduled', 'waiting', 'in_progress') AND " ALONE
                                    "AND scheduled_start" AROUND "AND id IS NOT ?5 UNION ALL "
                                    "SELECT starts_at, ends_at, ?6 FROM availability WHERE doctor_id = ?1 "
                                    "AND kind = 'leave' AND starts_at <= ?3 AND ends_at >= ?2", error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_text (rows, 1, claim->doctor_id);
  aus_statement_bind_integer (rows, 2, day - MARGIN - LONGEST);
  aus_statement_bind_integer (rows, 3, day + AUS_TIME_DAY + MARGIN);
  aus_statement_bind_text (rows, 4, claim->booking_id);
  aus_statement_bind_text (rows, 5, claim->consultation_id);
  aus_statement_bind_integer (rows, 6, AUS_SPAN_LEAVE);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    const AusSpan span = { aus_statement_get_integer (rows, 0), aus_statement_get_integer (rows, 1),
                           aus_statement_get_integer (rows, 2) };

    g_array_append_val (busy, span);
  }

  return step == AUS_STEP_DONE && add_breaks (database, claim->doctor_id, days, busy, error) ? g_steal_pointer (&busy)
                                                                                             : NULL;
}

const AusSpan *
aus_doctor_time_find_busy (GArray *busy,
                           gint64  start,
                           gint64  end,
                           gint64  pause)
{
  for (guint i = 0; i < busy->len; i++) {
    const AusSpan *taken = &g_array_index (busy, AusSpan, i);
    const gint64 around = taken->kind == AUS_SPAN_PATIENT ? pause : 0;

    if (start < taken->end + around && taken->start < end + around)
      return taken;
  }

  return NULL;
}
