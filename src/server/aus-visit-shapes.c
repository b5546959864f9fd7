#include "aus-shapes.h"

#include "aus-consultation-state.h"
#include "aus-consultation.h"
#include "aus-door.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-quality-cause.h"
#include "aus-technical-issue.h"

#define NULLABLE AUS_MEMBER_NULLABLE
#define OPTIONAL AUS_MEMBER_OPTIONAL
#define LIST     AUS_MEMBER_LIST
#define MAP      AUS_MEMBER_MAP
#define ID       AUS_MEMBER_ID

#define REASON_MAX_LENGTH 500

static const AusShape waits_shape = {
  "Waits",
  .members = (const AusMember[]) {
    { "count", AUS_KIND_INTEGER },
    { "median_minutes", AUS_KIND_INTEGER, NULLABLE },
    { "p90_minutes", AUS_KIND_INTEGER, NULLABLE },
    { NULL },
  },
};

static const AusShape punctuality_shape = {
  "Punctuality",
  .members = (const AusMember[]) {
    { "started", AUS_KIND_INTEGER },
    { "on_time", AUS_KIND_INTEGER },
    { "on_time_percent", AUS_KIND_REAL, NULLABLE },
    { "median_delay_minutes", AUS_KIND_INTEGER, NULLABLE },
    { NULL },
  },
};

static const AusShape failures_shape = {
  "Failures",
  .members = (const AusMember[]) {
    { "technical_no_shows", AUS_KIND_INTEGER },
    { "consultations_with_issues", AUS_KIND_INTEGER },
    { NULL },
  },
};

const AusShape aus_stats_shape = {
  "Statistics",
  .members = (const AusMember[]) {
    { "total_consultations", AUS_KIND_INTEGER },
    { "completed_consultations", AUS_KIND_INTEGER },
    { "upcoming_consultations", AUS_KIND_INTEGER },
    { "active_consultations", AUS_KIND_INTEGER },
    { "average_duration", AUS_KIND_REAL },
    { "total_duration", AUS_KIND_INTEGER },
    { "by_provider", AUS_KIND_INTEGER, MAP, aus_video_provider_get_type },
    { "by_status", AUS_KIND_INTEGER, MAP, aus_status_get_type },
    { "waits", .shape = &waits_shape },
    { "punctuality", .shape = &punctuality_shape },
    { "no_shows_by_kind", AUS_KIND_INTEGER, MAP, aus_no_show_kind_get_type },
    { "failures", .shape = &failures_shape },
    { NULL },
  },
};

const AusShape aus_new_consultation_shape = {
  "ConsultationWithDoor",
  .record = aus_consultation_get_type,
  .members = (const AusMember[]) {
    { "door_url" },
    { NULL },
  },
};

/* Another doctor is no plain field: the visit is handed over. */
const AusShape aus_consultation_body = {
  "ConsultationOrDoctor",
  .record = aus_consultation_get_type,
  .members = (const AusMember[]) {
    { "doctor_id", .flags = OPTIONAL | ID },
    { "override", AUS_KIND_BOOLEAN, OPTIONAL },
    { NULL },
  },
};

/* What the booking says is not said again. */
const AusShape aus_booking_consult_body = {
  "ConsultationOfBooking",
  .record = aus_consultation_get_type,
  .without = "booking_id doctor_id patient_id scheduled_start duration_minutes time_zone",
};

static const AusShape consultation_shape = { .record = aus_consultation_get_type };

const AusShape aus_act_shape = {
  "Act",
  .members = (const AusMember[]) {
    { "status" },
    { "duration_minutes", AUS_KIND_INTEGER, OPTIONAL },
    { "consultation", .shape = &consultation_shape },
    { NULL },
  },
};

/* With a zone, or by the clocks of the visit. */
const AusShape aus_reschedule_body = {
  "Reschedule",
  .members = (const AusMember[]) {
    { "scheduled_start" },
    { "override", AUS_KIND_BOOLEAN, OPTIONAL },
    { NULL },
  },
};

const AusShape aus_change_request_body = {
  "RescheduleRequest",
  .members = (const AusMember[]) {
    { "requested_start", AUS_KIND_TIME, OPTIONAL },
    { "reason", .flags = OPTIONAL, .max_length = REASON_MAX_LENGTH },
    { NULL },
  },
};

const AusShape aus_no_show_body = {
  "NoShow",
  .members = (const AusMember[]) {
    { "kind", AUS_KIND_ENUM, .enum_type = aus_no_show_kind_get_type },
    { "reason", .flags = OPTIONAL, .max_length = REASON_MAX_LENGTH },
    { NULL },
  },
};

const AusShape aus_switch_provider_body = {
  "ProviderSwitch",
  .members = (const AusMember[]) {
    { "video_provider", AUS_KIND_ENUM, .enum_type = aus_video_provider_get_type },
    { NULL },
  },
};

const AusShape aus_arrival_shape = {
  "Arrival",
  .members = (const AusMember[]) {
    { "status" },
    { "queue_position", AUS_KIND_INTEGER },
    { "estimated_wait_minutes", AUS_KIND_INTEGER },
    { NULL },
  },
};

const AusShape aus_departure_shape = {
  "Departure",
  .members = (const AusMember[]) {
    { "status" },
    { NULL },
  },
};

static const AusShape person_shape = {
  "PersonInWaitingRoom",
  .members = (const AusMember[]) {
    { "participant_id", .flags = ID },
    { "name" },
    { "role", AUS_KIND_ENUM, .enum_type = aus_participant_role_get_type },
    { "presence", AUS_KIND_ENUM, .enum_type = aus_presence_get_type },
    { "joined_at", AUS_KIND_TIME },
    { NULL },
  },
};

static const AusShape evidence_shape = {
  "Evidence",
  .members = (const AusMember[]) {
    { "link_opened_at", AUS_KIND_TIME, NULLABLE },
    { "arrived_at", AUS_KIND_TIME, NULLABLE },
    { "waited_minutes", AUS_KIND_INTEGER },
    { "messages", AUS_KIND_INTEGER },
    { "issues", AUS_KIND_INTEGER },
    { "connections_lost", AUS_KIND_INTEGER },
    { NULL },
  },
};

static const AusShape proposal_shape = {
  "Proposal",
  .members = (const AusMember[]) {
    { "kind", AUS_KIND_ENUM, .enum_type = aus_no_show_kind_get_type },
    { "step" },
    { "minutes_late", AUS_KIND_INTEGER },
    { NULL },
  },
};

static const AusShape decision_shape = {
  "NoShowDecision",
  .members = (const AusMember[]) {
    { "kind", AUS_KIND_ENUM, .enum_type = aus_no_show_kind_get_type },
    { "reason" },
    { "decided_by" },
    { "decided_at", AUS_KIND_TIME },
    { "evidence", .shape = &evidence_shape },
    { NULL },
  },
};

/* The last three are for staff. */
const AusShape aus_waiting_room_shape = {
  "WaitingRoom",
  .members = (const AusMember[]) {
    { "consultation_id", .flags = ID },
    { "status", AUS_KIND_ENUM, .enum_type = aus_status_get_type },
    { "queue_position", AUS_KIND_INTEGER },
    { "estimated_wait_minutes", AUS_KIND_INTEGER },
    { "doctor_overrun_minutes", AUS_KIND_INTEGER },
    { "waiting_since", AUS_KIND_TIME, NULLABLE },
    { "waited_minutes", AUS_KIND_INTEGER },
    { "patient_presence", AUS_KIND_ENUM, .enum_type = aus_presence_get_type },
    { "people", .flags = LIST, .shape = &person_shape },
    { "evidence", .flags = OPTIONAL, .shape = &evidence_shape },
    { "proposal", .flags = OPTIONAL | NULLABLE, .shape = &proposal_shape },
    { "no_show", .flags = OPTIONAL | NULLABLE, .shape = &decision_shape },
    { NULL },
  },
};

const AusShape aus_assignment_body = {
  "Assignment",
  .members = (const AusMember[]) {
    { "user_id", .flags = ID },
    { "role", AUS_KIND_ENUM, OPTIONAL, aus_participant_role_get_type },
    { NULL },
  },
};

const AusShape aus_person_body = {
  "Person",
  .members = (const AusMember[]) {
    { "participant_id", .flags = ID },
    { NULL },
  },
};

const AusShape aus_quality_body = {
  "QualityReport",
  .members = (const AusMember[]) {
    { "quality", AUS_KIND_ENUM, .enum_type = aus_quality_get_type },
    { "rtt_ms", AUS_KIND_REAL, OPTIONAL, .maximum = 600000 },
    { "loss", AUS_KIND_REAL, OPTIONAL, .maximum = 100 },
    { "jitter_ms", AUS_KIND_REAL, OPTIONAL, .maximum = 600000 },
    { "bitrate", AUS_KIND_REAL, OPTIONAL, .maximum = 10000000000 },
    { "freeze_ms", AUS_KIND_REAL, OPTIONAL, .maximum = 600000 },
    { "server_ms", AUS_KIND_REAL, OPTIONAL, .maximum = 600000 },
    { "cause", AUS_KIND_ENUM, OPTIONAL, aus_quality_cause_get_type },
    { NULL },
  },
};

const AusShape aus_quality_shape = {
  "QualityNoted",
  .members = (const AusMember[]) {
    { "status" },
    { "quality", AUS_KIND_ENUM, .enum_type = aus_quality_get_type },
    { NULL },
  },
};

const AusShape aus_sample_shape = {
  "QualitySample",
  .members = (const AusMember[]) {
    { "participant_id", .flags = ID },
    { "quality", AUS_KIND_ENUM, .enum_type = aus_quality_get_type },
    { "rtt_ms", AUS_KIND_REAL, NULLABLE },
    { "jitter_ms", AUS_KIND_REAL, NULLABLE },
    { "loss", AUS_KIND_REAL, NULLABLE },
    { "bitrate", AUS_KIND_REAL, NULLABLE },
    { "freeze_ms", AUS_KIND_REAL, NULLABLE },
    { "server_ms", AUS_KIND_REAL, NULLABLE },
    { "cause", AUS_KIND_ENUM, .enum_type = aus_quality_cause_get_type },
    { "at", AUS_KIND_TIME },
    { NULL },
  },
};

/* A frame that was told to those in the visit: the first four are in all, the others as its type has it. */
const AusShape aus_event_shape = {
  "Event",
  .members = (const AusMember[]) {
    { "type" },
    { "consultation_id", .flags = ID },
    { "seq", AUS_KIND_INTEGER },
    { "timestamp", AUS_KIND_TIME },
    { "revision", AUS_KIND_INTEGER, OPTIONAL },
    { "status", AUS_KIND_ENUM, OPTIONAL, aus_status_get_type },
    { "scheduled_start", AUS_KIND_TIME, OPTIONAL },
    { "previous_start", AUS_KIND_TIME, OPTIONAL },
    { "actual_start", AUS_KIND_TIME, OPTIONAL | NULLABLE },
    { "actual_end", AUS_KIND_TIME, OPTIONAL | NULLABLE },
    { "duration_minutes", AUS_KIND_INTEGER, OPTIONAL },
    { "no_show_kind", AUS_KIND_ENUM, OPTIONAL, aus_no_show_kind_get_type },
    { "video_provider", AUS_KIND_ENUM, OPTIONAL, aus_video_provider_get_type },
    { "meeting_state", AUS_KIND_ENUM, OPTIONAL, aus_meeting_state_get_type },
    { "call_mode", AUS_KIND_ENUM, OPTIONAL, aus_call_mode_get_type },
    { "room_opens_at", AUS_KIND_TIME, OPTIONAL | NULLABLE },
    { "can_start", AUS_KIND_BOOLEAN, OPTIONAL },
    { "is_active", AUS_KIND_BOOLEAN, OPTIONAL },
    { "by", .flags = OPTIONAL },
    { "started_by", .flags = OPTIONAL },
    { "ended_by", .flags = OPTIONAL },
    { "rescheduled_by", .flags = OPTIONAL },
    { "change_request", .flags = OPTIONAL },
    { "requested_start", AUS_KIND_TIME, OPTIONAL },
    { "doctor_id", .flags = OPTIONAL | ID },
    { "doctor_name", .flags = OPTIONAL },
    { "patient_name", .flags = OPTIONAL },
    { "participant_id", .flags = OPTIONAL | ID },
    { "user_id", .flags = OPTIONAL | ID },
    { "user_name", .flags = OPTIONAL },
    { "user_role", AUS_KIND_ENUM, OPTIONAL, aus_participant_role_get_type },
    { "reason", .flags = OPTIONAL },
    { "kind", .flags = OPTIONAL },
    { "state", .flags = OPTIONAL },
    { "picture", AUS_KIND_ENUM, OPTIONAL, aus_picture_get_type },
    { "door_id", .flags = OPTIONAL | ID },
    { "message_id", .flags = OPTIONAL | ID },
    { "message", .flags = OPTIONAL },
    { "message_type", AUS_KIND_ENUM, OPTIONAL, aus_message_type_get_type },
    { "sender_id", .flags = OPTIONAL | ID },
    { "sender_name", .flags = OPTIONAL },
    { "sender_role", AUS_KIND_ENUM, OPTIONAL, aus_role_get_type },
    { "is_private", AUS_KIND_BOOLEAN, OPTIONAL },
    { "position", AUS_KIND_INTEGER, OPTIONAL },
    { "file_id", .flags = OPTIONAL | ID },
    { "file_name", .flags = OPTIONAL },
    { "file_type", .flags = OPTIONAL },
    { "file_size", AUS_KIND_INTEGER, OPTIONAL },
    { "kept", AUS_KIND_BOOLEAN, OPTIONAL },
    { "issue_id", .flags = OPTIONAL | ID },
    { "issue_type", AUS_KIND_ENUM, OPTIONAL, aus_issue_type_get_type },
    { "severity", AUS_KIND_ENUM, OPTIONAL, aus_severity_get_type },
    { "description", .flags = OPTIONAL },
    { "reported_by", .flags = OPTIONAL },
    { "reporter_role", AUS_KIND_ENUM, OPTIONAL, aus_role_get_type },
    { NULL },
  },
};

static const AusShape ice_server_shape = {
  "IceServer",
  .members = (const AusMember[]) {
    { "urls", .flags = LIST },
    { "username", .flags = OPTIONAL },
    { "credential", .flags = OPTIONAL },
    { NULL },
  },
};

/* What the caller needs to join by the provider of the visit; the built-in call needs no link. */
const AusShape aus_meeting_info_shape = {
  "MeetingInfo",
  .members = (const AusMember[]) {
    { "provider", AUS_KIND_ENUM, .enum_type = aus_video_provider_get_type },
    { "meeting_url", .flags = NULLABLE },
    { "ice_servers", .flags = LIST | OPTIONAL, .shape = &ice_server_shape },
    { "ice_transport_policy", .flags = OPTIONAL },
    { "domain", .flags = OPTIONAL },
    { "script", .flags = OPTIONAL },
    { "room", .flags = OPTIONAL },
    { "jwt", .flags = OPTIONAL },
    { "lobby", AUS_KIND_BOOLEAN, OPTIONAL },
    { "meeting_id", .flags = OPTIONAL },
    { "password", .flags = OPTIONAL },
    { "host_url", .flags = OPTIONAL },
    { NULL },
  },
};

const AusShape aus_attendance_shape = {
  "Attendance",
  .members = (const AusMember[]) {
    { "video_provider", AUS_KIND_ENUM, .enum_type = aus_video_provider_get_type },
    { "name" },
    { "is_host", AUS_KIND_BOOLEAN },
    { "joined_at", AUS_KIND_TIME, NULLABLE },
    { "left_at", AUS_KIND_TIME, NULLABLE },
    { "person_id", .flags = NULLABLE },
    { NULL },
  },
};

const AusShape aus_door_shape = {
  "DoorWithLink",
  .record = aus_door_get_type,
  .members = (const AusMember[]) {
    { "url", .flags = NULLABLE },
    { NULL },
  },
};

static const AusShape clinic_shape = {
  "Clinic",
  .members = (const AusMember[]) {
    { "name" },
    { "phone" },
    { "address" },
    { "languages" },
    { "waiting_room_text" },
    { NULL },
  },
};

const AusShape aus_current_door_shape = {
  "CurrentDoor",
  .members = (const AusMember[]) {
    { "state" },
    { "consultation_id", .flags = ID },
    { "doctor_name" },
    { "scheduled_start", AUS_KIND_TIME },
    { "duration_planned", AUS_KIND_INTEGER },
    { "time_zone" },
    { "opens_at", AUS_KIND_TIME },
    { "call_mode", AUS_KIND_ENUM, .enum_type = aus_call_mode_get_type },
    { "room_opens_at", AUS_KIND_TIME, NULLABLE },
    { "phone_hint", .flags = NULLABLE },
    { "expires_at", AUS_KIND_TIME },
    { "status", AUS_KIND_ENUM, .enum_type = aus_status_get_type },
    { "video_provider", AUS_KIND_ENUM, .enum_type = aus_video_provider_get_type },
    { "cancel_reason" },
    { "change_request" },
    { "actual_end", AUS_KIND_TIME, NULLABLE },
    { "participant_id", .flags = NULLABLE | ID },
    { "role", AUS_KIND_ENUM, .enum_type = aus_role_get_type },
    { "name" },
    { "present", AUS_KIND_BOOLEAN },
    { "admission", AUS_KIND_ENUM, .enum_type = aus_admission_get_type },
    { "queue_position", AUS_KIND_INTEGER },
    { "estimated_wait_minutes", AUS_KIND_INTEGER },
    { "clinic", .shape = &clinic_shape },
    { "server_time", AUS_KIND_TIME },
    { NULL },
  },
};

/* The resolution comes with the act of that name. */
const AusShape aus_issue_body = {
  "TechnicalIssueReport",
  .record = aus_technical_issue_get_type,
  .without = "resolution_notes",
};

const AusShape aus_issue_report_body = {
  "TechnicalIssueOfVisit",
  .record = aus_technical_issue_get_type,
  .without = "consultation_id resolution_notes",
};
