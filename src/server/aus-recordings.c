#include "aus-recordings.h"

#include "aus-changes.h"
#include "aus-meeting-recordings.h"
#include "aus-recorder.h"
#include "aus-table.h"
#include "aus-time.h"

#define OF(person) "consultation_id IN (SELECT id FROM consultations WHERE " person " = ?)"
/* The same asked of one visit, and not of all that there are of somebody. */
#define IS_OF(person) "EXISTS (SELECT 1 FROM consultations v WHERE v.id = consultation_id AND v." person " = ?)"
#define TO_DELIVER "(doctor_id = ? AND state IN ('recording', 'uploading'))"
#define ALL_AGREE \
  "NOT EXISTS (SELECT 1 FROM consents_view c JOIN participants p ON p.id = c.participant_id " \
  "WHERE c.consultation_id = recordings.consultation_id AND c.kind = 'recording' AND c.is_current AND NOT c.given " \
  "AND (p.joined_at IS NOT NULL OR p.role NOT IN ('guest', 'interpreter')))"
#define SHARED "shared_with_patient AND state = 'ready'"

static void
narrow (AusQuery   *query,
        AusCall    *call,
        const char *of_doctor,
        const char *of_patient)
{
  const AusCaller *caller = &call->caller;

  switch (caller->role) {
    case AUS_ROLE_ADMIN:
      aus_query_and (query, call->clinic->recordings.admin_may_see ? ALL_AGREE : "0");
      break;
    case AUS_ROLE_DOCTOR:
      aus_query_and_text (query, of_doctor, caller->user_id);
      break;
    case AUS_ROLE_PATIENT:
      aus_query_and (query, SHARED);

      if (caller->consultation_id != NULL)
        aus_query_and_text (query, "consultation_id = ?", caller->consultation_id);
      else
        aus_query_and_text (query, of_patient, caller->patient_id ? caller->patient_id : "");
      break;
    case AUS_ROLE_NURSE:
    case AUS_ROLE_RECEPTIONIST:
    case AUS_ROLE_GUEST:
    case AUS_ROLE_INTERPRETER:
    case AUS_ROLE_NONE:
      aus_query_and (query, "0");
      break;
  }
}

void
aus_recordings_narrow (AusQuery *query,
                       AusCall  *call)
{
  narrow (query, call, OF ("doctor_id"), OF ("patient_id"));
}

void
aus_recordings_narrow_visit (AusQuery *query,
                             AusCall  *call)
{
  narrow (query, call, IS_OF ("doctor_id"), IS_OF ("patient_id"));
}

AusRecording *
aus_recordings_get (AusCall      *call,
                    AusDatabase  *database,
                    const char   *id,
                    GError      **error)
{
  g_autoptr (AusQuery) query = aus_query_new ("recordings");
  g_autoptr (AusStatement) row = NULL;
  AusRecording *recording;
  AusStep step;

  aus_query_and_text (query, "id = ?", id);
  /* Whoever recorded delivers it, also where the visit is another's by now; then it is for that one. */
  narrow (query, call, IS_OF ("doctor_id") " OR " TO_DELIVER, IS_OF ("patient_id"));
  row = aus_query_prepare (query, database, "id", 1, 0, error);

  if (row == NULL)
    return NULL;

  step = aus_statement_step (row, error);

  if (step == AUS_STEP_DONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such recording.");

  if (step != AUS_STEP_ROW)
    return NULL;

  recording = g_object_new (AUS_TYPE_RECORDING, NULL);
  aus_statement_read_record (row, AUS_RECORD (recording));
  g_free (call->visit_id);
  call->visit_id = g_strdup (recording->consultation_id);

  return recording;
}

AusConsultation *
aus_recordings_get_visit (AusDatabase   *database,
                          AusRecording  *recording,
                          GError       **error)
{
  g_autoptr (AusConsultation) consultation = g_object_new (AUS_TYPE_CONSULTATION, NULL);

  if (!aus_table_get (database, AUS_RECORD (consultation), recording->consultation_id, error))
    return NULL;

  return g_steal_pointer (&consultation);
}

static char *
make_url (AusClinic  *clinic,
          const char *id)
{
  return g_strdup_printf ("%s/telemedicine/api/recordings/%s/media/", clinic->public_url, id);
}

gboolean
aus_recordings_find_url (AusCall      *call,
                         AusDatabase  *database,
                         const char   *consultation_id,
                         char        **url,
                         GError      **error)
{
  g_autoptr (AusQuery) query = aus_query_new ("recordings");
  g_autoptr (AusRecording) recording = NULL;
  g_autoptr (AusStatement) row = NULL;
  AusStep step;

  *url = NULL;
  aus_query_and_text (query, "consultation_id = ?", consultation_id);
  aus_query_and (query, "state = 'ready'");
  aus_recordings_narrow_visit (query, call);
  row = aus_query_prepare (query, database, "started_at DESC, id DESC", 1, 0, error);

  if (row == NULL)
    return FALSE;

  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW) {
    recording = g_object_new (AUS_TYPE_RECORDING, NULL);
    aus_statement_read_record (row, AUS_RECORD (recording));
    *url = make_url (call->clinic, recording->id);
  }

  return step != AUS_STEP_ERROR;
}

gboolean
aus_recordings_point (AusClinic        *clinic,
                      AusDatabase      *database,
                      AusConsultation  *consultation,
                      GError          **error)
{
  g_autoptr (AusStatement) newest =
    aus_database_prepare (database, "SELECT id FROM recordings WHERE consultation_id = ?1 AND state = 'ready' "
                                    "ORDER BY started_at DESC, id DESC LIMIT 1", error);
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE consultations SET recording_url = ?2 WHERE id = ?1", error);
  g_autofree char *url = NULL;
  AusStep step;

  if (newest == NULL || statement == NULL)
    return FALSE;

  aus_statement_bind_text (newest, 1, consultation->id);
  step = aus_statement_step (newest, error);

  if (step == AUS_STEP_ERROR)
    return FALSE;

  if (step == AUS_STEP_ROW)
    url = make_url (clinic, aus_statement_get_text (newest, 0));

  aus_statement_bind_text (statement, 1, consultation->id);
  aus_statement_bind_text (statement, 2, url ? url : "");

  /* That is no edit: the visit's revision stays. */
  return aus_statement_run (statement, error) &&
         aus_changes_add (database, "consultations", consultation->id, consultation->revision, FALSE, error);
}

gboolean
aus_recordings_delete (AusClinic     *clinic,
                       AusDatabase   *database,
                       AusRecording  *recording,
                       const char    *by,
                       GError       **error)
{
  g_autoptr (AusConsultation) consultation = aus_recordings_get_visit (database, recording, error);
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());

  if (consultation == NULL)
    return FALSE;

  if (recording->state == AUS_RECORDING_STATE_RECORDING &&
      !aus_recorder_stop (database, consultation, recording, AUS_STOP_REASON_STOPPED, by, error))
    return FALSE;

  /* What we have all of is deleted over there already. */
  if (!recording->is_whole && !aus_meeting_recordings_discard (database, recording, error))
    return FALSE;

  g_object_set (recording,
                "state", AUS_RECORDING_STATE_DELETED,
                "sealed-key", "",
                /* Of a download that was cut off by a crash something may lie there, which nobody noted. */
                "has-file", recording->has_file || *recording->remote_id != '\0',
                "deleted-at", now,
                "deleted-by", by,
                NULL);

  return aus_recorder_save (database, consultation, recording, error) &&
         aus_recordings_point (clinic, database, consultation, error);
}
