#include "aus-doors.h"

#include "aus-table.h"
#include "aus-token.h"
#include "aus-uuid.h"

AusDoor *
aus_doors_add (AusClinic        *clinic,
               AusDatabase      *database,
               AusConsultation  *consultation,
               AusRole           role,
               const char       *name,
               GError          **error)
{
  g_autofree char *id = aus_uuid_new ();
  g_autofree char *token = aus_clinic_make_door_token (clinic, id);
  g_autofree char *hash = aus_token_hash (token);
  g_autoptr (AusDoor) door = g_object_new (AUS_TYPE_DOOR,
                                           "id", id,
                                           "consultation-id", consultation->id,
                                           "token-hash", hash,
                                           "role", role,
                                           "name", name,
                                           NULL);

  return aus_table_insert (database, AUS_RECORD (door), error) ? g_steal_pointer (&door) : NULL;
}

char *
aus_doors_add_patient (AusClinic        *clinic,
                       AusDatabase      *database,
                       AusConsultation  *consultation,
                       GError          **error)
{
  g_autoptr (AusDoor) door =
    aus_doors_add (clinic, database, consultation, AUS_ROLE_PATIENT, consultation->patient_name, error);

  return door ? aus_clinic_make_door_url (clinic, door->id) : NULL;
}

char *
aus_doors_get_url (AusClinic        *clinic,
                   AusDatabase      *database,
                   AusConsultation  *consultation,
                   GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT id FROM doors WHERE consultation_id = ?1 AND role = 'patient' "
                                    "AND revoked_at IS NULL ORDER BY created_at, id LIMIT 1", error);
  AusStep step;

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, consultation->id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    return aus_clinic_make_door_url (clinic, aus_statement_get_text (row, 0));

  if (step == AUS_STEP_DONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "The patient's link was revoked.");

  return NULL;
}
