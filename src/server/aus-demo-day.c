#include "aus-demo-day.h"

#include "aus-booking.h"
#include "aus-doors.h"
#include "aus-meeting.h"
#include "aus-message.h"
#include "aus-patient.h"
#include "aus-seats.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-user.h"
#include "aus-uuid.h"
#include "aus-visit.h"
#include "aus-zone.h"

/* Minutes before and after the planned start. */
#define ARRIVES (-5)
#define BEGINS 2

typedef enum
{
  WHO_PATIENT,
  WHO_DOCTOR,
  WHO_RECEPTION,
  N_WHO,
} Who;

typedef struct
{
  const AusDemoDay   *day;
  const AusDemoVisit *plan;
  AusDatabase        *database;
  gint64              start;
  char                date[11];
  char                time[9];
  AusUser            *doctor;
  AusPatient         *patient;
  AusBooking         *booking;
  AusConsultation    *consultation;
  AusDoor            *door;
  AusCaller           callers[N_WHO];
} Making;

typedef struct
{
  Who    who;
  AusAct act;
} Move;

typedef struct
{
  guint n_moves;
  Move  moves[3];
} History;

static const History histories[] = {
  [AUS_DEMO_STATE_BOOKED] = { 0 },
  [AUS_DEMO_STATE_PLANNED] = { 0 },
  [AUS_DEMO_STATE_NEXT] = { 0 },
  [AUS_DEMO_STATE_WAITING] = { 1, { { WHO_PATIENT, AUS_ACT_ARRIVE } } },
  [AUS_DEMO_STATE_IN_PROGRESS] = { 2, { { WHO_PATIENT, AUS_ACT_ARRIVE }, { WHO_DOCTOR, AUS_ACT_ADMIT } } },
  [AUS_DEMO_STATE_COMPLETED] = { 3, { { WHO_PATIENT, AUS_ACT_ARRIVE }, { WHO_DOCTOR, AUS_ACT_ADMIT },
                                      { WHO_DOCTOR, AUS_ACT_END } } },
  [AUS_DEMO_STATE_CANCELLED] = { 1, { { WHO_RECEPTION, AUS_ACT_CANCEL } } },
  [AUS_DEMO_STATE_NO_SHOW] = { 1, { { WHO_RECEPTION, AUS_ACT_MISS } } },
};

static void
making_clear (Making *self)
{
  g_clear_object (&self->booking);
  g_clear_object (&self->consultation);
  g_clear_object (&self->door);

  for (guint i = 0; i < N_WHO; i++)
    aus_caller_clear (&self->callers[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

static AusUser *
find_doctor (const AusDemoDay *day,
             const char       *name)
{
  for (guint i = 0; i < day->staff->len; i++) {
    AusUser *user = g_ptr_array_index (day->staff, i);

    if (g_str_equal (user->last_name, name))
      return user;
  }

  g_return_val_if_reached (NULL);
}

static AusUser *
find_reception (const AusDemoDay *day)
{
  for (guint i = 0; i < day->staff->len; i++) {
    AusUser *user = g_ptr_array_index (day->staff, i);

    if (user->role == AUS_ROLE_RECEPTIONIST)
      return user;
  }

  g_return_val_if_reached (NULL);
}

static AusPatient *
find_patient (const AusDemoDay *day,
              const char       *name)
{
  for (guint i = 0; i < day->patients->len; i++) {
    AusPatient *patient = g_ptr_array_index (day->patients, i);

    if (g_str_equal (patient->family_name, name))
      return patient;
  }

  g_return_val_if_reached (NULL);
}

static void
describe_user (AusCaller *caller,
               AusUser   *user)
{
  caller->role = user->role;
  caller->name = g_strdup (user->name);
  caller->user_id = g_strdup (user->id);
}

static void
describe_patient (AusCaller *caller,
                  AusDoor   *door)
{
  caller->role = AUS_ROLE_PATIENT;
  caller->name = g_strdup (door->name);
  caller->door_id = g_strdup (door->id);
  caller->consultation_id = g_strdup (door->consultation_id);
}

/* The moment so many minutes after the planned start. (transfer full) */
static GDateTime *
at (const Making *self,
    gint          minutes)
{
  return aus_time_to_date_time (self->start + minutes * AUS_TIME_MINUTE);
}

static gboolean
find_start (Making  *self,
            GError **error)
{
  const AusDemoVisit *plan = self->plan;
  const char *zone = self->day->clinic->time_zone;

  self->start = self->day->now + (plan->tomorrow ? AUS_TIME_DAY : plan->minute * AUS_TIME_MINUTE);

  if (!aus_zone_from_utc (zone, self->start, self->date, self->time))
    g_return_val_if_reached (FALSE);

  if (!plan->tomorrow)
    return TRUE;

  g_snprintf (self->time, sizeof self->time, "%02d:%02d:00", plan->minute / 60 % 24, plan->minute % 60);

  return aus_zone_to_utc (zone, self->date, self->time, AUS_ZONE_CHOICE_FIRST, &self->start, error);
}

static gboolean
book (Making  *self,
      GError **error)
{
  g_autoptr (GDateTime) start = at (self, 0);

  if (self->plan->alone)
    return TRUE;

  self->booking = g_object_new (AUS_TYPE_BOOKING,
                                "doctor-id", self->doctor->id,
                                "patient-id", self->patient->id,
                                "appointment-date", self->date,
                                "appointment-time", self->time,
                                "time-zone", self->day->clinic->time_zone,
                                "starts-at", start,
                                "duration-minutes", (gint64) self->plan->duration,
                                "appointment-type", self->plan->in_person ? AUS_APPOINTMENT_TYPE_IN_PERSON
                                                                          : AUS_APPOINTMENT_TYPE_VIRTUAL,
                                "status", AUS_BOOKING_STATUS_CONFIRMED,
                                "preferred-video-provider", self->plan->provider,
                                "consultation-notes", self->plan->reason,
                                NULL);

  return aus_table_insert (self->database, AUS_RECORD (self->booking), error);
}

/* Those of old were held with what the clinic had then. */
static gboolean
give_meeting (Making  *self,
              GError **error)
{
  g_autofree char *id = NULL;

  if (self->plan->provider == AUS_VIDEO_PROVIDER_BUILTIN)
    return aus_meeting_create (self->day->clinic, self->database, self->consultation, error);

  id = aus_uuid_new ();
  g_object_set (self->consultation, "meeting-id", id, "meeting-state", AUS_MEETING_STATE_READY, NULL);

  return TRUE;
}

static gboolean
open_door (Making  *self,
           GError **error)
{
  self->door = aus_doors_add (self->day->clinic, self->database, self->consultation, AUS_ROLE_PATIENT,
                              self->patient->name, error);

  if (self->door == NULL)
    return FALSE;

  describe_patient (&self->callers[WHO_PATIENT], self->door);

  return TRUE;
}

static gboolean
plan_consultation (Making  *self,
                   GError **error)
{
  g_autoptr (GDateTime) start = at (self, 0);

  self->consultation = g_object_new (AUS_TYPE_CONSULTATION,
                                     "booking-id", self->booking ? self->booking->id : NULL,
                                     "doctor-id", self->doctor->id,
                                     "doctor-name", self->doctor->name,
                                     "patient-id", self->patient->id,
                                     "patient-name", self->patient->name,
                                     "appointment-date", self->date,
                                     "appointment-time", self->time,
                                     "time-zone", self->day->clinic->time_zone,
                                     "video-provider", self->plan->provider,
                                     "scheduled-start", start,
                                     "duration-planned", (gint64) self->plan->duration,
                                     "duration-minutes", AUS_INTEGER_NULL,
                                     "reason", self->plan->reason,
                                     NULL);

  return give_meeting (self, error) && aus_table_insert (self->database, AUS_RECORD (self->consultation), error) &&
         open_door (self, error);
}

static gboolean
act (Making  *self,
     GError **error)
{
  const History *history = &histories[self->plan->state];

  if (self->plan->state == AUS_DEMO_STATE_CANCELLED)
    g_object_set (self->consultation, "cancel-reason", self->plan->notes, NULL);
  else if (self->plan->notes != NULL)
    g_object_set (self->consultation, "notes", self->plan->notes, NULL);

  for (guint i = 0; i < history->n_moves; i++) {
    const Move *move = &history->moves[i];

    if (!aus_visit_act (self->database, &self->callers[move->who], self->consultation, move->act, error))
      return FALSE;
  }

  return TRUE;
}

/* How the one who has been in the visit is there now, and from when to when they were. */
static gboolean
settle_seat (Making       *self,
             Who           who,
             AusPresence   presence,
             GError      **error)
{
  const gboolean is_over = presence == AUS_PRESENCE_LEFT;
  g_autoptr (AusParticipant) seat =
    aus_seats_take (self->database, &self->callers[who], self->consultation, error);
  g_autoptr (GDateTime) joined = at (self, who == WHO_PATIENT ? ARRIVES : BEGINS);
  g_autoptr (GDateTime) left = at (self, self->plan->duration);

  if (seat == NULL ||
      !aus_seats_set_presence (self->database, self->consultation, seat, presence, is_over ? "left" : NULL, error))
    return FALSE;

  g_object_set (seat, "joined-at", joined, "left-at", is_over ? left : NULL, NULL);

  return aus_table_save (self->database, AUS_RECORD (seat), error);
}

static gboolean
settle_seats (Making  *self,
              GError **error)
{
  switch (self->plan->state) {
    case AUS_DEMO_STATE_WAITING:
      return settle_seat (self, WHO_PATIENT, AUS_PRESENCE_HERE, error);
    case AUS_DEMO_STATE_IN_PROGRESS:
      return settle_seat (self, WHO_PATIENT, AUS_PRESENCE_IN_CALL, error) &&
             settle_seat (self, WHO_DOCTOR, AUS_PRESENCE_IN_CALL, error);
    case AUS_DEMO_STATE_COMPLETED:
      return settle_seat (self, WHO_PATIENT, AUS_PRESENCE_LEFT, error) &&
             settle_seat (self, WHO_DOCTOR, AUS_PRESENCE_LEFT, error);
    case AUS_DEMO_STATE_BOOKED:
    case AUS_DEMO_STATE_PLANNED:
    case AUS_DEMO_STATE_NEXT:
    case AUS_DEMO_STATE_CANCELLED:
    case AUS_DEMO_STATE_NO_SHOW:
      return TRUE;
  }

  g_return_val_if_reached (FALSE);
}

static void
settle_times (Making *self)
{
  AusConsultation *consultation = self->consultation;
  g_autoptr (GDateTime) arrived = at (self, ARRIVES);
  g_autoptr (GDateTime) began = at (self, BEGINS);
  g_autoptr (GDateTime) ended = at (self, self->plan->duration);

  if (consultation->waiting_since != NULL)
    g_object_set (consultation, "waiting-since", arrived, NULL);

  if (consultation->actual_start != NULL)
    g_object_set (consultation, "actual-start", began, NULL);

  if (consultation->actual_end != NULL)
    g_object_set (consultation, "actual-end", ended, "duration-minutes", (gint64) self->plan->duration - BEGINS, NULL);
}

static gboolean
say (Making             *self,
     const AusDemoLine  *line,
     gint64              position,
     GError            **error)
{
  const AusCaller *caller = &self->callers[line->by_doctor ? WHO_DOCTOR : WHO_PATIENT];
  g_autoptr (AusParticipant) seat = aus_seats_take (self->database, caller, self->consultation, error);
  g_autoptr (GDateTime) time = at (self, line->minute);
  g_autoptr (AusMessage) message = NULL;

  if (seat == NULL)
    return FALSE;

  message = g_object_new (AUS_TYPE_MESSAGE,
                          "consultation-id", self->consultation->id,
                          "sender-id", seat->id,
                          "sender-name", caller->name,
                          "sender-role", caller->role,
                          "message", line->text,
                          "timestamp", time,
                          "position", position,
                          NULL);

  /* The doctor reads it once they are there. */
  if (self->plan->state == AUS_DEMO_STATE_WAITING)
    g_object_set (self->consultation, "unread-messages", self->consultation->unread_messages + 1, NULL);

  return aus_table_insert (self->database, AUS_RECORD (message), error);
}

static gboolean
talk (Making  *self,
      GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->plan->lines); i++) {
    if (self->plan->lines[i].text != NULL && !say (self, &self->plan->lines[i], i + 1, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
hold (Making  *self,
      GError **error)
{
  if (!plan_consultation (self, error) || !act (self, error) || !settle_seats (self, error) || !talk (self, error))
    return FALSE;

  settle_times (self);

  return aus_table_save (self->database, AUS_RECORD (self->consultation), error);
}

gboolean
aus_demo_day_add (const AusDemoDay    *self,
                  const AusDemoVisit  *visit,
                  char               **door_id,
                  GError             **error)
{
  g_auto (Making) making = { .day = self, .plan = visit, .database = self->database };

  making.doctor = find_doctor (self, visit->doctor);
  making.patient = find_patient (self, visit->patient);
  describe_user (&making.callers[WHO_DOCTOR], making.doctor);
  describe_user (&making.callers[WHO_RECEPTION], find_reception (self));

  if (!find_start (&making, error) || !book (&making, error))
    return FALSE;

  if (visit->state == AUS_DEMO_STATE_BOOKED)
    return TRUE;

  if (!hold (&making, error))
    return FALSE;

  if (visit->state == AUS_DEMO_STATE_NEXT)
    *door_id = g_strdup (making.door->id);

  return TRUE;
}
