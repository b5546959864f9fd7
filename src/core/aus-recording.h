#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

/**
 * AusRecordingState:
 * @AUS_RECORDING_STATE_RECORDING: cameras are being recorded now
 * @AUS_RECORDING_STATE_UPLOADING: nothing more is recorded; what was is on its way
 * @AUS_RECORDING_STATE_READY: all of it has arrived and is what was sent
 * @AUS_RECORDING_STATE_FAILED: the rest never came
 * @AUS_RECORDING_STATE_DELETED: only this record is left
 */
typedef enum
{
  AUS_RECORDING_STATE_RECORDING,
  AUS_RECORDING_STATE_UPLOADING,
  AUS_RECORDING_STATE_READY,
  AUS_RECORDING_STATE_FAILED,
  AUS_RECORDING_STATE_DELETED,
} AusRecordingState;

/**
 * AusStopReason:
 * @AUS_STOP_REASON_STOPPED: somebody stopped it, or switched recording off
 * @AUS_STOP_REASON_CONSENT_WITHDRAWN: somebody took their consent back
 * @AUS_STOP_REASON_PARTICIPANT_JOINED: somebody came in who had not consented
 * @AUS_STOP_REASON_VISIT_ENDED: the visit was over
 * @AUS_STOP_REASON_LOST: nothing was heard of it for too long
 */
typedef enum
{
  AUS_STOP_REASON_NONE,
  AUS_STOP_REASON_STOPPED,
  AUS_STOP_REASON_CONSENT_WITHDRAWN,
  AUS_STOP_REASON_PARTICIPANT_JOINED,
  AUS_STOP_REASON_VISIT_ENDED,
  AUS_STOP_REASON_LOST,
} AusStopReason;

GType aus_recording_state_get_type (void) G_GNUC_CONST;
GType aus_stop_reason_get_type     (void) G_GNUC_CONST;

#define AUS_TYPE_RECORDING_STATE (aus_recording_state_get_type ())
#define AUS_TYPE_STOP_REASON     (aus_stop_reason_get_type ())

#define AUS_TYPE_RECORDING (aus_recording_get_type ())

G_DECLARE_FINAL_TYPE (AusRecording, aus_recording, AUS, RECORDING, AusRecord)

/* A recording of a visit: what is known of it, not what is to be seen in it. */
struct _AusRecording
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *consultation_id;
  char      *doctor_id;
  guint      state;
  guint      provider;
  GDateTime *started_at;
  GDateTime *ended_at;
  guint      stop_reason;
  gint64     duration_seconds;
  gint64     size;
  gboolean   is_whole;
  char      *media_type;
  char      *sha256;
  char      *sealed_key;
  gboolean   has_file;
  gboolean   shared_with_patient;
  GDateTime *expires_at;
  GDateTime *deleted_at;
  char      *deleted_by;
  char      *remote_id;
  char      *remote_instance;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
