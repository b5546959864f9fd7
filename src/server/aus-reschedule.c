#include "aus-reschedule.h"

#include "aus-bookings.h"
#include "aus-change-requests.h"
#include "aus-consultation-state.h"
#include "aus-door-times.h"
#include "aus-events.h"
#include "aus-meetings.h"
#include "aus-queue.h"
#include "aus-table.h"
#include "aus-visit.h"
#include "aus-zone.h"

static gboolean
set_start (AusConsultation  *consultation,
           gint64            start,
           GError          **error)
{
  g_autoptr (GDateTime) date_time = aus_time_to_date_time (start);
  char date[11], time[9];

  if (!aus_time_can_start (start) || !aus_zone_from_utc (consultation->time_zone, start, date, time)) {
    aus_error_add_field (error, "scheduled_start", "The date is out of range.");
    return FALSE;
  }

  g_object_set (consultation, "scheduled-start", date_time, "appointment-date", date, "appointment-time", time, NULL);

  return TRUE;
}

/* The table of moves says whether, and what follows: with the door closed again nobody waits behind it. */
static gboolean
change_status (const AusCaller  *caller,
               AusConsultation  *consultation,
               gint64            start,
               GError          **error)
{
  const gboolean is_open = aus_time_now () >= start - AUS_DOOR_OPENS_BEFORE;
  AusStatus status = consultation->status;

  if (!aus_act_move (is_open ? AUS_ACT_MOVE : AUS_ACT_POSTPONE, caller->role, &status, error))
    return FALSE;

  if (status == AUS_STATUS_SCHEDULED)
    g_object_set (consultation, "waiting-since", NULL, NULL);

  g_object_set (consultation, "status", status, NULL);

  return TRUE;
}

/* The booking moves along and claims the doctor's time at once, or nothing moves. */
static gboolean
move_booking (AusDatabase      *database,
              AusConsultation  *consultation,
              GError          **error)
{
  g_autoptr (AusBooking) booking = NULL;

  if (consultation->booking_id == NULL)
    return TRUE;

  booking = g_object_new (AUS_TYPE_BOOKING, NULL);

  if (!aus_table_get (database, AUS_RECORD (booking), consultation->booking_id, error))
    return FALSE;

  g_object_set (booking,
                "duration-minutes", consultation->duration_planned,
                "starts-at", consultation->scheduled_start,
                "appointment-date", consultation->appointment_date,
                "appointment-time", consultation->appointment_time,
                "time-zone", consultation->time_zone,
                NULL);

  return aus_bookings_claim (database, booking, error);
}

static gboolean
tell_status (AusDatabase      *database,
             AusConsultation  *consultation,
             GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_visit_write_status (consultation, &members);

  return aus_events_add (database, consultation, "consultation_status", AUS_TO (AUS_ROLES_ALL), &members, error);
}

static gboolean
tell_move (const AusCaller  *caller,
           AusDatabase      *database,
           AusConsultation  *consultation,
           gint64            previous,
           GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_integer (&members, "revision", consultation->revision);
  aus_json_add_text (&members, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));
  aus_json_add_time (&members, "previous_start", previous);
  aus_json_add_time (&members, "scheduled_start", aus_time_from_date_time (consultation->scheduled_start));
  aus_json_add_text (&members, "rescheduled_by", caller->name);

  return aus_events_add (database, consultation, "consultation_updated", AUS_TO (AUS_ROLES_ALL), &members, error);
}

gboolean
aus_reschedule (AusDatabase      *database,
                const AusCaller  *caller,
                AusConsultation  *consultation,
                gint64            start,
                GError          **error)
{
  const gint64 previous = aus_time_from_date_time (consultation->scheduled_start);
  const AusStatus before = consultation->status;

  aus_change_requests_forget (consultation);

  return change_status (caller, consultation, start, error) && set_start (consultation, start, error) &&
         aus_table_save (database, AUS_RECORD (consultation), error) &&
         move_booking (database, consultation, error) && aus_meetings_change (database, consultation, error) &&
         (before == consultation->status || tell_status (database, consultation, error)) &&
         tell_move (caller, database, consultation, previous, error) && aus_queue_tell (database, consultation, error);
}
