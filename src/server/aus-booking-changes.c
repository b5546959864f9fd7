#include "aus-access.h"
#include "aus-assignments.h"
#include "aus-bookings.h"
#include "aus-doctors.h"
#include "aus-evidence.h"
#include "aus-handlers.h"
#include "aus-reschedule.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-visit.h"

#include <string.h>

#define NO_ACT -1

/* What may become of a booking by hand, and what that is for its visit. A visit's own state then says whether it may,
 * and the booking follows the visit. Without an act it is for bookings that have no visit. */
static const struct
{
  AusBookingStatus from;
  AusBookingStatus to;
  int              act;
} moves[] = {
  { AUS_BOOKING_STATUS_PENDING, AUS_BOOKING_STATUS_CONFIRMED, NO_ACT },
  { AUS_BOOKING_STATUS_PENDING, AUS_BOOKING_STATUS_CANCELLED, AUS_ACT_CANCEL },
  { AUS_BOOKING_STATUS_CONFIRMED, AUS_BOOKING_STATUS_CANCELLED, AUS_ACT_CANCEL },
  { AUS_BOOKING_STATUS_CONFIRMED, AUS_BOOKING_STATUS_COMPLETED, AUS_ACT_END },
  { AUS_BOOKING_STATUS_CONFIRMED, AUS_BOOKING_STATUS_NO_SHOW, AUS_ACT_MISS },
  { AUS_BOOKING_STATUS_NO_SHOW, AUS_BOOKING_STATUS_CONFIRMED, NO_ACT },
};

/**
 * Change:
 * @booking: as it is to be
 * @visit: (nullable): what it led to, as it is
 */
typedef struct
{
  AusCall         *call;
  AusDatabase     *database;
  AusBooking      *booking;
  AusConsultation *visit;
  AusBookingBody   body;
} Change;

static void
change_clear (Change *self)
{
  g_clear_object (&self->booking);
  g_clear_object (&self->visit);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
find_act (Change   *self,
          int      *act,
          GError  **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    if (moves[i].from == self->booking->status && moves[i].to == self->body.status &&
        (self->visit == NULL || moves[i].act != NO_ACT)) {
      *act = moves[i].act;
      return TRUE;
    }
  }

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "A booking that is %s cannot be %s.",
               aus_enum_to_nick (aus_booking_status_get_type (), self->booking->status),
               aus_enum_to_nick (aus_booking_status_get_type (), self->body.status));

  return FALSE;
}

static gboolean
miss_visit (Change   *self,
            GError  **error)
{
  const AusCaller *caller = &self->call->caller;
  AusEvidence evidence;

  g_object_set (self->visit, "no-show-kind", self->body.kind, NULL);

  return aus_evidence_gather (self->database, self->visit, &evidence, error) &&
         aus_visit_act (self->database, caller, self->visit, AUS_ACT_MISS, error) &&
         aus_evidence_keep (self->database, caller, self->visit, &evidence,
                            self->body.reason ? self->body.reason : "", error);
}

static gboolean
is_open (const AusBooking *booking)
{
  return booking->status == AUS_BOOKING_STATUS_PENDING || booking->status == AUS_BOOKING_STATUS_CONFIRMED;
}

static gboolean
act_on_visit (Change  *self,
              AusAct   act,
              GError **error)
{
  if (act == AUS_ACT_MISS)
    return miss_visit (self, error);

  if (act == AUS_ACT_CANCEL && self->body.reason != NULL)
    g_object_set (self->visit, "cancel-reason", self->body.reason, NULL);

  return aus_visit_act (self->database, &self->call->caller, self->visit, act, error);
}

/* A time that was given up is free for others, and so is claimed once more. */
static gboolean
set_status (Change   *self,
            GError  **error)
{
  const gboolean was_open = is_open (self->booking);

  g_object_set (self->booking, "status", self->body.status, NULL);

  return (was_open || !is_open (self->booking) ||
          aus_bookings_check_return (self->database, self->booking, &self->body, error)) &&
         aus_bookings_claim (self->database, self->booking, error);
}

/* Said twice is said once. */
static gboolean
change_status (Change   *self,
               GError  **error)
{
  int act;

  if (!self->body.has_status || self->body.status == self->booking->status)
    return TRUE;

  if (!find_act (self, &act, error))
    return FALSE;

  return self->visit != NULL ? act_on_visit (self, act, error) : set_status (self, error);
}

static gboolean
says_time (AusCall *call)
{
  static const char *const names[] = { "appointment_date", "appointment_time", "time_zone", "fold" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (json_object_has_member (call->json, names[i]))
      return TRUE;
  }

  return FALSE;
}

static gboolean
takes_other_time (AusBooking *before,
                  AusBooking *after)
{
  return !g_date_time_equal (before->starts_at, after->starts_at) ||
         before->duration_minutes != after->duration_minutes || strcmp (before->doctor_id, after->doctor_id) != 0;
}

/* Whether the doctor's time is another one now, and may be. */
static gboolean
check_time (Change      *self,
            AusBooking  *before,
            GError     **error)
{
  if (says_time (self->call) &&
      !aus_bookings_settle_time (self->call, self->database, self->booking, &self->body, error))
    return FALSE;

  if (!takes_other_time (before, self->booking))
    return TRUE;

  if (is_open (self->booking))
    return aus_bookings_check_time (self->database, self->booking, &self->body, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "A booking that is %s keeps its time.",
               aus_enum_to_nick (aus_booking_status_get_type (), self->booking->status));

  return FALSE;
}

static gboolean
check_doctor (Change      *self,
              AusBooking  *before,
              GError     **error)
{
  const AusCaller *caller = &self->call->caller;

  if (strcmp (before->doctor_id, self->booking->doctor_id) != 0 &&
      !aus_doctors_check (self->database, self->booking->doctor_id, "doctor_id", error))
    return FALSE;

  if (self->visit != NULL && self->booking->appointment_type != AUS_APPOINTMENT_TYPE_VIRTUAL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "This booking has a consultation, so it stays virtual.");
    return FALSE;
  }

  return self->visit == NULL || aus_access_check_part (caller, self->database, self->visit, error);
}

/* The visit goes first and takes the booking along, which keeps all else that was said of it. */
static gboolean
move_visit (Change      *self,
            AusBooking  *before,
            GError     **error)
{
  const AusCaller *caller = &self->call->caller;
  g_autoptr (AusBooking) moved = g_object_new (AUS_TYPE_BOOKING, NULL);
  AusBooking *wanted = self->booking;

  if (!aus_assignments_hand_over (self->database, caller, self->visit, wanted->doctor_id, error))
    return FALSE;

  g_object_set (self->visit,
                "time-zone", wanted->time_zone,
                "duration-planned", wanted->duration_minutes,
                NULL);

  if (takes_other_time (before, wanted) || strcmp (before->time_zone, wanted->time_zone) != 0) {
    if (!aus_reschedule (self->database, caller, self->visit, aus_time_from_date_time (wanted->starts_at), error))
      return FALSE;
  }

  if (!aus_table_get (self->database, AUS_RECORD (moved), wanted->id, error))
    return FALSE;

  g_object_set (moved,
                "preferred-video-provider", wanted->preferred_video_provider,
                "consultation-notes", wanted->consultation_notes,
                NULL);

  return aus_table_save (self->database, AUS_RECORD (moved), error);
}

static gboolean
save (Change      *self,
      AusBooking  *before,
      GError     **error)
{
  if (self->visit != NULL)
    return move_visit (self, before, error);

  return aus_bookings_claim (self->database, self->booking, error);
}

/* Whether anything but the status is asked for. */
static gboolean
says_fields (AusCall *call)
{
  static const char *const others[] = { "status", "reason", "kind", "override" };
  guint n_others = 0;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    n_others += json_object_has_member (call->json, others[i]);

  return json_object_get_size (call->json) > n_others;
}

static gboolean
change_fields (Change      *self,
               AusBooking  *before,
               GError     **error)
{
  return !says_fields (self->call) ||
         (check_doctor (self, before, error) && check_time (self, before, error) && save (self, before, error));
}

static gboolean
find_visit (Change   *self,
            GError  **error)
{
  if (self->booking->consultation_id == NULL)
    return TRUE;

  self->visit = aus_access_get_consultation (&self->call->caller, self->database, self->booking->consultation_id,
                                             error);

  return self->visit != NULL;
}

gboolean
aus_booking_update (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_auto (Change) change = { .call = call, .database = database };
  g_autoptr (AusBooking) before = aus_bookings_find (call, database, call->id, error);

  if (before == NULL)
    return FALSE;

  change.booking = aus_bookings_find (call, database, call->id, error);

  return change.booking != NULL && aus_call_check_revision (call, AUS_RECORD (before), error) &&
         find_visit (&change, error) &&
         aus_booking_body_read (call, change.booking, AUS_READ_UPDATE, &change.body, error) &&
         change_fields (&change, before, error) && change_status (&change, error) &&
         aus_booking_show (call, database, error);
}
