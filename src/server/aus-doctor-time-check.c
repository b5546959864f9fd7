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

/* Those by the clocks of @zone that the whole of it lies in, if any do. (transfer none) (nullable) */
static const AusAvailability *
find_hours (GPtrArray      *list,
            const AusClaim *claim,
            const char     *zone,
            const char     *time)
{
  const gint64 start = aus_doctor_time_read_minutes (time);

  for (guint i = 0; i < list->len; i++) {
    const AusAvailability *hours = g_ptr_array_index (list, i);

    if (strcmp (hours->time_zone, zone) == 0 && start >= aus_doctor_time_read_minutes (hours->start_time) &&
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

    list = aus_doctor_time_list_hours (database, claim->doctor_id, date, error);

    if (list == NULL)
      return FALSE;

    hours = find_hours (list, claim, zone, time);

    if (hours != NULL)
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

  return aus_doctor_time_find_busy (busy, claim->start, end, hours->buffer_minutes * AUS_TIME_MINUTE) == NULL ||
         refuse ("That leaves the doctor no pause.", error);
}

static GArray *
list_busy (AusDatabase     *database,
           const AusClaim  *claim,
           GError         **error)
{
  return aus_doctor_time_list_busy (database, claim, claim->start / AUS_TIME_DAY, error);
}

/* Breaks and leave were there before, and the time in them was taken all the same. */
gboolean
aus_doctor_time_check_given (AusDatabase     *database,
                             const AusClaim  *claim,
                             GError         **error)
{
  const gint64 end = claim->start + claim->minutes * AUS_TIME_MINUTE;
  g_autoptr (GArray) busy = list_busy (database, claim, error);

  for (guint i = 0; busy != NULL && i < busy->len; i++) {
    const AusSpan *taken = &g_array_index (busy, AusSpan, i);

    if (taken->kind == AUS_SPAN_PATIENT && claim->start < taken->end && taken->start < end)
      return refuse ("The doctor has another booking at that time.", error);
  }

  return busy != NULL;
}

gboolean
aus_doctor_time_check (AusDatabase     *database,
                       const AusClaim  *claim,
                       gint64           now,
                       GError         **error)
{
  static const char *const reasons[] = {
    [AUS_SPAN_PATIENT] = "The doctor has another booking at that time.",
    [AUS_SPAN_BREAK] = "The doctor has a break at that time.",
    [AUS_SPAN_LEAVE] = "The doctor is on leave then.",
  };
  const gint64 end = claim->start + claim->minutes * AUS_TIME_MINUTE;
  g_autoptr (GArray) busy = list_busy (database, claim, error);
  const AusSpan *taken;
  gint64 has;

  if (busy == NULL || !has_hours (database, claim->doctor_id, &has, error))
    return FALSE;

  taken = aus_doctor_time_find_busy (busy, claim->start, end, 0);

  if (taken != NULL)
    return refuse (reasons[taken->kind], error);

  return !has || check_hours (database, claim, busy, now, error);
}
