#include "aus-recorder.h"

#include "aus-deposit.h"
#include "aus-events.h"
#include "aus-meetings.h"
#include "aus-table.h"
#include "aus-time.h"

#include <string.h>

#define MEDIA_TYPE "video/webm"

gboolean
aus_recorder_find (AusDatabase   *database,
                   const char    *consultation_id,
                   AusRecording **recording,
                   GError       **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT * FROM recordings WHERE consultation_id = ?1 AND state = 'recording'",
                          error);
  AusStep step;

  *recording = NULL;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation_id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW) {
    *recording = g_object_new (AUS_TYPE_RECORDING, NULL);
    aus_statement_read_record (row, AUS_RECORD (*recording));
  }

  return step != AUS_STEP_ERROR;
}

static void
fault_free (gpointer data)
{
  AusFieldFault *fault = data;

  g_free (fault->name);
  g_free (fault->text);
  g_free (fault);
}

static void
add_fault (AusGate    *self,
           const char *name,
           char       *text)
{
  AusFieldFault *fault = g_new (AusFieldFault, 1);

  fault->name = g_strdup (name);
  fault->text = text;
  g_ptr_array_add (self->faults, fault);
}

static void
add_people (AusGate *self)
{
  for (guint i = 0; i < self->missing->len; i++) {
    const AusUnasked *person = g_ptr_array_index (self->missing, i);

    if (person->state == NULL)
      add_fault (self, "consents", g_strdup_printf ("%s has not answered yet.", person->name));
    else
      add_fault (self, "consents", g_strdup_printf ("%s does not agree.", person->name));
  }
}

gboolean
aus_gate_look (AusGate          *self,
               AusClinic        *clinic,
               AusDatabase      *database,
               AusConsultation  *consultation,
               GError          **error)
{
  self->faults = g_ptr_array_new_with_free_func (fault_free);
  self->missing = aus_consents_list_missing (database, consultation, AUS_CONSENT_KIND_RECORDING, error);

  if (self->missing == NULL || !aus_recorder_find (database, consultation->id, &self->current, error))
    return FALSE;

  if (!clinic->recordings.is_enabled)
    add_fault (self, "policy", g_strdup ("The clinic does not record visits."));
  if (!consultation->recording_enabled)
    add_fault (self, "recording_enabled", g_strdup ("Recording is not switched on for this visit."));
  if (consultation->status != AUS_STATUS_IN_PROGRESS)
    add_fault (self, "status", g_strdup ("Only a visit that is in progress can be recorded."));
  if (self->current != NULL)
    add_fault (self, "recording", g_strdup ("This visit is being recorded already."));

  add_people (self);

  return TRUE;
}

void
aus_gate_clear (AusGate *self)
{
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_clear_object (&self->current);
}

static gboolean
switch_on (AusDatabase      *database,
           AusConsultation  *consultation,
           GError          **error)
{
  AusJsonWriter members;

  if (consultation->recording_enabled)
    return TRUE;

  g_object_set (consultation, "recording-enabled", TRUE, NULL);

  if (!aus_table_save (database, AUS_RECORD (consultation), error))
    return FALSE;

  aus_json_writer_init (&members);
  aus_json_add_integer (&members, "revision", consultation->revision);
  aus_json_add_text (&members, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));

  return aus_events_add (database, consultation, "consultation_updated", AUS_TO (AUS_ROLES_STAFF), &members, error);
}

gboolean
aus_recorder_ask (AusDatabase      *database,
                  const AusCaller  *caller,
                  AusConsultation  *consultation,
                  GError          **error)
{
  AusJsonWriter members;

  if (!switch_on (database, consultation, error))
    return FALSE;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "asked_by", caller->name);
  aus_json_add_text (&members, "text_version", AUS_CONSENT_TEXT_VERSION);

  return aus_events_add (database, consultation, "recording_asked", AUS_TO (AUS_CONSENT_AUDIENCE), &members, error);
}

static gboolean
tell_start (AusDatabase      *database,
            const AusCaller  *caller,
            AusConsultation  *consultation,
            AusRecording     *recording,
            GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "recording_id", recording->id);
  aus_json_add_text (&members, "started_by", caller->name);
  aus_json_add_time (&members, "started_at", aus_time_from_date_time (recording->started_at));

  return aus_events_add (database, consultation, "recording_started", AUS_TO (AUS_CONSENT_AUDIENCE), &members, error);
}

gboolean
aus_recorder_start (AusClinic        *clinic,
                    AusDatabase      *database,
                    const AusCaller  *caller,
                    AusConsultation  *consultation,
                    AusRecording     *recording,
                    GError          **error)
{
  const gint64 now = aus_time_now ();
  g_autoptr (GDateTime) started_at = aus_time_to_date_time (now);
  g_autoptr (GDateTime) expires_at = aus_time_to_date_time (now + clinic->recordings.keep_time);
  g_autofree char *key = aus_deposit_make_key (clinic);

  g_object_set (recording,
                "consultation-id", consultation->id,
                "doctor-id", caller->user_id,
                "state", AUS_RECORDING_STATE_RECORDING,
                "provider", consultation->video_provider,
                "started-at", started_at,
                "media-type", MEDIA_TYPE,
                "sealed-key", key,
                "expires-at", expires_at,
                NULL);

  return aus_table_insert (database, AUS_RECORD (recording), error) &&
         tell_start (database, caller, consultation, recording, error);
}

gboolean
aus_recorder_save (AusDatabase      *database,
                   AusConsultation  *consultation,
                   AusRecording     *recording,
                   GError          **error)
{
  AusJsonWriter members;

  if (!aus_table_save (database, AUS_RECORD (recording), error))
    return FALSE;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "recording_id", recording->id);
  aus_json_add_text (&members, "state", aus_enum_to_nick (AUS_TYPE_RECORDING_STATE, recording->state));
  aus_json_add_integer (&members, "revision", recording->revision);

  return aus_events_add (database, consultation, "recording_changed", AUS_TO (AUS_ROLES (DOCTOR)), &members, error);
}

gboolean
aus_recorder_stop (AusDatabase      *database,
                   AusConsultation  *consultation,
                   AusRecording     *recording,
                   AusStopReason     reason,
                   const char       *person,
                   GError          **error)
{
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());
  AusJsonWriter members;

  g_object_set (recording,
                "state", AUS_RECORDING_STATE_UPLOADING,
                "stop-reason", reason,
                "ended-at", now,
                NULL);

  if (!aus_table_save (database, AUS_RECORD (recording), error))
    return FALSE;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "recording_id", recording->id);
  aus_json_add_text (&members, "reason", aus_enum_to_nick (AUS_TYPE_STOP_REASON, reason));
  aus_json_add_text (&members, "person", person);
  aus_json_add_time (&members, "ended_at", aus_time_from_date_time (recording->ended_at));

  return aus_events_add (database, consultation, "recording_stopped", AUS_TO (AUS_CONSENT_AUDIENCE), &members, error);
}

gboolean
aus_recorder_stop_any (AusDatabase      *database,
                       AusConsultation  *consultation,
                       AusStopReason     reason,
                       const char       *person,
                       GError          **error)
{
  g_autoptr (AusRecording) current = NULL;

  return aus_recorder_find (database, consultation->id, &current, error) &&
         (current == NULL || aus_recorder_stop (database, consultation, current, reason, person, error));
}

/* The patient's and the doctor's answers always counted. */
static gboolean
is_companion (const AusUnasked *person)
{
  return strcmp (person->role, "patient") != 0 && strcmp (person->role, "doctor") != 0;
}

/* A provider that records must be told when somebody comes in who said no before, and did not count until now. */
static gboolean
tell_provider (AusDatabase      *database,
               AusConsultation  *consultation,
               GPtrArray        *missing,
               GError          **error)
{
  for (guint i = 0; i < missing->len; i++) {
    const AusUnasked *person = g_ptr_array_index (missing, i);

    if (person->state != NULL && is_companion (person))
      return aus_meetings_change (database, consultation, error);
  }

  return TRUE;
}

gboolean
aus_recorder_check (AusDatabase      *database,
                    AusConsultation  *consultation,
                    AusStopReason     reason,
                    GError          **error)
{
  const gboolean is_elsewhere = reason == AUS_STOP_REASON_PARTICIPANT_JOINED && consultation->recording_enabled &&
                                consultation->video_provider != AUS_VIDEO_PROVIDER_BUILTIN;
  g_autoptr (AusRecording) current = NULL;
  g_autoptr (GPtrArray) missing = NULL;

  if (!aus_recorder_find (database, consultation->id, &current, error))
    return FALSE;

  if (current == NULL && !is_elsewhere)
    return TRUE;

  missing = aus_consents_list_missing (database, consultation, AUS_CONSENT_KIND_RECORDING, error);

  if (missing == NULL || (is_elsewhere && !tell_provider (database, consultation, missing, error)))
    return FALSE;

  return current == NULL || missing->len == 0 ||
         aus_recorder_stop (database, consultation, current, reason,
                            ((AusUnasked *) g_ptr_array_index (missing, 0))->name, error);
}
