#include "aus-recording.h"

G_DEFINE_ENUM_TYPE (AusRecordingState, aus_recording_state,
                    G_DEFINE_ENUM_VALUE (AUS_RECORDING_STATE_RECORDING, "recording"),
                    G_DEFINE_ENUM_VALUE (AUS_RECORDING_STATE_UPLOADING, "uploading"),
                    G_DEFINE_ENUM_VALUE (AUS_RECORDING_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (AUS_RECORDING_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (AUS_RECORDING_STATE_DELETED, "deleted"))

G_DEFINE_ENUM_TYPE (AusStopReason, aus_stop_reason,
                    G_DEFINE_ENUM_VALUE (AUS_STOP_REASON_NONE, ""),
                    G_DEFINE_ENUM_VALUE (AUS_STOP_REASON_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (AUS_STOP_REASON_CONSENT_WITHDRAWN, "consent_withdrawn"),
                    G_DEFINE_ENUM_VALUE (AUS_STOP_REASON_PARTICIPANT_JOINED, "participant_joined"),
                    G_DEFINE_ENUM_VALUE (AUS_STOP_REASON_VISIT_ENDED, "visit_ended"),
                    G_DEFINE_ENUM_VALUE (AUS_STOP_REASON_LOST, "lost"))

G_DEFINE_FINAL_TYPE (AusRecording, aus_recording, AUS_TYPE_RECORD)

#define KEEPERS (AUS_ROLES (ADMIN) | AUS_ROLES (DOCTOR))

static const AusField fields[] = {
  AUS_FIELD (AusRecording, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusRecording, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusRecording, consultation_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusRecording, doctor_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusRecording, state, .flags = AUS_FIELD_READONLY, .enum_type = aus_recording_state_get_type),
  AUS_FIELD (AusRecording, provider, .flags = AUS_FIELD_READONLY, .enum_type = aus_video_provider_get_type),
  AUS_FIELD (AusRecording, started_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusRecording, ended_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusRecording, stop_reason, .flags = AUS_FIELD_READONLY, .enum_type = aus_stop_reason_get_type),
  AUS_FIELD (AusRecording, duration_seconds, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusRecording, size, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusRecording, is_whole, .flags = AUS_FIELD_READONLY, .audience = KEEPERS),
  AUS_FIELD (AusRecording, media_type, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusRecording, sha256, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusRecording, sealed_key, .flags = AUS_FIELD_READONLY | AUS_FIELD_SECRET),
  AUS_FIELD (AusRecording, has_file, .flags = AUS_FIELD_READONLY | AUS_FIELD_SECRET),
  AUS_FIELD (AusRecording, shared_with_patient),
  AUS_FIELD (AusRecording, expires_at),
  AUS_FIELD (AusRecording, deleted_at, .flags = AUS_FIELD_READONLY, .audience = KEEPERS),
  AUS_FIELD (AusRecording, deleted_by, .flags = AUS_FIELD_READONLY, .audience = KEEPERS),
  AUS_FIELD (AusRecording, remote_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_SECRET),
  AUS_FIELD (AusRecording, remote_instance, .flags = AUS_FIELD_READONLY | AUS_FIELD_SECRET),
  AUS_FIELD (AusRecording, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusRecording, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_recording_class_init (AusRecordingClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "recordings", fields, G_N_ELEMENTS (fields));
}

static void
aus_recording_init (AusRecording *self)
{
}
