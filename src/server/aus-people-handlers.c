#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-patient.h"
#include "aus-table.h"
#include "aus-user.h"

static const AusOrdering patient_orderings[] = {
  { "family_name", "family_name, given_name, id" },
  { "-family_name", "family_name DESC, given_name DESC, id DESC" },
  { "created_at", "id" },
  { "-created_at", "id DESC" },
  { NULL, NULL },
};

static const char *const patient_columns[] = { "name", "family_name || ' ' || given_name", "born", "phone", NULL };
static const char *const doctor_columns[] = { "name", NULL };

const AusParameter aus_patient_parameters[] = {
  { "search" },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = patient_orderings },
  { NULL },
};

const AusParameter aus_doctor_parameters[] = {
  { "search" },
  { NULL },
};

/* A doctor's patients are those of the clinic; a patient sees themselves. */
static void
narrow (AusCall  *call,
        AusQuery *rows)
{
  if (!aus_caller_is_staff (&call->caller))
    aus_query_and_text (rows, "id = ?", call->caller.patient_id ? call->caller.patient_id : "");
}

gboolean
aus_patient_list (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  const char *order = aus_page_order (call, patient_orderings, error);
  const char *search = aus_call_get_query (call, "search");
  g_autoptr (AusQuery) rows = aus_query_new ("patients");

  if (order == NULL)
    return FALSE;

  narrow (call, rows);

  if (search != NULL)
    aus_query_and_like (rows, (const char **) patient_columns, search);

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_PATIENT, order }, error);
}

static void
reply (AusCall    *call,
       AusPatient *patient)
{
  const AusView view = aus_call_get_view (call);

  aus_record_write_json (AUS_RECORD (patient), &call->out, NULL, &view);
  call->revision = patient->revision;
}

gboolean
aus_patient_show (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, NULL);

  if (!aus_caller_is_staff (&call->caller) && g_strcmp0 (call->caller.patient_id, call->id) != 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such patient.");
    return FALSE;
  }

  if (!aus_table_get (database, AUS_RECORD (patient), call->id, error))
    return FALSE;

  reply (call, patient);

  return TRUE;
}

/* Whether this patient, under the id that the client gave, is here already. */
static gboolean
find_twin (AusDatabase  *database,
           AusPatient   *patient,
           gboolean     *found,
           GError      **error)
{
  g_autoptr (AusPatient) twin = g_object_new (AUS_TYPE_PATIENT, NULL);
  g_autoptr (GError) fault = NULL;

  if (*patient->id == '\0')
    return TRUE;

  if (!aus_table_get (database, AUS_RECORD (twin), patient->id, &fault)) {
    if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
      return TRUE;

    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  *found = g_strcmp0 (twin->given_name, patient->given_name) == 0 &&
           g_strcmp0 (twin->family_name, patient->family_name) == 0 && g_strcmp0 (twin->born, patient->born) == 0;

  if (!*found)
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "There is another patient of this id.");

  return *found;
}

gboolean
aus_patient_create (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, NULL);
  gboolean found = FALSE;

  if (!aus_record_read_json (AUS_RECORD (patient), call->json, AUS_READ_CREATE, error) ||
      !find_twin (database, patient, &found, error) ||
      (!found && !aus_table_insert (database, AUS_RECORD (patient), error)) ||
      !aus_table_get (database, AUS_RECORD (patient), patient->id, error))
    return FALSE;

  reply (call, patient);

  return TRUE;
}

gboolean
aus_doctor_list (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  const char *search = aus_call_get_query (call, "search");
  g_autoptr (AusQuery) rows = aus_query_new ("users");
  /* Patients see their own address and telephone, not those of the doctors. */
  const AusRole role = aus_caller_is_staff (&call->caller) ? call->caller.role : AUS_ROLE_GUEST;

  aus_query_and (rows, "role = 'doctor' AND is_active");

  if (search != NULL)
    aus_query_and_like (rows, (const char **) doctor_columns, search);

  return aus_page_write_counted (call, database,
                                 &(AusListing) { rows, AUS_TYPE_USER, "last_name, first_name, id", role }, error);
}
