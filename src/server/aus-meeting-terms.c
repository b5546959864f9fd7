#include "aus-meeting-terms.h"

/* What all had answered at a moment. No companion decides who never came in, or was not let in, for they are in no
 * picture; the patient and the doctor of the visit always do. */
#define AGREED \
  "SELECT total (c.given AND c.role = 'patient') > 0 AND total (NOT c.given AND (p.role = 'patient' " \
  "OR p.user_id = ?3 OR (p.joined_at <= ?2 AND p.admission <> 'waiting'))) = 0 " \
  "FROM consents c JOIN participants p ON p.id = c.participant_id " \
  "WHERE c.consultation_id = ?1 AND c.kind = 'recording' AND c.created_at <= ?2 " \
  "AND NOT EXISTS (SELECT 1 FROM consents n WHERE n.participant_id = c.participant_id AND n.kind = c.kind " \
  "AND n.created_at <= ?2 AND (n.created_at, n.id) > (c.created_at, c.id))"

static gboolean
read_host (AusDatabase      *database,
           AusConsultation  *consultation,
           AusErrand        *errand,
           GError          **error)
{
  g_autoptr (AusStatement) row = aus_database_prepare (database, "SELECT email FROM users WHERE id = ?1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->doctor_id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    errand->host = g_strdup (aus_statement_get_text (row, 0));

  return step != AUS_STEP_ERROR;
}

gboolean
aus_meeting_terms_may_record (AusClinic        *clinic,
                              AusDatabase      *database,
                              AusConsultation  *consultation,
                              gint64            at,
                              gboolean         *may_record,
                              GError          **error)
{
  g_autoptr (AusStatement) row = NULL;
  gint64 is_agreed;

  *may_record = FALSE;

  if (!consultation->recording_enabled || !clinic->recordings.is_enabled)
    return TRUE;

  row = aus_database_prepare (database, AGREED, error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);
  aus_statement_bind_integer (row, 2, at);
  aus_statement_bind_text (row, 3, consultation->doctor_id);

  if (!aus_statement_run_integer (row, 0, &is_agreed, error))
    return FALSE;

  *may_record = is_agreed != 0;

  return TRUE;
}

gboolean
aus_meeting_terms_read (AusClinic        *clinic,
                        AusDatabase      *database,
                        AusConsultation  *consultation,
                        AusErrand        *errand,
                        GError          **error)
{
  return read_host (database, consultation, errand, error) &&
         aus_meeting_terms_may_record (clinic, database, consultation, G_MAXINT64, &errand->may_record, error);
}
