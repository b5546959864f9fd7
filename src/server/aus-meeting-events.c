#include "aus-meeting-events.h"

#include "aus-access.h"
#include "aus-attendance.h"
#include "aus-channels.h"
#include "aus-door-times.h"
#include "aus-events.h"
#include "aus-json.h"
#include "aus-meeting-seats.h"
#include "aus-meeting.h"
#include "aus-time.h"
#include "aus-visit.h"

#include <string.h>

/* Somebody who waited longer ago does not wait now. */
#define WAIT_LIFE (10 * AUS_TIME_MINUTE)
#define ATTENDANCE_AFTER AUS_TIME_MINUTE
/* Visits begin late, too. */
#define BEGINS_AFTER_END AUS_TIME_HOUR

typedef struct
{
  AusClinic             *clinic;
  AusDatabase           *database;
  AusConsultation       *consultation;
  AusMeetingRow         *row;
  const AusMeetingEvent *event;
} Happening;

/* Acts for somebody, or not at all where they may not do that now: others may have been faster. */
static gboolean
act (Happening        *self,
     const AusCaller  *caller,
     AusAct            what,
     GError          **error)
{
  g_autoptr (AusConsultation) fresh =
    aus_access_get_consultation (caller, self->database, self->consultation->id, error);
  g_autoptr (GError) fault = NULL;

  if (fresh == NULL)
    return FALSE;

  if (aus_visit_act (self->database, caller, fresh, what, &fault))
    return TRUE;

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_CONFLICT) || g_error_matches (fault, AUS_ERROR, AUS_ERROR_FORBIDDEN))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

/* Where the provider says who it is, that must be the patient. */
static gboolean
find_patient (Happening  *self,
              AusCaller  *caller,
              gboolean   *is_found,
              GError    **error)
{
  const AusAttendance *who = self->event->person;
  g_autoptr (AusStatement) row =
    aus_database_prepare (self->database, "SELECT id, name FROM doors WHERE consultation_id = ?1 "
                                          "AND role = 'patient' AND revoked_at IS NULL "
                                          "AND (?2 = '' OR id = ?2) LIMIT 1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, self->consultation->id);
  aus_statement_bind_text (row, 2, who != NULL && who->person != NULL ? who->person : "");
  step = aus_statement_step (row, error);
  *is_found = step == AUS_STEP_ROW;

  if (*is_found) {
    caller->role = AUS_ROLE_PATIENT;
    caller->door_id = g_strdup (aus_statement_get_text (row, 0));
    caller->name = g_strdup (aus_statement_get_text (row, 1));
    caller->consultation_id = g_strdup (self->consultation->id);
  }

  return step != AUS_STEP_ERROR;
}

static gboolean
note_waiting (Happening  *self,
              GError    **error)
{
  const AusAttendance *who = self->event->person;
  g_auto (AusCaller) caller = { 0 };
  gboolean is_found = FALSE;

  if (self->consultation->status != AUS_STATUS_SCHEDULED || aus_time_now () - self->event->at > WAIT_LIFE ||
      (who != NULL && (who->is_host || who->is_member)))
    return TRUE;

  return find_patient (self, &caller, &is_found, error) &&
         (!is_found || act (self, &caller, AUS_ACT_ARRIVE, error));
}

typedef enum
{
  HOLDING_OVER,
  HOLDING_KNOWN,
  HOLDING_NEW,
} Holding;

static gboolean
note_holding (Happening  *self,
              Holding    *holding,
              GError    **error)
{
  AusMeetingRow *row = self->row;
  const gboolean is_known = row->started_at != 0 && row->ended_at == 0 &&
                            strcmp (row->instance, self->event->instance) == 0;

  /* What is told late, and began before it ended, is over. */
  *holding = is_known ? HOLDING_KNOWN : self->event->at <= row->ended_at ? HOLDING_OVER : HOLDING_NEW;

  if (*holding != HOLDING_NEW)
    return TRUE;

  g_free (row->instance);
  row->instance = g_strdup (self->event->instance);
  row->started_at = self->event->at;
  row->ended_at = 0;

  return aus_meetings_save (self->database, row, error);
}

static gint64
get_earliest (Happening *self)
{
  return aus_time_from_date_time (self->consultation->scheduled_start) - AUS_DOOR_OPENS_BEFORE;
}

/* Whoever comes on another day looks around, or tries it out. */
static gboolean
is_time (Happening *self)
{
  const gint64 start = aus_time_from_date_time (self->consultation->scheduled_start);
  const gint64 latest = start + self->consultation->duration_planned * AUS_TIME_MINUTE + BEGINS_AFTER_END;

  return self->event->at >= get_earliest (self) && self->event->at <= latest;
}

static gboolean
begin_visit (Happening  *self,
             GError    **error)
{
  g_auto (AusCaller) doctor = { .role = AUS_ROLE_DOCTOR };
  const AusStatus status = self->consultation->status;

  if ((status != AUS_STATUS_SCHEDULED && status != AUS_STATUS_WAITING) || !is_time (self))
    return TRUE;

  doctor.user_id = g_strdup (self->consultation->doctor_id);
  doctor.name = g_strdup (self->consultation->doctor_name);

  return act (self, &doctor, AUS_ACT_START, error);
}

/* Whether a meeting begins with its host alone. Elsewhere a room is there for whoever comes first. */
static gboolean
is_begun_by_host (Happening *self)
{
  g_autoptr (JsonObject) facts = aus_json_parse_object (self->row->facts ? self->row->facts : "{}", -1, NULL);

  return facts != NULL && !aus_json_get_boolean (facts, "join_before_host", TRUE);
}

/* What began too early for the visit is seen again when it is time. */
static gboolean
note_started (Happening  *self,
              GError    **error)
{
  Holding holding;

  if (!note_holding (self, &holding, error))
    return FALSE;

  if (holding == HOLDING_OVER || (holding == HOLDING_KNOWN && self->row->started_at >= get_earliest (self)) ||
      !is_begun_by_host (self))
    return TRUE;

  return begin_visit (self, error);
}

static gboolean
note_host (Happening  *self,
           GError    **error)
{
  Holding holding;

  return note_holding (self, &holding, error) && (holding == HOLDING_OVER || begin_visit (self, error));
}

/* Where the provider says who it is, the doctor's coming is the beginning; where it only says who hosts, the host's. */
static gboolean
note_stay (Happening  *self,
           GError    **error)
{
  AusAttendance *stay = self->event->person;
  const gboolean is_doctor = stay != NULL && g_strcmp0 (stay->person, self->consultation->doctor_id) == 0;
  const gboolean is_beginning = self->event->kind == AUS_MEETING_EVENT_JOINED && stay != NULL &&
                                (is_doctor || (stay->person == NULL && stay->is_host));

  if (stay == NULL)
    return TRUE;

  stay->is_host = stay->is_host || is_doctor;

  return aus_attendance_note (self->database, self->consultation->id, self->row->provider, stay, error) &&
         aus_meeting_seats_follow (self->database, self->consultation, self->row->provider, stay, error) &&
         (!is_beginning || note_host (self, error));
}

static gboolean
ask_again (Happening      *self,
           AusErrandKind   kind,
           gint64          pause,
           GError        **error)
{
  g_autofree char *suffix = g_strdup_printf ("%s:%" G_GINT64_FORMAT, self->event->instance, self->event->at);
  const AusMeetingWish wish = { kind, suffix, self->event->instance, aus_time_now () + pause };

  return aus_meetings_ask (self->database, self->row, &wish, error);
}

static gboolean
tell_ended (Happening  *self,
            GError    **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "video_provider", self->row->provider);
  aus_json_add_time (&members, "ended_at", self->event->at);

  return aus_events_add (self->database, self->consultation, "meeting_ended", AUS_TO (AUS_ROLES_STAFF), &members,
                         error);
}

static gboolean
note_ended (Happening  *self,
            GError    **error)
{
  AusMeetingRow *row = self->row;
  const gboolean is_other = row->started_at != 0 && strcmp (row->instance, self->event->instance) != 0;

  /* Another holding of it began meanwhile, or that it is over is known. */
  if ((is_other && self->event->at <= row->started_at) || self->event->at <= row->ended_at)
    return TRUE;

  row->ended_at = self->event->at;

  if (*row->instance == '\0') {
    g_free (row->instance);
    row->instance = g_strdup (self->event->instance);
  }

  return aus_meetings_save (self->database, row, error) &&
         aus_attendance_close (self->database, self->consultation->id, row->provider, self->event->at, error) &&
         aus_meeting_seats_empty (self->database, self->consultation, error) &&
         ask_again (self, AUS_ERRAND_ATTENDANCE, ATTENDANCE_AFTER, error) && tell_ended (self, error);
}

static gboolean
note_recorded (Happening  *self,
               GError    **error)
{
  return ask_again (self, AUS_ERRAND_RECORDINGS, 0, error);
}

static gboolean
note_changed (Happening  *self,
              GError    **error)
{
  return ask_again (self, AUS_ERRAND_LOOK, 0, error);
}

static gboolean
note_nothing (Happening  *self,
              GError    **error)
{
  return TRUE;
}

static gboolean (*const notes[]) (Happening  *self,
                                  GError    **error) = {
  [AUS_MEETING_EVENT_OTHER] = note_nothing,
  [AUS_MEETING_EVENT_WAITING] = note_waiting,
  [AUS_MEETING_EVENT_STARTED] = note_started,
  [AUS_MEETING_EVENT_JOINED] = note_stay,
  [AUS_MEETING_EVENT_LEFT] = note_stay,
  [AUS_MEETING_EVENT_ENDED] = note_ended,
  [AUS_MEETING_EVENT_RECORDED] = note_recorded,
  [AUS_MEETING_EVENT_CHANGED] = note_changed,
  /* That is of no one visit. */
  [AUS_MEETING_EVENT_LISTED] = note_nothing,
};

gboolean
aus_meeting_events_apply (AusClinic              *clinic,
                          AusDatabase            *database,
                          const char             *provider,
                          const AusMeetingEvent  *event,
                          GError                **error)
{
  g_autoptr (AusConsultation) consultation = NULL;
  g_autoptr (AusMeetingRow) row = NULL;
  Happening happening;

  if (event->kind == AUS_MEETING_EVENT_LISTED)
    return aus_channels_read (database, provider, event->meeting_id, event->instance, error);

  if (!aus_meeting_find_visit (database, provider, event->meeting_id, &consultation, error))
    return FALSE;

  if (consultation == NULL)
    return TRUE;

  if (!aus_meetings_find (database, consultation->id, &row, error))
    return FALSE;

  if (row == NULL || strcmp (row->provider, provider) != 0)
    return TRUE;

  happening = (Happening) { clinic, database, consultation, row, event };

  return notes[event->kind] (&happening, error);
}

gboolean
aus_meeting_events_note_look (AusClinic        *clinic,
                              AusDatabase      *database,
                              AusConsultation  *consultation,
                              AusMeetingRow    *row,
                              gboolean          is_live,
                              GError          **error)
{
  const gboolean is_begun = row->started_at != 0 && row->ended_at == 0;
  const AusMeetingEvent event = {
    .kind = is_live ? AUS_MEETING_EVENT_STARTED : AUS_MEETING_EVENT_ENDED,
    .meeting_id = row->meeting_id,
    .instance = row->instance,
    .at = aus_time_now (),
  };

  if (!is_live && !is_begun)
    return TRUE;

  return aus_meeting_events_apply (clinic, database, row->provider, &event, error);
}
