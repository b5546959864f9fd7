#include "aus-recording-handlers.h"
#include "aus-page.h"
#include "aus-recorder.h"
#include "aus-recordings.h"
#include "aus-table.h"
#include "aus-time.h"

#include <string.h>

static const AusOrdering orderings[] = {
  { "-started_at", "started_at DESC, id DESC" },
  { "started_at", "started_at, id" },
  { "expires_at", "expires_at, id" },
  { NULL, NULL },
};

const AusParameter aus_recording_parameters[] = {
  { "consultation_id", AUS_PARAMETER_ID, "consultation_id = ?" },
  { "state", AUS_PARAMETER_WORD, "state", aus_recording_state_get_type },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

gboolean
aus_recording_list (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  const char *order = aus_page_order (call, orderings, error);
  g_autoptr (AusQuery) rows = aus_query_new ("recordings");

  if (order == NULL || !aus_call_narrow (call, aus_recording_parameters, rows, error))
    return FALSE;

  if (aus_call_get_query (call, "state") == NULL)
    aus_query_and (rows, "state <> 'deleted'");

  aus_recordings_narrow (rows, call);

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_RECORDING, order }, error);
}

static gboolean
reply (AusCall      *call,
       AusRecording *recording)
{
  const AusView view = aus_call_get_view (call);

  aus_record_write_json (AUS_RECORD (recording), &call->out, NULL, &view);
  call->revision = recording->revision;

  return TRUE;
}

gboolean
aus_recording_show (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusRecording) recording = aus_recordings_get (call, database, call->id, error);

  return recording != NULL && reply (call, recording);
}

static gboolean
check_expiry (AusCall       *call,
              AusRecording  *recording,
              GError       **error)
{
  if (!json_object_has_member (call->json, "expires_at") ||
      (recording->expires_at != NULL && aus_time_from_date_time (recording->expires_at) > aus_time_now ()))
    return TRUE;

  aus_error_add_field (error, "expires_at", "Must be a time to come.");

  return FALSE;
}

static gboolean
check_not_deleted (AusRecording  *recording,
                   GError       **error)
{
  if (recording->state != AUS_RECORDING_STATE_DELETED)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "This recording was deleted.");

  return FALSE;
}

gboolean
aus_recording_update (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  g_autoptr (AusRecording) recording = aus_recordings_get (call, database, call->id, error);
  g_autoptr (AusConsultation) consultation = NULL;

  if (recording == NULL || !aus_call_check_revision (call, AUS_RECORD (recording), error) ||
      !check_not_deleted (recording, error) ||
      !aus_record_read_json (AUS_RECORD (recording), call->json, AUS_READ_UPDATE, error) ||
      !check_expiry (call, recording, error))
    return FALSE;

  consultation = aus_recordings_get_visit (database, recording, error);

  return consultation != NULL && aus_recorder_save (database, consultation, recording, error) &&
         reply (call, recording);
}

gboolean
aus_recording_delete (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  g_autoptr (AusRecording) recording = aus_recordings_get (call, database, call->id, error);

  return recording != NULL && aus_call_check_revision (call, AUS_RECORD (recording), error) &&
         check_not_deleted (recording, error) &&
         aus_recordings_delete (call->clinic, database, recording, call->caller.name, error);
}

static gboolean
refuse (AusGate  *gate,
        GError  **error)
{
  GError *fault = NULL;

  for (guint i = 0; i < gate->faults->len; i++) {
    const AusFieldFault *one = g_ptr_array_index (gate->faults, i);

    aus_error_add_field (&fault, one->name, "%s", one->text);
  }

  if (fault == NULL)
    return TRUE;

  fault->code = AUS_ERROR_CONFLICT;
  g_propagate_error (error, fault);

  return FALSE;
}

/* Whoever helps in a colleague's visit does not decide this. */
static gboolean
check_doctor (AusCall          *call,
              AusConsultation  *consultation,
              GError          **error)
{
  if (g_strcmp0 (consultation->doctor_id, call->caller.user_id) == 0)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "A visit is recorded by its own doctor.");

  return FALSE;
}

gboolean
aus_recording_start (AusCall      *call,
                     AusDatabase  *database,
                     GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  g_autoptr (AusRecording) recording = g_object_new (AUS_TYPE_RECORDING, NULL);
  g_auto (AusGate) gate = { NULL };

  if (consultation == NULL || !check_doctor (call, consultation, error) ||
      !aus_record_read_json (AUS_RECORD (recording), call->json, AUS_READ_CREATE, error) ||
      !aus_gate_look (&gate, call->clinic, database, consultation, error))
    return FALSE;

  /* Whoever brings an id may ask again without beginning twice. */
  if (gate.current != NULL && *recording->id != '\0' && strcmp (gate.current->id, recording->id) == 0)
    return reply (call, gate.current);

  return refuse (&gate, error) &&
         aus_recorder_start (call->clinic, database, &call->caller, consultation, recording, error) &&
         reply (call, recording);
}

gboolean
aus_recording_stop (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusRecording) recording = aus_recordings_get (call, database, call->id, error);
  g_autoptr (AusConsultation) consultation = NULL;

  if (recording == NULL || !check_not_deleted (recording, error))
    return FALSE;

  /* It may have been stopped by somebody's leaving no consent behind, in the moment of pressing the button. */
  if (recording->state != AUS_RECORDING_STATE_RECORDING)
    return reply (call, recording);

  consultation = aus_recordings_get_visit (database, recording, error);

  return consultation != NULL &&
         aus_recorder_stop (database, consultation, recording, AUS_STOP_REASON_STOPPED, call->caller.name, error) &&
         reply (call, recording);
}

static void
write_faults (AusCall *call,
              AusGate *gate)
{
  aus_json_begin_array (&call->out, "reasons");

  for (guint i = 0; i < gate->faults->len; i++) {
    const AusFieldFault *fault = g_ptr_array_index (gate->faults, i);

    aus_json_begin_object (&call->out, NULL);
    aus_json_add_text (&call->out, "code", fault->name);
    aus_json_add_text (&call->out, "detail", fault->text);
    aus_json_end_object (&call->out);
  }

  aus_json_end_array (&call->out);
}

static void
write_missing (AusCall *call,
               AusGate *gate)
{
  aus_json_begin_array (&call->out, "missing");

  for (guint i = 0; i < gate->missing->len; i++) {
    const AusUnasked *person = g_ptr_array_index (gate->missing, i);

    aus_json_begin_object (&call->out, NULL);
    aus_json_add_text (&call->out, "participant_id", person->participant_id);
    aus_json_add_text (&call->out, "name", person->name);
    aus_json_add_text (&call->out, "role", person->role);
    aus_json_add_text (&call->out, "state", person->state);
    aus_json_end_object (&call->out);
  }

  aus_json_end_array (&call->out);
}

static gboolean
write_recordings (AusCall          *call,
                  AusDatabase      *database,
                  AusConsultation  *consultation,
                  GError          **error)
{
  const AusView view = aus_call_get_view (call);
  g_autoptr (AusQuery) query = aus_query_new ("recordings");
  g_autoptr (AusStatement) rows = NULL;
  g_autoptr (AusRecording) shape = g_object_new (AUS_TYPE_RECORDING, NULL);
  AusStep step;

  aus_query_and_text (query, "consultation_id = ?", consultation->id);
  aus_query_and (query, "state <> 'deleted'");
  aus_recordings_narrow_visit (query, call);
  rows = aus_query_prepare (query, database, "started_at, id", G_MAXINT32, 0, error);

  if (rows == NULL)
    return FALSE;

  aus_json_begin_array (&call->out, "recordings");

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW)
    aus_statement_write_json (rows, AUS_RECORD_GET_CLASS (shape), &call->out, &view);

  aus_json_end_array (&call->out);

  return step == AUS_STEP_DONE;
}

static gboolean
write_gate (AusCall          *call,
            AusDatabase      *database,
            AusConsultation  *consultation,
            GError          **error)
{
  g_auto (AusGate) gate = { NULL };

  if (!aus_gate_look (&gate, call->clinic, database, consultation, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_boolean (&call->out, "allowed", gate.faults->len == 0);
  aus_json_add_boolean (&call->out, "is_wanted",
                        call->clinic->recordings.is_enabled && consultation->recording_enabled);
  aus_json_add_text (&call->out, "text_version", AUS_CONSENT_TEXT_VERSION);
  write_faults (call, &gate);
  write_missing (call, &gate);
  aus_json_add_text (&call->out, "state", gate.current ? "recording" : "idle");
  aus_json_add_text (&call->out, "recording_id", gate.current ? gate.current->id : NULL);

  if (gate.current != NULL)
    aus_json_add_time (&call->out, "started_at", aus_time_from_date_time (gate.current->started_at));
  else
    aus_json_add_null (&call->out, "started_at");

  aus_json_add_integer (&call->out, "keep_days", call->clinic->recordings.keep_time / AUS_TIME_DAY);

  if (!write_recordings (call, database, consultation, error))
    return FALSE;

  aus_json_add_time (&call->out, "server_time", aus_time_now ());
  aus_json_end_object (&call->out);

  return TRUE;
}

gboolean
aus_recording_gate (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);

  return consultation != NULL && write_gate (call, database, consultation, error);
}

static gboolean
check_may_ask (AusCall          *call,
               AusConsultation  *consultation,
               GError          **error)
{
  GError *fault = NULL;

  if (!call->clinic->recordings.is_enabled)
    aus_error_add_field (&fault, "policy", "The clinic does not record visits.");
  if (consultation->status != AUS_STATUS_IN_PROGRESS)
    aus_error_add_field (&fault, "status", "Only a visit that is in progress can be recorded.");

  if (fault == NULL)
    return TRUE;

  fault->code = AUS_ERROR_CONFLICT;
  g_propagate_error (error, fault);

  return FALSE;
}

gboolean
aus_recording_ask (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);

  return consultation != NULL && check_doctor (call, consultation, error) &&
         check_may_ask (call, consultation, error) &&
         aus_recorder_ask (database, &call->caller, consultation, error) &&
         write_gate (call, database, consultation, error);
}
