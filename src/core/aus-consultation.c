#include "aus-consultation.h"

#include "aus-consultation-state.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (AusConsultation, aus_consultation, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusConsultation, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusConsultation, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, booking_id,
             .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_NULLABLE | AUS_FIELD_ID),
  AUS_FIELD (AusConsultation, doctor_id, .label = N_("Doctor"),
             .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusConsultation, doctor_name, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusConsultation, patient_id, .label = N_("Patient"),
             .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusConsultation, patient_name, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusConsultation, appointment_date, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, appointment_time, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, time_zone, .label = N_("Time Zone"), .flags = AUS_FIELD_CREATE_ONLY,
             .max_length = 64),
  AUS_FIELD (AusConsultation, video_provider, .label = N_("Video Provider"),
             .enum_type = aus_video_provider_get_type),
  AUS_FIELD (AusConsultation, meeting_state, .flags = AUS_FIELD_READONLY,
             .enum_type = aus_meeting_state_get_type),
  AUS_FIELD (AusConsultation, meeting_id, .flags = AUS_FIELD_READONLY,
             .audience = AUS_ROLES_CLINICAL),
  AUS_FIELD (AusConsultation, meeting_url, .flags = AUS_FIELD_COMPUTED | AUS_FIELD_NULLABLE),
  AUS_FIELD (AusConsultation, meeting_password, .flags = AUS_FIELD_READONLY | AUS_FIELD_DETAIL,
             .audience = AUS_ROLES_CLINICAL),
  AUS_FIELD (AusConsultation, status, .label = N_("Status"), .flags = AUS_FIELD_READONLY,
             .enum_type = aus_status_get_type),
  AUS_FIELD (AusConsultation, scheduled_start, .label = N_("Starts"), .flags = AUS_FIELD_CREATE_ONLY),
  AUS_FIELD (AusConsultation, duration_planned, .label = N_("Planned Duration"),
             .flags = AUS_FIELD_READONLY, .minimum = 5, .maximum = 480),
  AUS_FIELD (AusConsultation, actual_start, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, actual_end, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, duration_minutes, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_NULLABLE,
             .minimum = 5, .maximum = 480),
  AUS_FIELD (AusConsultation, recording_enabled, .label = N_("Record the Visit")),
  AUS_FIELD (AusConsultation, recording_url, .flags = AUS_FIELD_READONLY, .audience = AUS_ROLES (DOCTOR),
             .max_length = 2000),
  AUS_FIELD (AusConsultation, connection_quality, .flags = AUS_FIELD_READONLY,
             .enum_type = aus_quality_get_type),
  AUS_FIELD (AusConsultation, notes, .label = N_("Notes"), .flags = AUS_FIELD_DETAIL, .max_length = 20000,
             .audience = AUS_ROLES_CLINICAL),
  AUS_FIELD (AusConsultation, reason, .label = N_("Reason"), .max_length = 500,
             .audience = AUS_ROLES_STAFF | AUS_ROLES (PATIENT)),
  AUS_FIELD (AusConsultation, cancel_reason, .flags = AUS_FIELD_READONLY, .max_length = 500,
             .audience = AUS_ROLES_STAFF | AUS_ROLES (PATIENT)),
  AUS_FIELD (AusConsultation, no_show_kind, .flags = AUS_FIELD_READONLY, .enum_type = aus_no_show_kind_get_type),
  AUS_FIELD (AusConsultation, change_request, .flags = AUS_FIELD_READONLY, .enum_type = aus_change_request_get_type),
  AUS_FIELD (AusConsultation, requested_start, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, request_reason, .flags = AUS_FIELD_READONLY, .max_length = 500,
             .audience = AUS_ROLES_STAFF | AUS_ROLES (PATIENT)),
  AUS_FIELD (AusConsultation, requested_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, issue_count, .flags = AUS_FIELD_READONLY, .audience = AUS_ROLES_STAFF),
  AUS_FIELD (AusConsultation, waiting_since, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, room_opens_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, call_mode, .flags = AUS_FIELD_READONLY, .enum_type = aus_call_mode_get_type),
  AUS_FIELD (AusConsultation, patient_presence, .flags = AUS_FIELD_READONLY,
             .enum_type = aus_presence_get_type),
  AUS_FIELD (AusConsultation, is_active, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusConsultation, can_start, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusConsultation, unread_messages, .flags = AUS_FIELD_READONLY, .audience = AUS_ROLES_CLINICAL),
  AUS_FIELD (AusConsultation, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusConsultation, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_consultation_class_init (AusConsultationClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "consultations", fields, G_N_ELEMENTS (fields));
}

static void
aus_consultation_init (AusConsultation *self)
{
}
