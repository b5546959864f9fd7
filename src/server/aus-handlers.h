#pragma once

#include "aus-call.h"

G_BEGIN_DECLS

/* What the routes lead to. All are [callback@Handler]s; the table in aus-routes.c says which path is whose. */

/* What may stand behind “?” of theirs. */
extern const AusParameter aus_consultation_parameters[];
extern const AusParameter aus_stats_parameters[];
extern const AusParameter aus_message_parameters[];
extern const AusParameter aus_timeline_parameters[];
extern const AusParameter aus_quality_parameters[];
extern const AusParameter aus_issue_parameters[];
extern const AusParameter aus_booking_parameters[];
extern const AusParameter aus_availability_parameters[];
extern const AusParameter aus_slot_parameters[];
extern const AusParameter aus_patient_parameters[];
extern const AusParameter aus_doctor_parameters[];
extern const AusParameter aus_user_parameters[];
extern const AusParameter aus_door_parameters[];
extern const AusParameter aus_sync_parameters[];
extern const AusParameter aus_assignment_parameters[];
extern const AusParameter aus_audit_parameters[];
extern const AusParameter aus_consent_parameters[];
extern const AusParameter aus_job_parameters[];

#define AUS_HANDLER(name) gboolean name (AusCall *call, AusDatabase *database, GError **error)

AUS_HANDLER (aus_login_look_up);
gboolean aus_login_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_login);
AUS_HANDLER (aus_logout);
AUS_HANDLER (aus_me);
AUS_HANDLER (aus_ticket_create);
AUS_HANDLER (aus_own_password_look_up);
AUS_HANDLER (aus_password_look_up);
gboolean aus_password_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_password_change);
AUS_HANDLER (aus_session_list);
AUS_HANDLER (aus_session_delete);
AUS_HANDLER (aus_session_delete_others);
AUS_HANDLER (aus_factor_show);
AUS_HANDLER (aus_factor_create);
AUS_HANDLER (aus_factor_confirm_call);
gboolean aus_factor_password_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_recovery_codes_create);
AUS_HANDLER (aus_factor_delete);
AUS_HANDLER (aus_user_factor_delete);
AUS_HANDLER (aus_consultation_list);
AUS_HANDLER (aus_consultation_upcoming);
AUS_HANDLER (aus_consultation_active);
AUS_HANDLER (aus_consultation_create);
AUS_HANDLER (aus_consultation_show);
AUS_HANDLER (aus_consultation_update);
AUS_HANDLER (aus_consultation_delete);
AUS_HANDLER (aus_consultation_meeting_info);
AUS_HANDLER (aus_consultation_stats);
AUS_HANDLER (aus_consultation_start);
AUS_HANDLER (aus_consultation_end);
AUS_HANDLER (aus_consultation_cancel);
AUS_HANDLER (aus_consultation_join_waiting);
AUS_HANDLER (aus_consultation_admit);
AUS_HANDLER (aus_consultation_leave);
AUS_HANDLER (aus_consultation_hang_up);
AUS_HANDLER (aus_consultation_reschedule);
AUS_HANDLER (aus_consultation_no_show);
AUS_HANDLER (aus_change_request_create);
AUS_HANDLER (aus_change_request_delete);
AUS_HANDLER (aus_consultation_switch_provider);
AUS_HANDLER (aus_waiting_room_show);
AUS_HANDLER (aus_message_create);
AUS_HANDLER (aus_message_list);
AUS_HANDLER (aus_participant_list);
AUS_HANDLER (aus_participant_create);
AUS_HANDLER (aus_participant_delete);
AUS_HANDLER (aus_quality_update);
AUS_HANDLER (aus_quality_list);
AUS_HANDLER (aus_timeline_list);

AUS_HANDLER (aus_consent_list);
AUS_HANDLER (aus_consent_create);

AUS_HANDLER (aus_issue_list);
AUS_HANDLER (aus_issue_create);
AUS_HANDLER (aus_issue_report);
AUS_HANDLER (aus_issue_show);
AUS_HANDLER (aus_issue_update);
AUS_HANDLER (aus_issue_resolve);

AUS_HANDLER (aus_door_list);
AUS_HANDLER (aus_door_create);
AUS_HANDLER (aus_door_delete);
AUS_HANDLER (aus_door_revoke);
AUS_HANDLER (aus_door_current);

AUS_HANDLER (aus_booking_list);
AUS_HANDLER (aus_booking_create);
AUS_HANDLER (aus_booking_show);
AUS_HANDLER (aus_booking_update);
AUS_HANDLER (aus_booking_consult);
AUS_HANDLER (aus_slot_list);

AUS_HANDLER (aus_availability_list);
AUS_HANDLER (aus_availability_create);
AUS_HANDLER (aus_availability_show);
AUS_HANDLER (aus_availability_update);
AUS_HANDLER (aus_availability_delete);

AUS_HANDLER (aus_patient_list);
AUS_HANDLER (aus_patient_create);
AUS_HANDLER (aus_patient_show);
AUS_HANDLER (aus_patient_update);
AUS_HANDLER (aus_patient_replace);
AUS_HANDLER (aus_patient_delete);
AUS_HANDLER (aus_doctor_list);
AUS_HANDLER (aus_doctor_show);

AUS_HANDLER (aus_user_list);
AUS_HANDLER (aus_user_look_up);
gboolean aus_user_prepare (AusCall *call, GError **error);
AUS_HANDLER (aus_user_create);
AUS_HANDLER (aus_user_show);
AUS_HANDLER (aus_user_update);
AUS_HANDLER (aus_user_delete);

AUS_HANDLER (aus_setting_list);
AUS_HANDLER (aus_setting_update);

AUS_HANDLER (aus_audit_list);

AUS_HANDLER (aus_job_list);
AUS_HANDLER (aus_job_show);
AUS_HANDLER (aus_job_retry);

AUS_HANDLER (aus_sync);
/* The types of record that it sends, one by one, and then %G_TYPE_INVALID. */
GType aus_sync_get_record (guint i);

AUS_HANDLER (aus_schema_show);
AUS_HANDLER (aus_health_live);
AUS_HANDLER (aus_health_ready);
AUS_HANDLER (aus_metrics_show);

G_END_DECLS
