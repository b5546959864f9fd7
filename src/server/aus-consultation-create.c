#include "aus-access.h"
#include "aus-booking.h"
#include "aus-bookings.h"
#include "aus-consultation-reply.h"
#include "aus-doors.h"
#include "aus-events.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-meeting.h"
#include "aus-settings.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-zone.h"

#include <string.h>

#define DEFAULT_MINUTES 20

static gboolean
check_booking (AusBooking  *booking,
               GError     **error)
{
  const char *fault = NULL;

  if (booking->status != AUS_BOOKING_STATUS_PENDING && booking->status != AUS_BOOKING_STATUS_CONFIRMED)
    fault = "This booking is over or cancelled.";
  else if (booking->appointment_type != AUS_APPOINTMENT_TYPE_VIRTUAL)
    fault = "This booking is for a visit in person.";
  else if (booking->consultation_id != NULL)
    fault = "This booking has a consultation already.";

  if (fault == NULL)
    return TRUE;

  g_set_error_literal (error, AUS_ERROR, AUS_ERROR_CONFLICT, fault);

  return FALSE;
}

static void
take_from_booking (AusConsultation *consultation,
                   AusBooking      *booking)
{
  g_object_set (consultation,
                "booking-id", booking->id,
                "doctor-id", booking->doctor_id,
                "doctor-name", booking->doctor_name,
                "patient-id", booking->patient_id,
                "patient-name", booking->patient_name,
                "scheduled-start", booking->starts_at,
                "appointment-date", booking->appointment_date,
                "appointment-time", booking->appointment_time,
                "time-zone", booking->time_zone,
                "duration-minutes", booking->duration_minutes,
                NULL);
}

static void
take_provider (AusCall         *call,
               AusConsultation *consultation,
               AusBooking      *booking)
{
  if (!json_object_has_member (call->json, "video_provider"))
    g_object_set (consultation, "video-provider", booking->preferred_video_provider, NULL);
}

/* What only a consultation without a booking says. */
static const char *const own_members[] = {
  "doctor_id", "patient_id", "scheduled_start", "duration_minutes", "time_zone",
};

static gboolean
refuse_own_members (AusCall  *call,
                    GError  **error)
{
  GError *fault = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (own_members); i++) {
    JsonNode *node = json_object_get_member (call->json, own_members[i]);

    if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
      aus_error_add_field (&fault, own_members[i], "Comes from the booking.");
  }

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

static gboolean
fill_from_booking (AusCall          *call,
                   AusDatabase      *database,
                   AusConsultation  *consultation,
                   GError          **error)
{
  g_autoptr (AusBooking) booking = aus_bookings_find (call, database, consultation->booking_id, error);

  if (booking == NULL || !aus_call_check_revision (call, AUS_RECORD (booking), error) ||
      !check_booking (booking, error) || !refuse_own_members (call, error))
    return FALSE;

  take_from_booking (consultation, booking);
  take_provider (call, consultation, booking);

  if (booking->status == AUS_BOOKING_STATUS_CONFIRMED)
    return aus_bookings_touch (database, booking->id, error);

  g_object_set (booking, "status", AUS_BOOKING_STATUS_CONFIRMED, NULL);

  return aus_table_save (database, AUS_RECORD (booking), error);
}

/* Columns: the names of who takes part, or nothing where there is nobody. */
#define DOCTOR 0
#define PATIENT 1
#define PEOPLE \
  "SELECT (SELECT name FROM users WHERE id = ?1 AND role = 'doctor' AND is_active), " \
  "(SELECT name FROM patients WHERE id = ?2)"

static gboolean
take_people (AusStatement     *row,
             AusConsultation  *consultation,
             GError          **error)
{
  const char *doctor = aus_statement_get_text (row, DOCTOR);
  const char *patient = aus_statement_get_text (row, PATIENT);
  GError *fault = NULL;

  if (doctor == NULL)
    aus_error_add_field (&fault, "doctor_id", "There is no such person.");
  if (patient == NULL)
    aus_error_add_field (&fault, "patient_id", "There is no such person.");

  if (fault != NULL) {
    g_propagate_error (error, fault);
    return FALSE;
  }

  g_object_set (consultation, "doctor-name", doctor, "patient-name", patient, NULL);

  return TRUE;
}

static gboolean
find_people (AusDatabase      *database,
             AusConsultation  *consultation,
             GError          **error)
{
  g_autoptr (AusStatement) row = aus_database_prepare (database, PEOPLE, error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->doctor_id);
  aus_statement_bind_text (row, 2, consultation->patient_id);

  return aus_statement_step (row, error) == AUS_STEP_ROW && take_people (row, consultation, error);
}

static gboolean
check_given (AusConsultation  *consultation,
             GError          **error)
{
  GError *fault = NULL;

  if (*consultation->doctor_id == '\0')
    aus_error_add_field (&fault, "doctor_id", "Is required where there is no booking.");
  if (*consultation->patient_id == '\0')
    aus_error_add_field (&fault, "patient_id", "Is required where there is no booking.");
  if (consultation->scheduled_start == NULL)
    aus_error_add_field (&fault, "scheduled_start", "Is required where there is no booking.");

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

static gboolean
set_wall_time (AusCall          *call,
               AusDatabase      *database,
               AusConsultation  *consultation,
               GError          **error)
{
  g_autofree char *usual = aus_settings_get_text (database, call->clinic, AUS_SETTING_TIME_ZONE, error);
  const char *zone = *consultation->time_zone != '\0' ? consultation->time_zone : usual;
  const gint64 start = aus_time_from_date_time (consultation->scheduled_start);
  char date[11], time[9];

  if (usual == NULL)
    return FALSE;

  if (!aus_time_can_start (start)) {
    aus_error_add_field (error, "scheduled_start", "The date is out of range.");
    return FALSE;
  }

  if (!aus_zone_from_utc (zone, start, date, time)) {
    aus_error_add_field (error, "time_zone", "Must be a time zone such as Europe/Berlin.");
    return FALSE;
  }

  g_object_set (consultation, "time-zone", zone, "appointment-date", date, "appointment-time", time, NULL);

  return TRUE;
}

static gboolean
fill_alone (AusCall          *call,
            AusDatabase      *database,
            AusConsultation  *consultation,
            GError          **error)
{
  if (call->caller.role == AUS_ROLE_DOCTOR && *consultation->doctor_id == '\0')
    g_object_set (consultation, "doctor-id", call->caller.user_id, NULL);

  if (!check_given (consultation, error))
    return FALSE;

  if (call->caller.role == AUS_ROLE_DOCTOR && g_strcmp0 (consultation->doctor_id, call->caller.user_id) != 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "You may only create your own consultations.");
    return FALSE;
  }

  return find_people (database, consultation, error) && set_wall_time (call, database, consultation, error);
}

/* The clinic's usual provider, where neither the body nor a booking says which. */
static gboolean
settle_provider (AusCall          *call,
                 AusDatabase      *database,
                 AusConsultation  *consultation,
                 GError          **error)
{
  g_autofree char *nick = NULL;
  guint provider;

  if (consultation->booking_id != NULL || json_object_has_member (call->json, "video_provider"))
    return TRUE;

  nick = aus_settings_get_text (database, call->clinic, AUS_SETTING_DEFAULT_VIDEO_PROVIDER, error);

  if (nick != NULL && aus_enum_from_nick (aus_video_provider_get_type (), nick, &provider))
    g_object_set (consultation, "video-provider", provider, NULL);

  return nick != NULL;
}

static gboolean
check_writer (AusCall  *call,
              GError  **error)
{
  const char *notes = aus_json_get_text (call->json, "notes");

  if (call->caller.role == AUS_ROLE_DOCTOR || notes == NULL || *notes == '\0')
    return TRUE;

  aus_error_add_field (error, "notes", "Only clinicians write notes; use “reason”.");

  return FALSE;
}

/* The planned duration comes in under the name that the actual one goes out by. */
static void
settle_duration (AusConsultation *consultation)
{
  gint64 minutes = consultation->duration_minutes;

  g_object_set (consultation,
                "duration-planned", minutes == AUS_INTEGER_NULL ? (gint64) DEFAULT_MINUTES : minutes,
                "duration-minutes", AUS_INTEGER_NULL,
                NULL);
}

static gboolean
announce (AusDatabase      *database,
          AusConsultation  *consultation,
          GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_integer (&members, "revision", consultation->revision);
  aus_json_add_text (&members, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));

  return aus_events_add (database, consultation, "consultation_updated", AUS_TO (AUS_ROLES_STAFF), &members, error);
}

/* @consultation has all that is stored of it, so that it need not be read again. */
static gboolean
reply_created (AusCall         *call,
               AusDatabase     *database,
               AusConsultation *consultation,
               const char      *url)
{
  if (url == NULL)
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_consultation_reply_members (call, database, consultation);
  aus_json_add_text (&call->out, "door_url", url);
  aus_json_end_object (&call->out);

  return TRUE;
}

/* Whether what is asked for under a taken id is what is there. */
static gboolean
is_same (AusConsultation *wanted,
         AusConsultation *twin)
{
  if (wanted->booking_id != NULL)
    return g_strcmp0 (wanted->booking_id, twin->booking_id) == 0;

  if ((*wanted->doctor_id != '\0' && strcmp (wanted->doctor_id, twin->doctor_id) != 0) ||
      strcmp (wanted->patient_id, twin->patient_id) != 0)
    return FALSE;

  return wanted->scheduled_start != NULL &&
         g_date_time_equal (wanted->scheduled_start, twin->scheduled_start);
}

/* A client that made the id itself may ask again for what it did not hear the answer to. */
static gboolean
find_twin (AusCall          *call,
           AusDatabase      *database,
           AusConsultation  *consultation,
           gboolean         *found,
           GError          **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusConsultation) twin = NULL;
  g_autofree char *url = NULL;

  if (*consultation->id == '\0')
    return TRUE;

  twin = aus_access_get_consultation (&call->caller, database, consultation->id, &fault);

  if (twin == NULL && g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    return TRUE;

  if (twin == NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  if (!aus_access_check_part (&call->caller, database, twin, error))
    return FALSE;

  if (!is_same (consultation, twin)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "There is another consultation of this id.");
    return FALSE;
  }

  *found = TRUE;
  url = aus_doors_get_url (call->clinic, database, twin, error);

  return reply_created (call, database, twin, url);
}

static gboolean
create (AusCall          *call,
        AusDatabase      *database,
        AusConsultation  *consultation,
        GError          **error)
{
  gboolean filled = consultation->booking_id != NULL ? fill_from_booking (call, database, consultation, error)
                                                     : fill_alone (call, database, consultation, error);
  g_autofree char *url = NULL;

  if (!filled || !check_writer (call, error) || !settle_provider (call, database, consultation, error))
    return FALSE;

  settle_duration (consultation);

  if (!aus_meeting_create (call->clinic, database, consultation, error) ||
      !aus_table_insert (database, AUS_RECORD (consultation), error) ||
      (consultation->video_provider != AUS_VIDEO_PROVIDER_BUILTIN &&
       !aus_meeting_follow (call->clinic, database, consultation, error)))
    return FALSE;

  url = aus_doors_add_patient (call->clinic, database, consultation, error);

  return url != NULL && announce (database, consultation, error) && reply_created (call, database, consultation, url);
}

gboolean
aus_consultation_create (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  g_autoptr (AusConsultation) consultation = g_object_new (AUS_TYPE_CONSULTATION, NULL);
  gboolean found = FALSE;

  if (!aus_record_read_json (AUS_RECORD (consultation), call->json, AUS_READ_CREATE, error) ||
      !find_twin (call, database, consultation, &found, error))
    return FALSE;

  return found || create (call, database, consultation, error);
}

/* Asked for twice it is there once. */
gboolean
aus_booking_consult (AusCall      *call,
                     AusDatabase  *database,
                     GError      **error)
{
  g_autoptr (AusBooking) booking = aus_bookings_find (call, database, call->id, error);
  g_autoptr (AusConsultation) twin = NULL;
  g_autofree char *url = NULL;

  if (booking == NULL)
    return FALSE;

  if (booking->consultation_id != NULL) {
    twin = aus_access_get_consultation (&call->caller, database, booking->consultation_id, error);

    if (twin != NULL && aus_access_check_part (&call->caller, database, twin, error))
      url = aus_doors_get_url (call->clinic, database, twin, error);

    return url != NULL && reply_created (call, database, twin, url);
  }

  json_object_set_string_member (call->json, "booking_id", call->id);

  return aus_consultation_create (call, database, error);
}
