#include "aus-access.h"

#define HELPED "SELECT consultation_id FROM visits_helped WHERE user_id = ?"
#define OWN "SELECT id FROM consultations WHERE doctor_id = ?"
#define COVERED(view) \
  "EXISTS (SELECT 1 FROM availability a WHERE a.covered_by = ? AND a.doctor_id = " view ".doctor_id " \
  "AND " view ".starts_at >= a.starts_at AND " view ".starts_at < a.ends_at)"

/* The same asked of one visit, and not of all that somebody helps in or has. Other names than those of the view, so
 * that the visit's is the one outside. */
#define HELPS_IN(visit) \
  "EXISTS (SELECT 1 FROM (SELECT consultation_id AS helped_id, user_id AS helper_id FROM visits_helped) " \
  "WHERE helped_id = " visit " AND helper_id = ?)"
#define HAS(visit) "EXISTS (SELECT 1 FROM consultations own WHERE own.id = " visit " AND own.doctor_id = ?)"

/* What clinicians see: doctors their own, doctors who help in others' visits those as well, and nurses those alone. */
typedef struct
{
  const char *doctor;
  const char *helping_doctor;
  const char *nurse;
} Clauses;

static const Clauses list_clauses[] = {
  [AUS_KIN_VISITS] = { "doctor_id = ?", "doctor_id = ? OR id IN (" HELPED ")", "id IN (" HELPED ")" },
  [AUS_KIN_PARTS] = { "consultation_id IN (" OWN ")", "consultation_id IN (" OWN " UNION ALL " HELPED ")",
                      "consultation_id IN (" HELPED ")" },
  [AUS_KIN_BOOKINGS] = { "doctor_id = ?",
                         "doctor_id = ? OR consultation_id IN (" HELPED ") OR " COVERED ("bookings_view"),
                         "consultation_id IN (" HELPED ")" },
};

static const Clauses record_clauses[] = {
  [AUS_KIN_VISITS] = { "doctor_id = ?", "doctor_id = ? OR " HELPS_IN ("id"), HELPS_IN ("id") },
  [AUS_KIN_PARTS] = { HAS ("consultation_id"), HAS ("consultation_id") " OR " HELPS_IN ("consultation_id"),
                      HELPS_IN ("consultation_id") },
  [AUS_KIN_BOOKINGS] = { "doctor_id = ?",
                         "doctor_id = ? OR " HELPS_IN ("consultation_id") " OR " COVERED ("bookings_view"),
                         HELPS_IN ("consultation_id") },
};

static void
narrow (AusQuery        *query,
        const AusCaller *caller,
        const Clauses   *clauses)
{
  if (caller->role == AUS_ROLE_NURSE)
    aus_query_and_text (query, clauses->nurse, caller->user_id);
  else if (caller->role == AUS_ROLE_DOCTOR)
    aus_query_and_text (query, caller->helps ? clauses->helping_doctor : clauses->doctor, caller->user_id);
}

void
aus_access_narrow_clinicians (AusQuery        *query,
                              const AusCaller *caller,
                              AusKin           kin)
{
  narrow (query, caller, &list_clauses[kin]);
}

void
aus_access_narrow_record (AusQuery        *query,
                          const AusCaller *caller,
                          AusKin           kin)
{
  narrow (query, caller, &record_clauses[kin]);
}

void
aus_access_narrow (AusQuery        *query,
                   const AusCaller *caller)
{
  switch (caller->role) {
    case AUS_ROLE_ADMIN:
    case AUS_ROLE_RECEPTIONIST:
      break;
    case AUS_ROLE_DOCTOR:
    case AUS_ROLE_NURSE:
      aus_access_narrow_clinicians (query, caller, AUS_KIN_VISITS);
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
helps (const AusCaller  *caller,
       AusDatabase      *database,
       AusConsultation  *consultation,
       gboolean         *sees,
       GError          **error)
{
  gint64 found;
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT 1 FROM visits_helped WHERE consultation_id = ?1 AND user_id = ?2 LIMIT 1",
                          error);

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
      return *sees || helps (caller, database, consultation, sees, error);
    case AUS_ROLE_NURSE:
      return helps (caller, database, consultation, sees, error);
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
aus_access_read_consultation (AusDatabase  *database,
                              const char   *id,
                              GError      **error)
{
  const AusCaller server = { .role = AUS_ROLE_ADMIN };

  return aus_access_get_consultation (&server, database, id, error);
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

gboolean
aus_access_looks_on (const AusCaller  *caller,
                     AusDatabase      *database,
                     AusConsultation  *consultation,
                     gboolean         *looks_on,
                     GError          **error)
{
  g_autoptr (AusStatement) row = NULL;
  gint64 found;

  *looks_on = FALSE;

  if ((AUS_ROLES_CLINICIANS & (1u << caller->role)) == 0 ||
      g_strcmp0 (consultation->doctor_id, caller->user_id) == 0)
    return TRUE;

  row = aus_database_prepare (database, "SELECT 1 FROM participants WHERE consultation_id = ?1 AND user_id = ?2 "
                                        "AND is_assigned AND role = 'observer'", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);
  aus_statement_bind_text (row, 2, caller->user_id);

  if (!aus_statement_run_integer (row, 0, &found, error))
    return FALSE;

  *looks_on = found != 0;

  return TRUE;
}

gboolean
aus_access_check_part (const AusCaller  *caller,
                       AusDatabase      *database,
                       AusConsultation  *consultation,
                       GError          **error)
{
  gboolean looks_on;

  if (!aus_access_looks_on (caller, database, consultation, &looks_on, error))
    return FALSE;

  if (looks_on)
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "You only look on in this consultation.");

  return !looks_on;
}
