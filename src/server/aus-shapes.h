#pragma once

#include "aus-shape.h"

G_BEGIN_DECLS

/* What the handlers read and write that is no record alone. Bodies are named for what is done with them. */

extern const AusShape aus_notice_shape;

extern const AusShape aus_login_body;
extern const AusShape aus_login_shape;
extern const AusShape aus_password_body;
extern const AusShape aus_session_shape;
extern const AusShape aus_factor_shape;
extern const AusShape aus_factor_confirm_body;
extern const AusShape aus_own_password_body;
extern const AusShape aus_new_factor_shape;
extern const AusShape aus_recovery_codes_shape;
extern const AusShape aus_ticket_shape;
extern const AusShape aus_user_body;

extern const AusShape aus_stats_shape;
extern const AusShape aus_new_consultation_shape;
extern const AusShape aus_consultation_body;
extern const AusShape aus_booking_consult_body;
extern const AusShape aus_act_shape;
extern const AusShape aus_reschedule_body;
extern const AusShape aus_change_request_body;
extern const AusShape aus_no_show_body;
extern const AusShape aus_switch_provider_body;
extern const AusShape aus_arrival_shape;
extern const AusShape aus_departure_shape;
extern const AusShape aus_waiting_room_shape;
extern const AusShape aus_assignment_body;
extern const AusShape aus_person_body;
extern const AusShape aus_quality_body;
extern const AusShape aus_quality_shape;
extern const AusShape aus_sample_shape;
extern const AusShape aus_event_shape;
extern const AusShape aus_meeting_info_shape;
extern const AusShape aus_attendance_shape;
extern const AusShape aus_door_shape;
extern const AusShape aus_current_door_shape;
extern const AusShape aus_gate_shape;
extern const AusShape aus_upload_shape;
extern const AusShape aus_film_key_shape;
extern const AusShape aus_finish_body;
extern const AusShape aus_file_upload_shape;
extern const AusShape aus_file_finish_body;
extern const AusShape aus_link_body;
extern const AusShape aus_link_shape;
extern const AusShape aus_issue_body;
extern const AusShape aus_issue_report_body;

extern const AusShape aus_booking_body;
extern const AusShape aus_booking_update_body;
extern const AusShape aus_patient_body;
extern const AusShape aus_patient_change_body;
extern const AusShape aus_settings_body;
extern const AusShape aus_settings_shape;
extern const AusShape aus_slots_shape;
extern const AusShape aus_provider_shape;
extern const AusShape aus_provider_body;
extern const AusShape aus_sign_in_start_body;
extern const AusShape aus_sign_in_start_shape;
extern const AusShape aus_sign_in_finish_body;
extern const AusShape aus_video_choices_shape;
extern const AusShape aus_provider_test_shape;
extern const AusShape aus_webhook_receipt_shape;
extern const AusShape aus_reservation_shape;
extern const AusShape aus_audit_shape;
extern const AusShape aus_changes_shape;
extern const AusShape aus_new_webhook_shape;
extern const AusShape aus_webhook_replay_body;
extern const AusShape aus_webhook_replay_shape;
extern const AusShape aus_health_shape;
extern const AusShape aus_schema_shape;

G_END_DECLS
