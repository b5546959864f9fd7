#include "aus-access.h"
#include "aus-booking.h"
#include "aus-consultation-reply.h"
#include "aus-consultation-state.h"
#include "aus-door-times.h"
#include "aus-events.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-queue.h"
#include "aus-table.h"
#include "aus-visit.h"
#include "aus-zone.h"

#include <string.h>

#define DATE_LENGTH 10

/* How late a client's clock may make it. */
#define LENIENCE AUS_TIME_MINUTE

/* A wall time is read by the clocks of the visit. */
static gboolean
read_wall_time (const char       *text,
                AusConsultation  *consultation,
                gint64           *start,
                GError          **error)
{
  g_autofree char *date = g_strndup (text, DATE_LENGTH);
  g_autoptr (GError) fault = NULL;
  GPtrArray *faults;

  if (strlen (text) <= DATE_LENGTH + 1 || strchr ("T ", text[DATE_LENGTH]) == NULL) {
    aus_error_add_field (error, "scheduled_start", "Must be a time such as 2026-11-02T09:00:00Z.");
    return FALSE;
  }

  if (aus_zone_to_utc (consultation->time_zone, date, text + DATE_LENGTH + 1, AUS_ZONE_CHOICE_ASK, start, &fault))
    return TRUE;

  faults = aus_error_get_fields (fault);

  for (guint i = 0; faults != NULL && i < faults->len; i++)
    aus_error_add_field (error, "scheduled_start", "%s", ((AusFieldFault *) g_ptr_array_index (faults, i))->text);

  return FALSE;
}

static gboolean
read_start (AusCall          *call,
            AusConsultation  *consultation,
            gint64           *start,
            GError          **error)
{
  const char *text = aus_json_get_text (call->json, "scheduled_start");

  if (text == NULL) {
    aus_error_add_field (error, "scheduled_start", "Is required: a time such as 2026-11-02T09:00:00Z.");
    return FALSE;
  }

  if (!aus_time_parse (text, start, NULL) && !read_wall_time (text, consultation, start, error))
    return FALSE;

  if (*start >= aus_time_now () - LENIENCE)
    return TRUE;

  aus_error_add_field (error, "scheduled_start", "Must not be in the past.");

  return FALSE;
}

static gboolean
set_start (AusConsultation  *consultation,
           gint64            start,
           GError          **error)
{
  g_autoptr (GDateTime) date_time = aus_time_to_date_time (start);
  char date[11], time[9];

  if (!aus_zone_from_utc (consultation->time_zone, start, date, time)) {
    aus_error_add_field (error, "scheduled_start", "The date is out of range.");
    return FALSE;
  }

  g_object_set (consultation, "scheduled-start", date_time, "appointment-date", date, "appointment-time", time, NULL);

  return TRUE;
}

/* The table of moves says whether, and what follows: with the door closed again nobody waits behind it. */
static gboolean
change_status (AusCall          *call,
               AusConsultation  *consultation,
               gint64            start,
               GError          **error)
{
  const gboolean is_open = aus_time_now () >= start - AUS_DOOR_OPENS_BEFORE;
  AusStatus status = consultation->status;

  if (!aus_act_move (is_open ? AUS_ACT_MOVE : AUS_ACT_POSTPONE, call->caller.role, &status, error))
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
  g_autoptr (GError) fault = NULL;

  if (consultation->booking_id == NULL)
    return TRUE;

  booking = g_object_new (AUS_TYPE_BOOKING, NULL);

  if (!aus_table_get (database, AUS_RECORD (booking), consultation->booking_id, error))
    return FALSE;

  g_object_set (booking,
                "starts-at", consultation->scheduled_start,
                "appointment-date", consultation->appointment_date,
                "appointment-time", consultation->appointment_time,
                "time-zone", consultation->time_zone,
                NULL);

  if (aus_table_save (database, AUS_RECORD (booking), &fault))
    return TRUE;

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_CONFLICT))
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The doctor has another booking at that time.");
  else
    g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
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
tell_move (AusCall          *call,
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
  aus_json_add_text (&members, "rescheduled_by", call->caller.name);

  return aus_events_add (database, consultation, "consultation_updated", AUS_TO (AUS_ROLES_ALL), &members, error);
}

gboolean
aus_consultation_reschedule (AusCall      *call,
                             AusDatabase  *database,
                             GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  gint64 start, previous;
  AusStatus before;

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error) ||
      !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !read_start (call, consultation, &start, error))
    return FALSE;

  previous = aus_time_from_date_time (consultation->scheduled_start);
  before = consultation->status;

  if (!change_status (call, consultation, start, error) || !set_start (consultation, start, error) ||
      !aus_table_save (database, AUS_RECORD (consultation), error) ||
      !move_booking (database, consultation, error) ||
      (before != consultation->status && !tell_status (database, consultation, error)) ||
      !tell_move (call, database, consultation, previous, error) || !aus_queue_tell (database, consultation, error))
    return FALSE;

  return aus_consultation_reply_act (call, consultation, "rescheduled");
}
