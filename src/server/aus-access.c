#include "aus-access.h"

#define ASSIGNED "id IN (SELECT consultation_id FROM participants WHERE user_id = ?)"

void
aus_access_narrow (AusQuery        *query,
                   const AusCaller *caller)
{
  switch (caller->role) {
    case AUS_ROLE_ADMIN:
    case AUS_ROLE_RECEPTIONIST:
      break;
    case AUS_ROLE_DOCTOR:
      aus_query_and_text (query, "doctor_id = ?", caller->user_id);
      break;
    case AUS_ROLE_NURSE:
      aus_query_and_text (query, ASSIGNED, caller->user_id);
      break;
    case AUS_ROLE_PATIENT:
    case AUS_ROLE_GUEST:
    case AUS_ROLE_INTERPRETER:
      if (caller->consultation_id != NULL)
        aus_query_and_text (query, "id = ?", caller->consultation_id);
      else
        aus_query_and_text (query, "patient_id = ?", caller->patient_id ? caller->patient_id : "");
      break;
    case AUS_ROLE_NONE:
      aus_query_and (query, "0");
      break;
  }
}

static gboolean
is_assigned (const AusCaller  *caller,
             AusDatabase      *database,
             AusConsultation  *consultation,
             gboolean         *sees,
             GError          **error)
{
  gint64 found;
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT 1 FROM participants WHERE consultation_id = ?1 AND user_id = ?2", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation->id);
  aus_statement_bind_text (statement, 2, caller->user_id);

  if (!aus_statement_run_integer (statement, 0, &found, error))
    return FALSE;

  *sees = found != 0;

  return TRUE;
}

gboolean
aus_access_sees (const AusCaller  *caller,
                 AusDatabase      *database,
                 AusConsultation  *consultation,
                 gboolean         *sees,
                 GError          **error)
{
  *sees = FALSE;

  switch (caller->role) {
    case AUS_ROLE_ADMIN:
    case AUS_ROLE_RECEPTIONIST:
      *sees = TRUE;
      break;
    case AUS_ROLE_DOCTOR:
      *sees = g_strcmp0 (consultation->doctor_id, caller->user_id) == 0;
      break;
    case AUS_ROLE_NURSE:
      return is_assigned (caller, database, consultation, sees, error);
    case AUS_ROLE_PATIENT:
    case AUS_ROLE_GUEST:
    case AUS_ROLE_INTERPRETER:
      if (caller->consultation_id != NULL)
        *sees = g_strcmp0 (consultation->id, caller->consultation_id) == 0;
      else
        *sees = caller->patient_id != NULL && g_strcmp0 (consultation->patient_id, caller->patient_id) == 0;
      break;
    case AUS_ROLE_NONE:
      break;
  }

  return TRUE;
}

static AusConsultation *
read_consultation (AusDatabase  *database,
                   const char   *sql,
                   const char   *id,
                   GError      **error)
{
  g_autoptr (AusStatement) row = aus_database_prepare (database, sql, error);
  g_autoptr (AusConsultation) consultation = NULL;

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, id);

  switch (aus_statement_step (row, error)) {
    case AUS_STEP_ROW:
      consultation = g_object_new (AUS_TYPE_CONSULTATION, NULL);
      aus_statement_read_record (row, AUS_RECORD (consultation));
      return g_steal_pointer (&consultation);
    case AUS_STEP_DONE:
      g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such consultation.");
      return NULL;
    case AUS_STEP_ERROR:
      return NULL;
  }

  g_return_val_if_reached (NULL);
}

static AusConsultation *
read_visible (const AusCaller  *caller,
              AusDatabase      *database,
              const char       *sql,
              const char       *id,
              GError          **error)
{
  g_autoptr (AusConsultation) consultation = read_consultation (database, sql, id, error);
  gboolean sees;

  if (consultation == NULL || !aus_access_sees (caller, database, consultation, &sees, error))
    return NULL;

  if (sees)
    return g_steal_pointer (&consultation);

  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such consultation.");

  return NULL;
}

AusConsultation *
aus_access_get_consultation (const AusCaller  *caller,
                             AusDatabase      *database,
                             const char       *id,
                             GError          **error)
{
  return read_visible (caller, database, "SELECT * FROM consultations_view WHERE id = ?1", id, error);
}

AusConsultation *
aus_access_get_outline (const AusCaller  *caller,
                        AusDatabase      *database,
                        const char       *id,
                        GError          **error)
{
  return read_visible (caller, database, "SELECT id, revision, doctor_id, patient_id, status, patient_presence "
                                         "FROM consultations WHERE id = ?1", id, error);
}
