#include "aus-meeting-terms.h"

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

static gboolean
read_consent (AusClinic        *clinic,
              AusDatabase      *database,
              AusConsultation  *consultation,
              AusErrand        *errand,
              GError          **error)
{
  g_autoptr (AusStatement) row = NULL;
  gint64 is_agreed;

  if (!consultation->recording_enabled || !clinic->recordings.is_enabled)
    return TRUE;

  row = aus_database_prepare (database, "SELECT sum (given AND role = 'patient') > 0 AND min (given) = 1 "
                                        "FROM consents_view WHERE consultation_id = ?1 AND kind = 'recording' "
                                        "AND is_current", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);

  if (!aus_statement_run_integer (row, 0, &is_agreed, error))
    return FALSE;

  errand->may_record = is_agreed != 0;

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
         read_consent (clinic, database, consultation, errand, error);
}
