#include "aus-visit.h"

#include "aus-access.h"
#include "aus-booking.h"
#include "aus-call-size.h"
#include "aus-change-requests.h"
#include "aus-door-times.h"
#include "aus-events.h"
#include "aus-meeting-seats.h"
#include "aus-meetings.h"
#include "aus-queue.h"
#include "aus-recorder.h"
#include "aus-seats.h"
#include "aus-settings.h"
#include "aus-table.h"
#include "aus-time.h"

typedef struct
{
  AusDatabase     *database;
  const AusCaller *caller;
  AusConsultation *consultation;
  AusStatus        before;
  GDateTime       *now;
} Visit;

typedef gboolean (* Effect) (Visit   *visit,
                             GError **error);

static gboolean
tell (Visit          *visit,
      const char     *type,
      guint           audience,
      AusJsonWriter  *members,
      GError        **error)
{
  return aus_events_add (visit->database, visit->consultation, type, AUS_TO (audience), members, error);
}

static gboolean
tell_by (Visit       *visit,
         const char  *type,
         const char  *by,
         GError     **error)
{
  AusConsultation *consultation = visit->consultation;
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, by, visit->caller->name);
  aus_json_add_text (&members, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));

  if (consultation->actual_start != NULL)
    aus_json_add_time (&members, "actual_start", aus_time_from_date_time (consultation->actual_start));

  if (consultation->duration_minutes != AUS_INTEGER_NULL)
    aus_json_add_integer (&members, "duration_minutes", consultation->duration_minutes);

  if (consultation->no_show_kind != AUS_NO_SHOW_KIND_NONE)
    aus_json_add_text (&members, "no_show_kind",
                       aus_enum_to_nick (aus_no_show_kind_get_type (), consultation->no_show_kind));

  return tell (visit, type, AUS_ROLES_ALL, &members, error);
}

static gboolean
tell_waiting (Visit   *visit,
              GError **error)
{
  AusConsultation *consultation = visit->consultation;
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "patient_name", consultation->patient_name);
  aus_json_add_text (&members, "doctor_id", consultation->doctor_id);
  aus_json_add_time (&members, "scheduled_start", aus_time_from_date_time (consultation->scheduled_start));

  return tell (visit, "patient_waiting", AUS_ROLES_STAFF, &members, error);
}

/* Companions who come when the visit has begun are let in by the doctor, as is whoever would be one too many. */
static gboolean
keep_out (Visit           *visit,
          AusParticipant  *seat,
          GError         **error)
{
  const gboolean is_late = aus_caller_is_companion (visit->caller) && visit->before == AUS_STATUS_IN_PROGRESS &&
                           seat->joined_at == NULL;
  gboolean is_full;

  if (seat->admission != AUS_ADMISSION_IN)
    return TRUE;

  if (!aus_call_size_count (visit->database, visit->consultation, seat, &is_full, error))
    return FALSE;

  return (!is_late && !is_full) ||
         aus_seats_set_admission (visit->database, visit->consultation, seat, AUS_ADMISSION_WAITING, "", error);
}

/* What was over for the provider is to be once more. */
static gboolean
revive (Visit   *visit,
        GError **error)
{
  return visit->before != AUS_STATUS_NO_SHOW || aus_meetings_change (visit->database, visit->consultation, error);
}

static gboolean
come_in (Visit   *visit,
         GError **error)
{
  g_autoptr (AusParticipant) seat =
    aus_seats_take (visit->database, visit->caller, visit->consultation, error);
  gboolean arrives = visit->before != visit->consultation->status;

  return seat != NULL && keep_out (visit, seat, error) &&
         aus_seats_set_presence (visit->database, visit->consultation, seat, AUS_PRESENCE_HERE, NULL, error) &&
         (!arrives || tell_waiting (visit, error)) && revive (visit, error) &&
         aus_queue_tell (visit->database, visit->consultation, error);
}

static gboolean
let_in (Visit   *visit,
        GError **error)
{
  return (visit->before != AUS_STATUS_WAITING || tell_by (visit, "admitted", "by", error)) &&
         tell_by (visit, "consultation_started", "started_by", error) &&
         aus_queue_tell (visit->database, visit->consultation, error);
}

static gboolean
tell_recalled (Visit   *visit,
               GError **error)
{
  return tell_by (visit, "recalled", "by", error) && aus_queue_tell (visit->database, visit->consultation, error);
}

/* Saves how people talk from now on, and says so. */
static gboolean
switch_mode (Visit        *visit,
             AusCallMode   mode,
             GError      **error)
{
  AusJsonWriter members;

  if (visit->consultation->call_mode == mode)
    return TRUE;

  g_object_set (visit->consultation, "call-mode", mode, NULL);

  if (!aus_table_save (visit->database, AUS_RECORD (visit->consultation), error))
    return FALSE;

  aus_json_writer_init (&members);
  aus_visit_write_status (visit->consultation, &members);

  return tell (visit, "consultation_status", AUS_ROLES_ALL, &members, error);
}

static gboolean
hold (Visit   *visit,
      GError **error)
{
  return switch_mode (visit, AUS_CALL_MODE_HOLD, error);
}

static gboolean
go_on_by_phone (Visit   *visit,
                GError **error)
{
  return switch_mode (visit, AUS_CALL_MODE_PHONE, error);
}

static gboolean
resume (Visit   *visit,
        GError **error)
{
  return switch_mode (visit, AUS_CALL_MODE_VIDEO, error);
}

static gboolean
hang_up (Visit   *visit,
         GError **error)
{
  g_autoptr (AusParticipant) seat =
    aus_seats_take (visit->database, visit->caller, visit->consultation, error);

  if (seat == NULL)
    return FALSE;

  /* Who has not come in yet, or has left, does not come in by going. */
  if (!aus_caller_is_staff (visit->caller) &&
      (seat->presence == AUS_PRESENCE_AWAY || seat->presence == AUS_PRESENCE_LEFT))
    return TRUE;

  return aus_seats_set_presence (visit->database, visit->consultation, seat, AUS_PRESENCE_HERE, "hung_up", error);
}

static gboolean
finish (Visit   *visit,
        GError **error)
{
  return aus_recorder_stop_any (visit->database, visit->consultation, AUS_STOP_REASON_VISIT_ENDED, visit->caller->name,
                                error) &&
         aus_meeting_seats_empty (visit->database, visit->consultation, error) &&
         tell_by (visit, "consultation_ended", "ended_by", error) &&
         aus_queue_tell (visit->database, visit->consultation, error);
}

static gboolean
complete (Visit   *visit,
          GError **error)
{
  return finish (visit, error) && aus_meetings_end (visit->database, visit->consultation, error);
}

static gboolean
call_off (Visit   *visit,
          GError **error)
{
  return finish (visit, error) && aus_meetings_cancel (visit->database, visit->consultation, error);
}

static const Effect effects[] = {
  [AUS_ACT_ARRIVE] = come_in,
  [AUS_ACT_START] = let_in,
  [AUS_ACT_ADMIT] = let_in,
  [AUS_ACT_RECALL] = tell_recalled,
  [AUS_ACT_PAUSE] = hold,
  [AUS_ACT_PHONE] = go_on_by_phone,
  [AUS_ACT_RESUME] = resume,
  [AUS_ACT_HANG_UP] = hang_up,
  [AUS_ACT_END] = complete,
  [AUS_ACT_CANCEL] = call_off,
  [AUS_ACT_MISS] = complete,
};

static void
note_start (Visit *visit)
{
  if (visit->consultation->actual_start == NULL)
    g_object_set (visit->consultation, "actual-start", visit->now, NULL);
}

static void
note_end (Visit *visit)
{
  AusConsultation *consultation = visit->consultation;
  const gint64 length = g_date_time_difference (visit->now, consultation->actual_start);

  /* Where the clock was set back meanwhile, nothing ends before it began. */
  g_object_set (consultation,
                "actual-end", length >= 0 ? visit->now : consultation->actual_start,
                "duration-minutes", MAX (length, 0) / AUS_TIME_MINUTE,
                NULL);
}

/* Whoever was let in by mistake has waited all the time, and the visit has not begun. */
static void
note_recall (Visit *visit)
{
  g_object_set (visit->consultation,
                "actual-start", NULL,
                "room-opens-at", NULL,
                "call-mode", AUS_CALL_MODE_VIDEO,
                NULL);
}

/* Somebody who waits may be the wrong one: for a moment that can be taken back, and the room stays shut. */
static gboolean
shut_for_a_moment (Visit   *visit,
                   GError **error)
{
  gint64 seconds;
  g_autoptr (GDateTime) opens_at = NULL;

  if (visit->before != AUS_STATUS_WAITING || visit->consultation->status != AUS_STATUS_IN_PROGRESS)
    return TRUE;

  if (!aus_settings_get_number (visit->database, AUS_SETTING_RECALL_SECONDS, &seconds, error))
    return FALSE;

  opens_at = g_date_time_add_seconds (visit->now, seconds);
  g_object_set (visit->consultation, "room-opens-at", seconds > 0 ? opens_at : NULL, NULL);

  return TRUE;
}

static void
note_times (Visit *visit)
{
  switch ((AusStatus) visit->consultation->status) {
    case AUS_STATUS_WAITING:
      if (visit->before == AUS_STATUS_IN_PROGRESS) {
        note_recall (visit);
        break;
      }

      g_object_set (visit->consultation, "waiting-since", visit->now, "no-show-kind", AUS_NO_SHOW_KIND_NONE, NULL);
      break;
    case AUS_STATUS_IN_PROGRESS:
      note_start (visit);
      break;
    case AUS_STATUS_COMPLETED:
      note_end (visit);
      break;
    case AUS_STATUS_SCHEDULED:
    case AUS_STATUS_CANCELLED:
    case AUS_STATUS_NO_SHOW:
      break;
  }
}

/* Somebody late comes all the same, though their time was given to somebody else. Their booking stays as it was. */
static gboolean
save_booking (Visit       *visit,
              AusBooking  *booking,
              GError     **error)
{
  const gboolean was_missed = booking->status == AUS_BOOKING_STATUS_NO_SHOW;
  g_autoptr (GError) fault = NULL;

  g_object_set (booking, "status", aus_status_of_booking (visit->consultation->status), NULL);

  if (aus_table_save (visit->database, AUS_RECORD (booking), &fault))
    return TRUE;

  if (was_missed && g_error_matches (fault, AUS_ERROR, AUS_ERROR_CONFLICT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

static gboolean
move_booking (Visit   *visit,
              GError **error)
{
  g_autoptr (AusBooking) booking = NULL;

  if (visit->consultation->booking_id == NULL)
    return TRUE;

  booking = g_object_new (AUS_TYPE_BOOKING, NULL);

  if (!aus_table_get (visit->database, AUS_RECORD (booking), visit->consultation->booking_id, error))
    return FALSE;

  return booking->status == aus_status_of_booking (visit->consultation->status) ||
         save_booking (visit, booking, error);
}

void
aus_visit_write_status (AusConsultation *consultation,
                        AusJsonWriter   *members)
{
  const AusStatus status = consultation->status;

  aus_json_add_text (members, "status", aus_enum_to_nick (AUS_TYPE_STATUS, status));
  aus_json_add_boolean (members, "can_start", status == AUS_STATUS_SCHEDULED || status == AUS_STATUS_WAITING);
  aus_json_add_boolean (members, "is_active", status == AUS_STATUS_WAITING || status == AUS_STATUS_IN_PROGRESS);
  aus_json_add_time (members, "scheduled_start", aus_time_from_date_time (consultation->scheduled_start));

  if (consultation->actual_start != NULL)
    aus_json_add_time (members, "actual_start", aus_time_from_date_time (consultation->actual_start));
  else
    aus_json_add_null (members, "actual_start");

  aus_json_add_text (members, "video_provider",
                     aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider));
  aus_json_add_text (members, "meeting_state",
                     aus_enum_to_nick (aus_meeting_state_get_type (), consultation->meeting_state));
  aus_json_add_text (members, "call_mode", aus_enum_to_nick (aus_call_mode_get_type (), consultation->call_mode));

  if (consultation->room_opens_at != NULL)
    aus_json_add_time (members, "room_opens_at", aus_time_from_date_time (consultation->room_opens_at));
  else
    aus_json_add_null (members, "room_opens_at");

  aus_json_add_integer (members, "revision", consultation->revision);
}

/* Saves what changed, and says so. */
static gboolean
move (Visit   *visit,
      GError **error)
{
  AusJsonWriter members;

  if (visit->consultation->status == visit->before)
    return TRUE;

  note_times (visit);

  if (!shut_for_a_moment (visit, error))
    return FALSE;

  if (visit->consultation->status != AUS_STATUS_WAITING)
    aus_change_requests_forget (visit->consultation);

  if (!aus_table_save (visit->database, AUS_RECORD (visit->consultation), error) || !move_booking (visit, error))
    return FALSE;

  aus_json_writer_init (&members);
  aus_visit_write_status (visit->consultation, &members);

  return tell (visit, AUS_EVENT_STATUS, AUS_ROLES_ALL, &members, error);
}

static gboolean
check_door (AusConsultation  *consultation,
            AusAct            act,
            GError          **error)
{
  gint64 opens_at = aus_time_from_date_time (consultation->scheduled_start) - AUS_DOOR_OPENS_BEFORE;

  if (act != AUS_ACT_ARRIVE || consultation->status != AUS_STATUS_SCHEDULED || aus_time_now () >= opens_at)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The waiting room opens half an hour before the visit.");

  return FALSE;
}

/* Once the two may have seen each other, nobody is sent back unseen. */
static gboolean
check_recall (AusConsultation  *consultation,
              AusAct            act,
              GError          **error)
{
  if (act != AUS_ACT_RECALL ||
      (consultation->room_opens_at != NULL &&
       aus_time_now () < aus_time_from_date_time (consultation->room_opens_at)))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "It is too late: the room is open.");

  return FALSE;
}

gboolean
aus_visit_act (AusDatabase      *database,
               const AusCaller  *caller,
               AusConsultation  *consultation,
               AusAct            act,
               GError          **error)
{
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());
  Visit visit = { database, caller, consultation, consultation->status, now };
  AusStatus status = consultation->status;

  g_return_val_if_fail (act < G_N_ELEMENTS (effects), FALSE);

  if (!aus_access_check_part (caller, database, consultation, error) ||
      !aus_act_move (act, caller->role, &status, error) || !check_door (consultation, act, error) ||
      !check_recall (consultation, act, error))
    return FALSE;

  g_object_set (consultation, "status", status, NULL);

  return move (&visit, error) && effects[act] (&visit, error);
}
