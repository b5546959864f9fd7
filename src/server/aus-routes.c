#include "aus-routes.h"

#include "aus-availability.h"
#include "aus-booking.h"
#include "aus-consent.h"
#include "aus-consultation.h"
#include "aus-door.h"
#include "aus-handlers.h"
#include "aus-job-record.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-patient.h"
#include "aus-shapes.h"
#include "aus-technical-issue.h"
#include "aus-user.h"
#include "aus-webhook-delivery.h"
#include "aus-webhook-endpoint.h"
#include "aus-webhook-handlers.h"

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

/* One record, or a page of them, both in the answer and in the body where there is one. */
#define OF(name) .record = aus_##name##_get_type
#define PAGE_OF(name) OF (name), .form = AUS_FORM_PAGE

const AusRoute aus_routes[] = {
  { "POST", "accounts/api/login", ANYBODY, 200, aus_login,
    .look_up = aus_login_look_up, .prepare = aus_login_prepare, .is_secret = TRUE,
    .summary = "Sign in", .body = &aus_login_body, .answer = &aus_login_shape,
    .faults = AUS_FAULT (UNAUTHENTICATED) },
  { "POST", "accounts/api/logout", SIGNED_IN, 200, aus_logout, "", .is_for_enrolling = TRUE,
    .summary = "Sign out", .answer = &aus_notice_shape },
  { "GET", "accounts/api/me", SIGNED_IN, 200, aus_me, .is_for_enrolling = TRUE,
    .summary = "Who I am", OF (user) },
  { "POST", "accounts/api/password", SIGNED_IN, 200, aus_password_change,
    .look_up = aus_password_look_up, .prepare = aus_password_prepare,
    .summary = "Change my password", .body = &aus_password_body, .answer = &aus_notice_shape },
  { "GET", "accounts/api/sessions", SIGNED_IN, 200, aus_session_list,
    .summary = "Where I am signed in", .answer = &aus_session_shape, .form = AUS_FORM_WHOLE_PAGE },
  { "DELETE", "accounts/api/sessions", SIGNED_IN, 204, aus_session_delete_others, "",
    .summary = "Sign out everywhere else" },
  { "DELETE", "accounts/api/sessions/{id}", SIGNED_IN, 204, aus_session_delete, "",
    .summary = "Sign out elsewhere" },
  { "GET", "accounts/api/totp", SIGNED_IN, 200, aus_factor_show, .is_for_enrolling = TRUE,
    .summary = "How my second factor stands", .answer = &aus_factor_shape },
  { "POST", "accounts/api/totp", SIGNED_IN, 201, aus_factor_create, "", .is_secret = TRUE,
    .is_for_enrolling = TRUE,
    .summary = "Begin with a second factor", .answer = &aus_new_factor_shape },
  { "POST", "accounts/api/totp/confirm", SIGNED_IN, 200, aus_factor_confirm_call, .is_for_enrolling = TRUE,
    .summary = "Confirm my second factor", .body = &aus_factor_confirm_body, .answer = &aus_factor_shape },
  { "POST", "accounts/api/totp/recovery-codes", SIGNED_IN, 201, aus_recovery_codes_create,
    .look_up = aus_own_password_look_up, .prepare = aus_factor_password_prepare, .is_secret = TRUE,
    .summary = "New recovery codes", .body = &aus_own_password_body, .answer = &aus_recovery_codes_shape },
  { "DELETE", "accounts/api/totp", SIGNED_IN, 204, aus_factor_delete,
    .look_up = aus_own_password_look_up, .prepare = aus_factor_password_prepare,
    .summary = "Give up my second factor", .body = &aus_own_password_body },
  { "POST", "accounts/api/ws-ticket", IN_VISIT, 201, aus_ticket_create, "", AUS_THREAD_READER,
    .is_impersonal = TRUE,
    .summary = "A ticket for a WebSocket", .answer = &aus_ticket_shape },

  { "GET", API "consultations", IN_VISIT, 200, aus_consultation_list,
    .summary = "Consultations", PAGE_OF (consultation), .parameters = aus_consultation_parameters },
  { "POST", API "consultations", PLANNERS, 201, aus_consultation_create,
    .summary = "Create a consultation", OF (consultation), .answer = &aus_new_consultation_shape },
  { "GET", API "consultations/stats", SIGNED_IN, 200, aus_consultation_stats, .is_impersonal = TRUE,
    .summary = "Statistics", .answer = &aus_stats_shape },
  { "GET", API "consultations/upcoming", SIGNED_IN, 200, aus_consultation_upcoming,
    .summary = "Consultations to come", PAGE_OF (consultation) },
  { "GET", API "consultations/active", SIGNED_IN, 200, aus_consultation_active,
    .summary = "Consultations now", PAGE_OF (consultation) },

  { "GET", VISIT, IN_VISIT, 200, aus_consultation_show,
    .summary = "A consultation", OF (consultation) },
  { "PUT", VISIT, STAFF, 200, aus_consultation_update,
    .summary = "Change a consultation", OF (consultation), .body = &aus_consultation_body },
  { "PATCH", VISIT, STAFF, 200, aus_consultation_update,
    .summary = "Change a consultation", OF (consultation), .body = &aus_consultation_body },
  { "DELETE", VISIT, PLANNERS, 204, aus_consultation_delete, "",
    .summary = "Delete a consultation that nobody came to" },
  { "POST", VISIT "/start", CLINICIANS, 200, aus_consultation_start, "",
    .summary = "Start", OF (consultation), .answer = &aus_act_shape },
  { "POST", VISIT "/end", CLINICIANS, 200, aus_consultation_end, "notes",
    .summary = "End", OF (consultation), .answer = &aus_act_shape },
  { "POST", VISIT "/cancel", PLANNERS | AUS_ROLES (PATIENT), 200, aus_consultation_cancel, "reason",
    .summary = "Cancel", OF (consultation), .answer = &aus_act_shape },
  { "POST", VISIT "/reschedule", PLANNERS, 200, aus_consultation_reschedule,
    .summary = "Reschedule", OF (consultation), .body = &aus_reschedule_body, .answer = &aus_act_shape },
  { "POST", VISIT "/no_show", PLANNERS, 200, aus_consultation_no_show,
    .summary = "Note that nobody came", OF (consultation), .body = &aus_no_show_body,
    .answer = &aus_act_shape },
  { "POST", VISIT "/switch_provider", PLANNERS, 200, aus_consultation_switch_provider,
    .summary = "Switch to another video provider", OF (consultation),
    .body = &aus_switch_provider_body, .answer = &aus_act_shape },
  { "GET", VISIT "/waiting_room", IN_VISIT, 200, aus_waiting_room_show,
    .summary = "The waiting room", .answer = &aus_waiting_room_shape },
  { "POST", VISIT "/admit", ADMITTERS, 200, aus_consultation_admit, "",
    .summary = "Let the patient in", OF (consultation), .answer = &aus_act_shape },
  { "POST", VISIT "/hang_up", CLINICIANS | AUS_ROLES_BY_DOOR, 200, aus_consultation_hang_up, "",
    .summary = "Leave the call, for now", OF (consultation), .answer = &aus_act_shape },
  { "POST", VISIT "/join_waiting", AUS_ROLES_BY_DOOR, 200, aus_consultation_join_waiting, "",
    .summary = "Arrive", .answer = &aus_arrival_shape },
  { "POST", VISIT "/leave", IN_VISIT, 200, aus_consultation_leave, "",
    .summary = "Leave", .answer = &aus_departure_shape },
  { "POST", VISIT "/send_message", TALKERS, 201, aus_message_create,
    .summary = "Write a message", OF (message) },
  { "GET", VISIT "/messages", TALKERS, 200, aus_message_list,
    .summary = "Messages", PAGE_OF (message), .parameters = aus_message_parameters },
  { "GET", VISIT "/participants", IN_VISIT, 200, aus_participant_list,
    .summary = "Who takes part", PAGE_OF (participant) },
  { "POST", VISIT "/participants", PLANNERS, 201, aus_participant_create,
    .summary = "Assign a nurse or a colleague", OF (participant), .body = &aus_assignment_body },
  { "DELETE", VISIT "/participants", PLANNERS, 204, aus_participant_delete, "",
    .summary = "Take an assignment back", .parameters = aus_assignment_parameters },
  { "POST", VISIT "/update_connection_quality", CLINICIANS | AUS_ROLES_BY_DOOR, 200, aus_quality_update,
    .summary = "Report the quality of my connection", .body = &aus_quality_body,
    .answer = &aus_quality_shape },
  { "GET", VISIT "/quality", IN_VISIT, 200, aus_quality_list,
    .summary = "Reports of quality", .answer = &aus_sample_shape, .form = AUS_FORM_PAGE,
    .parameters = aus_quality_parameters },
  { "GET", VISIT "/timeline", IN_VISIT, 200, aus_timeline_list,
    .summary = "What happened", .answer = &aus_event_shape, .form = AUS_FORM_PAGE,
    .parameters = aus_timeline_parameters },
  { "POST", VISIT "/report_issue", IN_VISIT, 201, aus_issue_report,
    .summary = "Report a technical issue", OF (technical_issue), .body = &aus_issue_report_body },
  { "GET", VISIT "/meeting_info", CLINICIANS | AUS_ROLES (ADMIN) | AUS_ROLES_BY_DOOR, 200,
    aus_consultation_meeting_info,
    .summary = "What I need to join the meeting", .answer = &aus_meeting_info_shape,
    .faults = AUS_FAULT (CONFLICT) },
  { "GET", VISIT "/consents", IN_CALL, 200, aus_consent_list,
    .summary = "Who agreed to be recorded", PAGE_OF (consent), .parameters = aus_consent_parameters },
  { "POST", VISIT "/consents", IN_CALL, 201, aus_consent_create,
    .summary = "Say whether I agree to be recorded", OF (consent) },
  { "GET", VISIT "/doors", PLANNERS, 200, aus_door_list,
    .summary = "Links to the visit", .answer = &aus_door_shape, .form = AUS_FORM_LIST },
  { "POST", VISIT "/doors", PLANNERS, 201, aus_door_create,
    .summary = "Make a link to the visit", OF (door), .answer = &aus_door_shape },
  { "DELETE", VISIT "/doors", PLANNERS, 204, aus_door_revoke, "",
    .summary = "Revoke a link", .parameters = aus_door_parameters },
  { "GET", API "doors/current", AUS_ROLES_BY_DOOR, 200, aus_door_current,
    .summary = "The visit that my link leads to", .answer = &aus_current_door_shape },
  { "DELETE", API "doors/{id}", PLANNERS, 204, aus_door_delete, "",
    .summary = "Revoke a link" },

  { "GET", API "technical-issues", IN_VISIT, 200, aus_issue_list,
    .summary = "Technical issues", PAGE_OF (technical_issue), .parameters = aus_issue_parameters },
  { "POST", API "technical-issues", IN_VISIT, 201, aus_issue_create,
    .summary = "Report a technical issue", OF (technical_issue), .body = &aus_issue_body },
  { "GET", API "technical-issues/{id}", IN_VISIT, 200, aus_issue_show,
    .summary = "A technical issue", OF (technical_issue) },
  { "PATCH", API "technical-issues/{id}", PLANNERS, 200, aus_issue_update,
    .summary = "Change a technical issue", OF (technical_issue) },
  { "POST", API "technical-issues/{id}/resolve", PLANNERS, 200, aus_issue_resolve, "resolution_notes",
    .summary = "Resolve a technical issue", OF (technical_issue) },

  { "GET", API "bookings", SIGNED_IN, 200, aus_booking_list,
    .summary = "Bookings", PAGE_OF (booking), .parameters = aus_booking_parameters },
  { "POST", API "bookings", PLANNERS, 201, aus_booking_create,
    .summary = "Make a booking", OF (booking) },
  { "GET", API "bookings/slots", SIGNED_IN, 200, aus_slot_list,
    .summary = "When a doctor is free", .answer = &aus_slots_shape, .parameters = aus_slot_parameters },
  { "GET", API "bookings/{id}", SIGNED_IN, 200, aus_booking_show,
    .summary = "A booking", OF (booking) },
  { "PATCH", API "bookings/{id}", PLANNERS, 200, aus_booking_update,
    .summary = "Confirm or cancel a booking", OF (booking), .body = &aus_booking_update_body },
  { "POST", API "bookings/{id}/create_consultation", PLANNERS, 201, aus_booking_consult,
    .summary = "Create the consultation of a booking", OF (consultation),
    .body = &aus_booking_consult_body, .answer = &aus_new_consultation_shape },

  { "GET", API "availability", STAFF, 200, aus_availability_list,
    .summary = "When doctors work, and when not", PAGE_OF (availability),
    .parameters = aus_availability_parameters },
  { "POST", API "availability", PLANNERS, 201, aus_availability_create,
    .summary = "Add hours or leave", OF (availability) },
  { "GET", API "availability/{id}", STAFF, 200, aus_availability_show,
    .summary = "Hours or leave", OF (availability) },
  { "PATCH", API "availability/{id}", PLANNERS, 200, aus_availability_update,
    .summary = "Change hours or leave", OF (availability) },
  { "DELETE", API "availability/{id}", PLANNERS, 204, aus_availability_delete, "",
    .summary = "Remove hours or leave" },

  { "GET", API "patients", SIGNED_IN, 200, aus_patient_list,
    .summary = "Patients", PAGE_OF (patient), .parameters = aus_patient_parameters },
  { "POST", API "patients", PLANNERS, 201, aus_patient_create,
    .summary = "Add a patient", OF (patient) },
  { "GET", API "patients/{id}", SIGNED_IN, 200, aus_patient_show,
    .summary = "A patient", OF (patient) },
  { "GET", API "doctors", SIGNED_IN, 200, aus_doctor_list,
    .summary = "Doctors", PAGE_OF (user), .parameters = aus_doctor_parameters },

  { "GET", API "users", ADMIN, 200, aus_user_list,
    .summary = "Accounts", PAGE_OF (user), .parameters = aus_user_parameters },
  { "POST", API "users", ADMIN, 201, aus_user_create, .look_up = aus_user_look_up, .prepare = aus_user_prepare,
    .summary = "Make an account", OF (user), .body = &aus_user_body },
  { "GET", API "users/{id}", ADMIN, 200, aus_user_show,
    .summary = "An account", OF (user) },
  { "PATCH", API "users/{id}", ADMIN, 200, aus_user_update, .look_up = aus_user_look_up, .prepare = aus_user_prepare,
    .summary = "Change an account", OF (user), .body = &aus_user_body },
  { "DELETE", API "users/{id}", ADMIN, 204, aus_user_delete, "",
    .summary = "Shut an account" },
  { "DELETE", API "users/{id}/totp", ADMIN, 204, aus_user_factor_delete, "",
    .summary = "Take away a second factor that is lost" },

  { "GET", API "video-providers", SIGNED_IN, 200, aus_provider_list, .is_impersonal = TRUE,
    .summary = "Video providers", .answer = &aus_provider_shape, .form = AUS_FORM_MAP },
  { "GET", API "video-providers/{name}", SIGNED_IN, 200, aus_provider_show, .is_impersonal = TRUE,
    .summary = "A video provider", .answer = &aus_provider_shape },
  { "GET", API "audit", ADMIN, 200, aus_audit_list, .thread = AUS_THREAD_WRITER,
    .summary = "The audit log", .answer = &aus_audit_shape, .form = AUS_FORM_PAGE, .parameters = aus_audit_parameters },

  { "GET", API "webhook-endpoints", ADMIN, 200, aus_webhook_list,
    .summary = "Who is told what happens", PAGE_OF (webhook_endpoint), .parameters = aus_webhook_parameters },
  { "POST", API "webhook-endpoints", ADMIN, 201, aus_webhook_create, .is_secret = TRUE,
    .summary = "Tell somebody what happens", OF (webhook_endpoint), .answer = &aus_new_webhook_shape },
  { "GET", API "webhook-endpoints/{id}", ADMIN, 200, aus_webhook_show,
    .summary = "An endpoint", OF (webhook_endpoint) },
  { "PATCH", API "webhook-endpoints/{id}", ADMIN, 200, aus_webhook_update,
    .summary = "Change an endpoint, or switch it on or off", OF (webhook_endpoint) },
  { "DELETE", API "webhook-endpoints/{id}", ADMIN, 204, aus_webhook_delete, "",
    .summary = "Tell somebody nothing more" },
  { "POST", API "webhook-endpoints/{id}/rotate_secret", ADMIN, 200, aus_webhook_rotate_secret, "", .is_secret = TRUE,
    .summary = "A new secret; the old one signs as well for a day", OF (webhook_endpoint),
    .answer = &aus_new_webhook_shape },
  { "POST", API "webhook-endpoints/{id}/test", ADMIN, 202, aus_webhook_test, "",
    .summary = "Send a message that means nothing", OF (webhook_delivery) },
  { "POST", API "webhook-endpoints/{id}/replay", ADMIN, 200, aus_webhook_replay,
    .summary = "Send what was given up again", .body = &aus_webhook_replay_body, .answer = &aus_webhook_replay_shape },
  { "GET", API "webhook-endpoints/{id}/deliveries", ADMIN, 200, aus_webhook_delivery_list,
    .summary = "What it was told, and how that went", PAGE_OF (webhook_delivery),
    .parameters = aus_webhook_delivery_parameters },
  { "GET", API "webhook-deliveries/{id}", ADMIN, 200, aus_webhook_delivery_show,
    .summary = "A message", OF (webhook_delivery) },
  { "POST", API "webhook-deliveries/{id}/replay", ADMIN, 200, aus_webhook_delivery_replay, "",
    .summary = "Send a message again", OF (webhook_delivery) },

  { "GET", API "jobs", ADMIN, 200, aus_job_list,
    .summary = "Work behind changes", PAGE_OF (job_record), .parameters = aus_job_parameters },
  { "GET", API "jobs/{id}", ADMIN, 200, aus_job_show,
    .summary = "A job", OF (job_record) },
  { "POST", API "jobs/{id}/retry", ADMIN, 200, aus_job_retry, "",
    .summary = "Try a job again", OF (job_record) },

  { "GET", API "sync", STAFF, 200, aus_sync,
    .summary = "What has changed", .answer = &aus_changes_shape,
    .parameters = aus_sync_parameters,
    .faults = AUS_FAULT (GONE) },

  { "GET", "health/live", ANYBODY, 200, aus_health_live, .is_impersonal = TRUE,
    .summary = "Whether the server runs", .answer = &aus_health_shape },
  { "GET", "health/ready", ANYBODY, 200, aus_health_ready, .thread = AUS_THREAD_WRITER,
    .is_impersonal = TRUE,
    .summary = "Whether it can do its work", .answer = &aus_health_shape },
  { "GET", "metrics", ANYBODY, 200, aus_metrics_show, .is_impersonal = TRUE,
    .summary = "Counters for Prometheus", .form = AUS_FORM_TEXT,
    .faults = AUS_FAULT (UNAUTHENTICATED) | AUS_FAULT (FORBIDDEN) },
  { "GET", API "schema", ANYBODY, 200, aus_schema_show, .is_impersonal = TRUE,
    .summary = "This description", .answer = &aus_schema_shape },
};

const guint aus_n_routes = G_N_ELEMENTS (aus_routes);
