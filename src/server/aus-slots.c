#include "aus-slots.h"

#include "aus-time.h"
#include "aus-zone.h"

#include <stdio.h>

/* No booking is longer than a third of a day, and no clock more than a day from UTC. */
#define LONGEST (8 * AUS_TIME_HOUR)
#define MARGIN AUS_TIME_DAY

typedef struct
{
  gint64 start;
  gint64 end;
} Span;

static gint64
read_minutes (const char *time)
{
  int hour = 0, minute = 0;

  sscanf (time, "%2d:%2d", &hour, &minute);

  return hour * 60 + minute;
}

static gint64
read_days (const char *date)
{
  int year = 1970, month = 1, day = 1;

  sscanf (date, "%4d-%2d-%2d", &year, &month, &day);

  return aus_time_days_from_date (year, month, day);
}

/* 1970 began on a Thursday; 1 is Monday. */
static gint64
get_weekday (gint64 days)
{
  return ((days + 3) % 7 + 7) % 7 + 1;
}

static gboolean
is_on_leave (AusDatabase  *database,
             const char   *doctor_id,
             const char   *date,
             gint64       *on_leave,
             GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT 1 FROM availability WHERE doctor_id = ?1 AND kind = 'leave' "
                                    "AND first_date <= ?2 AND last_date >= ?2 LIMIT 1", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, doctor_id);
  aus_statement_bind_text (row, 2, date);

  return aus_statement_run_integer (row, 0, on_leave, error);
}

/* When the doctor is taken around that day: by bookings, and by visits that have none. */
static GArray *
list_busy (AusDatabase  *database,
           const char   *doctor_id,
           gint64        day,
           GError      **error)
{
  g_autoptr (GArray) busy = g_array_new (FALSE, FALSE, sizeof (Span));
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT starts_at, duration_minutes FROM bookings WHERE doctor_id = ?1 "
                                    "AND status IN ('pending', 'confirmed') AND starts_at BETWEEN ?2 AND ?3 UNION ALL "
                                    "SELECT scheduled_start, duration_planned FROM consultations WHERE doctor_id = ?1 "
                                    "AND status IN ('scheduled', 'waiting', 'in_progress') AND booking_id IS NULL "
                                    "AND scheduled_start BETWEEN ?2 AND ?3", error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_text (rows, 1, doctor_id);
  aus_statement_bind_integer (rows, 2, day - MARGIN - LONGEST);
  aus_statement_bind_integer (rows, 3, day + AUS_TIME_DAY + MARGIN);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    const gint64 start = aus_statement_get_integer (rows, 0);
    const Span span = { start, start + aus_statement_get_integer (rows, 1) * AUS_TIME_MINUTE };

    g_array_append_val (busy, span);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&busy) : NULL;
}

static gboolean
is_free (GArray *busy,
         Span    slot,
         gint64  buffer)
{
  for (guint i = 0; i < busy->len; i++) {
    const Span *taken = &g_array_index (busy, Span, i);

    if (slot.start < taken->end + buffer && taken->start < slot.end + buffer)
      return FALSE;
  }

  return TRUE;
}

static void
write_slot (AusJsonWriter   *writer,
            AusAvailability *hours,
            const char      *date,
            const char      *time,
            Span             slot)
{
  aus_json_begin_object (writer, NULL);
  aus_json_add_time (writer, "starts_at", slot.start);
  aus_json_add_time (writer, "ends_at", slot.end);
  aus_json_add_text (writer, "appointment_date", date);
  aus_json_add_text (writer, "appointment_time", time);
  aus_json_add_text (writer, "time_zone", hours->time_zone);
  aus_json_add_integer (writer, "duration_minutes", hours->slot_minutes);
  aus_json_end_object (writer);
}

/* A booking must say which moment it means, so a wall time that clocks never show, or twice, is not offered. */
static void
write_hours (AusJsonWriter   *writer,
             AusAvailability *hours,
             const char      *date,
             GArray          *busy,
             gint64           now)
{
  const gint64 end = read_minutes (hours->end_time);
  const gint64 earliest = now + hours->notice_minutes * AUS_TIME_MINUTE;

  for (gint64 minutes = read_minutes (hours->start_time); minutes + hours->slot_minutes <= end;
       minutes += hours->slot_minutes + hours->buffer_minutes) {
    g_autofree char *time = g_strdup_printf ("%02d:%02d", (int) (minutes / 60), (int) (minutes % 60));
    Span slot;

    if (!aus_zone_to_utc (hours->time_zone, date, time, AUS_ZONE_CHOICE_ASK, &slot.start, NULL))
      continue;

    slot.end = slot.start + hours->slot_minutes * AUS_TIME_MINUTE;

    if (slot.start >= earliest && is_free (busy, slot, hours->buffer_minutes * AUS_TIME_MINUTE))
      write_slot (writer, hours, date, time, slot);
  }
}

static gboolean
write_day (AusDatabase    *database,
           const char     *doctor_id,
           const char     *date,
           gint64          now,
           AusJsonWriter  *writer,
           GError        **error)
{
  const gint64 days = read_days (date);
  g_autoptr (GArray) busy = list_busy (database, doctor_id, days * AUS_TIME_DAY, error);
  g_autoptr (AusStatement) rows = NULL;
  AusStep step;

  if (busy == NULL)
    return FALSE;

  rows = aus_database_prepare (database, "SELECT * FROM availability WHERE doctor_id = ?1 AND kind = 'hours' "
                                         "AND weekday = ?2 ORDER BY start_time, id", error);

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, doctor_id);
  aus_statement_bind_integer (rows, 2, get_weekday (days));

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    g_autoptr (AusAvailability) hours = g_object_new (AUS_TYPE_AVAILABILITY, NULL);

    aus_statement_read_record (rows, AUS_RECORD (hours));
    write_hours (writer, hours, date, busy, now);
  }

  return step == AUS_STEP_DONE;
}

gboolean
aus_slots_write (AusDatabase    *database,
                 const char     *doctor_id,
                 const char     *date,
                 gint64          now,
                 AusJsonWriter  *writer,
                 GError        **error)
{
  gint64 on_leave;

  if (!is_on_leave (database, doctor_id, date, &on_leave, error))
    return FALSE;

  aus_json_begin_array (writer, "slots");

  if (!on_leave && !write_day (database, doctor_id, date, now, writer, error))
    return FALSE;

  aus_json_end_array (writer);

  return TRUE;
}
