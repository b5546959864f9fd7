#include "aus-routes.h"

#include "aus-handlers.h"
#include "aus-uuid.h"

#include <string.h>

#define API "telemedicine/api/"
#define VISIT API "consultations/{id}"

#define ANYBODY AUS_ROLES_ALL
#define SIGNED_IN (AUS_ROLES_STAFF | AUS_ROLES (PATIENT) | AUS_ROUTE_NEEDS_ACCOUNT)
#define IN_VISIT (AUS_ROLES_STAFF | AUS_ROLES_BY_DOOR)
#define STAFF AUS_ROLES_STAFF
#define ADMIN AUS_ROLES (ADMIN)
#define PLANNERS (AUS_ROLES (ADMIN) | AUS_ROLES (DOCTOR) | AUS_ROLES (RECEPTIONIST))
#define CLINICIANS AUS_ROLES_CLINICIANS
#define ADMITTERS (CLINICIANS | AUS_ROLES (RECEPTIONIST))
#define TALKERS (CLINICIANS | AUS_ROLES (RECEPTIONIST) | AUS_ROLES_BY_DOOR)
/* Whom a recording would have in it. Reception looks after the waiting room alone. */
#define IN_CALL (CLINICIANS | AUS_ROLES (ADMIN) | AUS_ROLES_BY_DOOR)

#define LONGEST_PATH 8

const AusRoute aus_routes[] = {
  { "POST", "accounts/api/login", ANYBODY, 200, aus_login, "email password otp",
    .look_up = aus_login_look_up, .prepare = aus_login_prepare, .is_secret = TRUE },
  { "POST", "accounts/api/logout", SIGNED_IN, 200, aus_logout, "", .is_for_enrolling = TRUE },
  { "GET", "accounts/api/me", SIGNED_IN, 200, aus_me, .is_for_enrolling = TRUE },
  { "POST", "accounts/api/password", SIGNED_IN, 200, aus_password_change, "old_password new_password",
    .look_up = aus_password_look_up, .prepare = aus_password_prepare },
  { "GET", "accounts/api/sessions", SIGNED_IN, 200, aus_session_list },
  { "DELETE", "accounts/api/sessions", SIGNED_IN, 204, aus_session_delete_others, "" },
  { "DELETE", "accounts/api/sessions/{id}", SIGNED_IN, 204, aus_session_delete, "" },
  { "GET", "accounts/api/totp", SIGNED_IN, 200, aus_factor_show, .is_for_enrolling = TRUE },
  { "POST", "accounts/api/totp", SIGNED_IN, 201, aus_factor_create, "", .is_secret = TRUE,
    .is_for_enrolling = TRUE },
  { "POST", "accounts/api/totp/confirm", SIGNED_IN, 200, aus_factor_confirm_call, "otp", .is_for_enrolling = TRUE },
  { "POST", "accounts/api/totp/recovery-codes", SIGNED_IN, 201, aus_recovery_codes_create, "password",
    .look_up = aus_own_password_look_up, .prepare = aus_factor_password_prepare, .is_secret = TRUE },
  { "DELETE", "accounts/api/totp", SIGNED_IN, 204, aus_factor_delete, "password",
    .look_up = aus_own_password_look_up, .prepare = aus_factor_password_prepare },
  { "POST", "accounts/api/ws-ticket", IN_VISIT, 201, aus_ticket_create, "", AUS_THREAD_READER,
    .is_impersonal = TRUE },

  { "GET", API "consultations", IN_VISIT, 200, aus_consultation_list },
  { "POST", API "consultations", PLANNERS, 201, aus_consultation_create },
  { "GET", API "consultations/stats", SIGNED_IN, 200, aus_consultation_stats, .is_impersonal = TRUE },
  { "GET", API "consultations/upcoming", SIGNED_IN, 200, aus_consultation_upcoming },
  { "GET", API "consultations/active", SIGNED_IN, 200, aus_consultation_active },

  { "GET", VISIT, IN_VISIT, 200, aus_consultation_show },
  { "PUT", VISIT, STAFF, 200, aus_consultation_update },
  { "PATCH", VISIT, STAFF, 200, aus_consultation_update },
  { "DELETE", VISIT, PLANNERS, 204, aus_consultation_delete, "" },
  { "POST", VISIT "/start", CLINICIANS, 200, aus_consultation_start, "" },
  { "POST", VISIT "/end", CLINICIANS, 200, aus_consultation_end, "notes" },
  { "POST", VISIT "/cancel", PLANNERS | AUS_ROLES (PATIENT), 200, aus_consultation_cancel, "reason" },
  { "POST", VISIT "/reschedule", PLANNERS, 200, aus_consultation_reschedule, "scheduled_start" },
  { "POST", VISIT "/no_show", PLANNERS, 200, aus_consultation_no_show, "kind reason" },
  { "POST", VISIT "/switch_provider", PLANNERS, 200, aus_consultation_switch_provider, "video_provider" },
  { "GET", VISIT "/waiting_room", IN_VISIT, 200, aus_waiting_room_show },
  { "POST", VISIT "/admit", ADMITTERS, 200, aus_consultation_admit, "" },
  { "POST", VISIT "/hang_up", CLINICIANS | AUS_ROLES_BY_DOOR, 200, aus_consultation_hang_up, "" },
  { "POST", VISIT "/join_waiting", AUS_ROLES_BY_DOOR, 200, aus_consultation_join_waiting, "" },
  { "POST", VISIT "/leave", IN_VISIT, 200, aus_consultation_leave, "" },
  { "POST", VISIT "/send_message", TALKERS, 201, aus_message_create },
  { "GET", VISIT "/messages", TALKERS, 200, aus_message_list },
  { "GET", VISIT "/participants", IN_VISIT, 200, aus_participant_list },
  { "POST", VISIT "/participants", PLANNERS, 201, aus_participant_create, "user_id role" },
  { "DELETE", VISIT "/participants", PLANNERS, 204, aus_participant_delete, "" },
  { "POST", VISIT "/update_connection_quality", CLINICIANS | AUS_ROLES_BY_DOOR, 200, aus_quality_update,
    "quality rtt_ms loss jitter_ms bitrate" },
  { "GET", VISIT "/quality", IN_VISIT, 200, aus_quality_list },
  { "GET", VISIT "/timeline", IN_VISIT, 200, aus_timeline_list },
  { "POST", VISIT "/report_issue", IN_VISIT, 201, aus_issue_report },
  { "GET", VISIT "/meeting_info", CLINICIANS | AUS_ROLES (ADMIN) | AUS_ROLES_BY_DOOR, 200,
    aus_consultation_meeting_info },
  { "GET", VISIT "/consents", IN_CALL, 200, aus_consent_list },
  { "POST", VISIT "/consents", IN_CALL, 201, aus_consent_create },
  { "GET", VISIT "/doors", PLANNERS, 200, aus_door_list },
  { "POST", VISIT "/doors", PLANNERS, 201, aus_door_create },
  { "DELETE", VISIT "/doors", PLANNERS, 204, aus_door_revoke, "" },
  { "DELETE", API "doors/{id}", PLANNERS, 204, aus_door_delete, "" },
  { "GET", API "doors/current", AUS_ROLES_BY_DOOR, 200, aus_door_current },

  { "GET", API "technical-issues", IN_VISIT, 200, aus_issue_list },
  { "POST", API "technical-issues", IN_VISIT, 201, aus_issue_create },
  { "GET", API "technical-issues/{id}", IN_VISIT, 200, aus_issue_show },
  { "PATCH", API "technical-issues/{id}", PLANNERS, 200, aus_issue_update },
  { "POST", API "technical-issues/{id}/resolve", PLANNERS, 200, aus_issue_resolve, "resolution_notes" },

  { "GET", API "bookings", SIGNED_IN, 200, aus_booking_list },
  { "POST", API "bookings", PLANNERS, 201, aus_booking_create },
  { "GET", API "bookings/slots", SIGNED_IN, 200, aus_slot_list },
  { "GET", API "bookings/{id}", SIGNED_IN, 200, aus_booking_show },
  { "PATCH", API "bookings/{id}", PLANNERS, 200, aus_booking_update, "status reason" },
  { "POST", API "bookings/{id}/create_consultation", PLANNERS, 201, aus_booking_consult },

  { "GET", API "availability", STAFF, 200, aus_availability_list },
  { "POST", API "availability", PLANNERS, 201, aus_availability_create },
  { "GET", API "availability/{id}", STAFF, 200, aus_availability_show },
  { "PATCH", API "availability/{id}", PLANNERS, 200, aus_availability_update },
  { "DELETE", API "availability/{id}", PLANNERS, 204, aus_availability_delete, "" },

  { "GET", API "patients", SIGNED_IN, 200, aus_patient_list },
  { "POST", API "patients", PLANNERS, 201, aus_patient_create },
  { "GET", API "patients/{id}", SIGNED_IN, 200, aus_patient_show },
  { "GET", API "doctors", SIGNED_IN, 200, aus_doctor_list },

  { "GET", API "users", ADMIN, 200, aus_user_list },
  { "POST", API "users", ADMIN, 201, aus_user_create, .look_up = aus_user_look_up, .prepare = aus_user_prepare },
  { "GET", API "users/{id}", ADMIN, 200, aus_user_show },
  { "PATCH", API "users/{id}", ADMIN, 200, aus_user_update, .look_up = aus_user_look_up, .prepare = aus_user_prepare },
  { "DELETE", API "users/{id}", ADMIN, 204, aus_user_delete, "" },
  { "DELETE", API "users/{id}/totp", ADMIN, 204, aus_user_factor_delete, "" },

  { "GET", API "video-providers", SIGNED_IN, 200, aus_provider_list, .is_impersonal = TRUE },
  { "GET", API "video-providers/{name}", SIGNED_IN, 200, aus_provider_show, .is_impersonal = TRUE },
  { "GET", API "audit", ADMIN, 200, aus_audit_list, .thread = AUS_THREAD_WRITER },
  { "GET", API "jobs", ADMIN, 200, aus_job_list },
  { "GET", API "jobs/{id}", ADMIN, 200, aus_job_show },
  { "POST", API "jobs/{id}/retry", ADMIN, 200, aus_job_retry, "" },

  { "GET", API "sync", STAFF, 200, aus_sync },

  { "GET", "health/live", ANYBODY, 200, aus_health_live, .is_impersonal = TRUE },
  { "GET", "health/ready", ANYBODY, 200, aus_health_ready, .thread = AUS_THREAD_WRITER,
    .is_impersonal = TRUE },
  { "GET", "metrics", ANYBODY, 200, aus_metrics_show, .is_impersonal = TRUE },
};

const guint aus_n_routes = G_N_ELEMENTS (aus_routes);

typedef struct
{
  const char *text;
  gsize       length;
} Segment;

/* Slashes at the ends do not count, those in a row make an empty segment. Answers how many, or too many. */
static guint
split (const char *path,
       Segment    *segments)
{
  guint n_segments = 0;

  if (*path == '/')
    path++;

  while (*path != '\0' && n_segments < LONGEST_PATH) {
    gsize length = strcspn (path, "/");

    segments[n_segments++] = (Segment) { path, length };
    path += length;

    if (*path == '/')
      path++;
  }

  return *path == '\0' ? n_segments : G_MAXUINT;
}

static gboolean
fits_variable (const Segment  *pattern,
               const Segment  *segment,
               const Segment **variable)
{
  char uuid[37];

  *variable = segment;

  /* Names are looked up, but an id goes to the database as a UUID or not at all. */
  if (pattern->length != strlen ("{id}") || strncmp (pattern->text, "{id}", pattern->length) != 0)
    return segment->length > 0;

  if (segment->length != sizeof uuid - 1)
    return FALSE;

  memcpy (uuid, segment->text, segment->length);
  uuid[segment->length] = '\0';

  return aus_uuid_is_valid (uuid);
}

static gboolean
fits (const AusRoute *route,
      const Segment  *segments,
      guint           n_segments,
      const Segment **variable)
{
  Segment pattern[LONGEST_PATH];

  if (split (route->path, pattern) != n_segments)
    return FALSE;

  for (guint i = 0; i < n_segments; i++) {
    if (*pattern[i].text == '{') {
      if (!fits_variable (&pattern[i], &segments[i], variable))
        return FALSE;
    } else if (pattern[i].length != segments[i].length ||
               memcmp (pattern[i].text, segments[i].text, segments[i].length) != 0) {
      return FALSE;
    }
  }

  return TRUE;
}

const AusRoute *
aus_routes_find (const char  *method,
                 const char  *path,
                 char       **id,
                 char       **allowed)
{
  Segment segments[LONGEST_PATH];
  const guint n_segments = split (path, segments);
  g_autoptr (GString) methods = g_string_new (NULL);

  for (guint i = 0; i < aus_n_routes; i++) {
    const Segment *variable = NULL;

    if (!fits (&aus_routes[i], segments, n_segments, &variable))
      continue;

    if (strcmp (aus_routes[i].method, method) == 0) {
      *id = variable ? g_ascii_strdown (variable->text, variable->length) : NULL;
      return &aus_routes[i];
    }

    g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", aus_routes[i].method);
  }

  if (methods->len > 0)
    *allowed = g_string_free (g_steal_pointer (&methods), FALSE);

  return NULL;
}
