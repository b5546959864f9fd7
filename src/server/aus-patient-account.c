#include "aus-patient-account.h"

#include "aus-json.h"
#include "aus-sign-ins.h"

#define FIELD "user_id"

static gboolean
check_caller (AusCall  *call,
              GError  **error)
{
  GError *fault = NULL;

  if (call->caller.role == AUS_ROLE_ADMIN)
    return TRUE;

  aus_error_add_field (&fault, FIELD, "You may not change this.");
  fault->code = AUS_ERROR_FORBIDDEN;
  g_propagate_error (error, fault);

  return FALSE;
}

/* Nobody else writes meanwhile, so that it stays true. */
static gboolean
check_account (AusDatabase  *database,
               AusPatient   *patient,
               const char   *user_id,
               GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT EXISTS (SELECT 1 FROM patients WHERE user_id = u.id AND id <> ?2) "
                                    "FROM users u WHERE u.id = ?1 AND u.role = 'patient'", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, user_id);
  aus_statement_bind_text (row, 2, patient->id);

  switch (aus_statement_step (row, error)) {
    case AUS_STEP_ROW:
      if (aus_statement_get_integer (row, 0) == 0)
        return TRUE;

      aus_error_add_field (error, FIELD, "Is another patient's account.");
      return FALSE;
    case AUS_STEP_DONE:
      aus_error_add_field (error, FIELD, "There is no such account of a patient.");
      return FALSE;
    case AUS_STEP_ERROR:
      return FALSE;
  }

  g_return_val_if_reached (FALSE);
}

static gboolean
tie (AusDatabase  *database,
     AusPatient   *patient,
     const char   *user_id,
     GError      **error)
{
  g_autofree char *previous = g_strdup (patient->user_id);

  if (g_strcmp0 (previous, user_id) == 0)
    return TRUE;

  if (user_id != NULL && !check_account (database, patient, user_id, error))
    return FALSE;

  g_object_set (patient, "user-id", user_id, NULL);

  return previous == NULL || aus_sign_ins_end_all (database, previous, NULL, error);
}

gboolean
aus_patient_account_take (AusCall      *call,
                          AusDatabase  *database,
                          AusPatient   *patient,
                          GError      **error)
{
  JsonNode *node = json_object_get_member (call->json, FIELD);
  const char *user_id = aus_json_get_text (call->json, FIELD);

  if (node == NULL)
    return TRUE;

  if (!check_caller (call, error))
    return FALSE;

  if (user_id == NULL && !JSON_NODE_HOLDS_NULL (node)) {
    aus_error_add_field (error, FIELD, "Must be a UUID, or null.");
    return FALSE;
  }

  if (!tie (database, patient, user_id, error))
    return FALSE;

  json_object_remove_member (call->json, FIELD);

  return TRUE;
}
