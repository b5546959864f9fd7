#include "aus-doctor-time.h"

#include "aus-time.h"
#include "aus-zone.h"

#include <stdio.h>

/* No booking is longer than a third of a day, and no clock more than a day from UTC. */
#define LONGEST (8 * AUS_TIME_HOUR)
#define MARGIN AUS_TIME_DAY

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

  aus_time_date_from_days (days, &year, &month, &day);
  g_snprintf (date, sizeof date, "%04d-%02d-%02d", year, month, day);

  return aus_zone_to_utc (zone, date, "00:00", AUS_ZONE_CHOICE_FIRST, utc, NULL) ||
         aus_zone_to_utc (zone, date, "01:00", AUS_ZONE_CHOICE_FIRST, utc, error);
}

gboolean
aus_doctor_time_is_on_leave (AusDatabase  *database,
                             const char   *doctor_id,
                             const char   *date,
                             gboolean     *on_leave,
                             GError      **error)
{
  gint64 found;
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT 1 FROM availability WHERE doctor_id = ?1 AND kind = 'leave' "
                                    "AND first_date <= ?2 AND last_date >= ?2 LIMIT 1", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, doctor_id);
  aus_statement_bind_text (row, 2, date);

  if (!aus_statement_run_integer (row, 0, &found, error))
    return FALSE;

  *on_leave = found != 0;

  return TRUE;
}

GPtrArray *
aus_doctor_time_list (AusDatabase          *database,
                      const char           *doctor_id,
                      AusAvailabilityKind   kind,
                      const char           *date,
                      GError              **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT * FROM availability WHERE doctor_id = ?1 AND kind = ?2 AND weekday = ?3 "
                                    "AND (first_date = '' OR first_date <= ?4) "
                                    "AND (last_date = '' OR last_date >= ?4) ORDER BY start_time, id", error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_text (rows, 1, doctor_id);
  aus_statement_bind_text (rows, 2, aus_enum_to_nick (aus_availability_kind_get_type (), kind));
  aus_statement_bind_integer (rows, 3, aus_doctor_time_get_weekday (aus_doctor_time_read_days (date)));
  aus_statement_bind_text (rows, 4, date);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    AusAvailability *availability = g_object_new (AUS_TYPE_AVAILABILITY, NULL);

    aus_statement_read_record (rows, AUS_RECORD (availability));
    g_ptr_array_add (list, availability);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

/* A break that clocks never show, or twice, lasts from the first showing of its start to the last of its end. */
static gboolean
add_breaks (AusDatabase     *database,
            const AusClaim  *claim,
            const char      *date,
            GArray          *busy,
            GError         **error)
{
  g_autoptr (GPtrArray) breaks =
    aus_doctor_time_list (database, claim->doctor_id, AUS_AVAILABILITY_KIND_BREAK, date, error);

  for (guint i = 0; breaks != NULL && i < breaks->len; i++) {
    const AusAvailability *pause = g_ptr_array_index (breaks, i);
    AusSpan span = { .is_break = TRUE };

    if (aus_zone_to_utc (pause->time_zone, date, pause->start_time, AUS_ZONE_CHOICE_FIRST, &span.start, NULL) &&
        aus_zone_to_utc (pause->time_zone, date, pause->end_time, AUS_ZONE_CHOICE_SECOND, &span.end, NULL))
      g_array_append_val (busy, span);
  }

  return breaks != NULL;
}

GArray *
aus_doctor_time_list_busy (AusDatabase     *database,
                           const AusClaim  *claim,
                           const char      *date,
                           GError         **error)
{
  const gint64 day = aus_doctor_time_read_days (date) * AUS_TIME_DAY;
  g_autoptr (GArray) busy = g_array_new (FALSE, FALSE, sizeof (AusSpan));
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT starts_at, duration_minutes FROM bookings WHERE doctor_id = ?1 "
                                    "AND status IN ('pending', 'confirmed') AND starts_at BETWEEN ?2 AND ?3 "
                                    "AND id IS NOT ?4 UNION ALL "
                                    "SELECT scheduled_start, duration_planned FROM consultations WHERE doctor_id = ?1 "
                                    "AND status IN ('scheduled', 'waiting', 'in_progress') AND booking_id IS NULL "
                                    "AND scheduled_start BETWEEN ?2 AND ?3 AND id IS NOT ?5", error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_text (rows, 1, claim->doctor_id);
  aus_statement_bind_integer (rows, 2, day - MARGIN - LONGEST);
  aus_statement_bind_integer (rows, 3, day + AUS_TIME_DAY + MARGIN);
  aus_statement_bind_text (rows, 4, claim->booking_id);
  aus_statement_bind_text (rows, 5, claim->consultation_id);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    const gint64 start = aus_statement_get_integer (rows, 0);
    const AusSpan span = { start, start + aus_statement_get_integer (rows, 1) * AUS_TIME_MINUTE, FALSE };

    g_array_append_val (busy, span);
  }

  return step == AUS_STEP_DONE && add_breaks (database, claim, date, busy, error) ? g_steal_pointer (&busy) : NULL;
}

gboolean
aus_doctor_time_is_free (GArray *busy,
                         gint64  start,
                         gint64  end,
                         gint64  pause)
{
  for (guint i = 0; i < busy->len; i++) {
    const AusSpan *taken = &g_array_index (busy, AusSpan, i);
    const gint64 around = taken->is_break ? 0 : pause;

    if (start < taken->end + around && taken->start < end + around)
      return FALSE;
  }

  return TRUE;
}
