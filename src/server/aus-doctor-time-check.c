#include "aus-doctor-time.h"

#include "aus-time.h"
#include "aus-zone.h"

#include <string.h>

static gboolean
refuse (const char  *reason,
        GError     **error)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "%s With “override” it is booked all the same.", reason);

  return FALSE;
}

static gboolean
has_hours (AusDatabase  *database,
           const char   *doctor_id,
           gint64       *found,
           GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT 1 FROM availability WHERE doctor_id = ?1 AND kind = 'hours' LIMIT 1",
                          error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, doctor_id);

  return aus_statement_run_integer (row, 0, found, error);
}

/* The hours that the whole of it lies in, if any do. (transfer none) (nullable) */
static const AusAvailability *
find_hours (GPtrArray      *list,
            const AusClaim *claim,
            const char     *time)
{
  const gint64 start = aus_doctor_time_read_minutes (time);

  for (guint i = 0; i < list->len; i++) {
    const AusAvailability *hours = g_ptr_array_index (list, i);

    if (start >= aus_doctor_time_read_minutes (hours->start_time) &&
        start + claim->minutes <= aus_doctor_time_read_minutes (hours->end_time))
      return hours;
  }

  return NULL;
}

/* Hours may be said by the clocks of several zones; of those on the day by each. (transfer container) */
static gboolean
find_fitting (AusDatabase      *database,
              const AusClaim   *claim,
              AusAvailability **fitting,
              GError          **error)
{
  g_autoptr (AusStatement) zones =
    aus_database_prepare (database, "SELECT DISTINCT time_zone FROM availability WHERE doctor_id = ?1 "
                                    "AND kind = 'hours'", error);
  AusStep step;

  if (zones == NULL)
    return FALSE;

  aus_statement_bind_text (zones, 1, claim->doctor_id);

  while (*fitting == NULL && (step = aus_statement_step (zones, error)) == AUS_STEP_ROW) {
    const char *zone = aus_statement_get_text (zones, 0);
    g_autoptr (GPtrArray) list = NULL;
    const AusAvailability *hours;
    char date[11], time[9];

    if (!aus_zone_from_utc (zone, claim->start, date, time))
      continue;

    list = aus_doctor_time_list (database, claim->doctor_id, AUS_AVAILABILITY_KIND_HOURS, date, error);

    if (list == NULL)
      return FALSE;

    hours = find_hours (list, claim, time);

    if (hours != NULL && strcmp (hours->time_zone, zone) == 0)
      *fitting = g_object_ref ((gpointer) hours);
  }

  return *fitting != NULL || step == AUS_STEP_DONE;
}

static gboolean
check_hours (AusDatabase     *database,
             const AusClaim  *claim,
             GArray          *busy,
             gint64           now,
             GError         **error)
{
  const gint64 end = claim->start + claim->minutes * AUS_TIME_MINUTE;
  g_autoptr (AusAvailability) hours = NULL;

  if (!find_fitting (database, claim, &hours, error))
    return FALSE;

  if (hours == NULL)
    return refuse ("That is outside the doctor's hours.", error);

  if (claim->start < now + hours->notice_minutes * AUS_TIME_MINUTE)
    return refuse ("That is shorter notice than the doctor wants.", error);

  return aus_doctor_time_is_free (busy, claim->start, end, hours->buffer_minutes * AUS_TIME_MINUTE) ||
         refuse ("That leaves the doctor no pause.", error);
}

/* Breaks are when the doctor chose them, and the time in them was taken against that already. */
gboolean
aus_doctor_time_check_given (AusDatabase     *database,
                             const AusClaim  *claim,
                             const char      *zone,
                             GError         **error)
{
  const gint64 end = claim->start + claim->minutes * AUS_TIME_MINUTE;
  g_autoptr (GArray) busy = NULL;
  char date[11], time[9];

  if (!aus_zone_from_utc (zone, claim->start, date, time)) {
    aus_error_add_field (error, "appointment_date", "The date is out of range.");
    return FALSE;
  }

  busy = aus_doctor_time_list_busy (database, claim, date, error);

  for (guint i = 0; busy != NULL && i < busy->len; i++) {
    const AusSpan *taken = &g_array_index (busy, AusSpan, i);

    if (!taken->is_break && claim->start < taken->end && taken->start < end)
      return refuse ("The doctor has another booking at that time.", error);
  }

  return busy != NULL;
}

gboolean
aus_doctor_time_check (AusDatabase     *database,
                       const AusClaim  *claim,
                       const char      *zone,
                       gint64           now,
                       GError         **error)
{
  const gint64 end = claim->start + claim->minutes * AUS_TIME_MINUTE;
  g_autoptr (GArray) busy = NULL;
  char date[11], time[9];
  gboolean on_leave;
  gint64 has;

  if (!aus_zone_from_utc (zone, claim->start, date, time)) {
    aus_error_add_field (error, "appointment_date", "The date is out of range.");
    return FALSE;
  }

  busy = aus_doctor_time_list_busy (database, claim, date, error);

  if (busy == NULL || !aus_doctor_time_is_on_leave (database, claim->doctor_id, date, &on_leave, error) ||
      !has_hours (database, claim->doctor_id, &has, error))
    return FALSE;

  if (!aus_doctor_time_is_free (busy, claim->start, end, 0))
    return refuse ("The doctor has another booking at that time, or a break.", error);

  if (on_leave)
    return refuse ("The doctor is on leave then.", error);

  return !has || check_hours (database, claim, busy, now, error);
}
