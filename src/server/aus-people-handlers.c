#include "aus-duplicates.h"
#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-patient-account.h"
#include "aus-patient.h"
#include "aus-table.h"
#include "aus-user.h"

static const AusOrdering patient_orderings[] = {
  { "family_name", "family_key, given_key, id" },
  { "-family_name", "family_key DESC, given_key DESC, id DESC" },
  { "created_at", "created_at, id" },
  { "-created_at", "created_at DESC, id DESC" },
  { NULL, NULL },
};

static const char *const patient_columns[] = { "given_name", "family_name", "born", "phone", NULL };
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
    aus_query_and_words (rows, (const char **) patient_columns, search);

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

/* What is said beside the fields is taken out of the body. */
static gboolean
read_patient (AusCall      *call,
              AusPatient   *patient,
              AusReadMode   mode,
              gboolean     *confirmed,
              GError      **error)
{
  g_autofree char *key = NULL;
  JsonNode *node = json_object_get_member (call->json, "confirm_duplicate");

  if (node != NULL && (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)) {
    aus_error_add_field (error, "confirm_duplicate", "Must be true or false.");
    return FALSE;
  }

  *confirmed = node != NULL && json_node_get_boolean (node);
  json_object_remove_member (call->json, "confirm_duplicate");

  if (!aus_record_read_json (AUS_RECORD (patient), call->json, mode, error))
    return FALSE;

  key = aus_duplicates_make_phone_key (patient->phone);
  g_object_set (patient, "phone-key", key, NULL);

  return TRUE;
}

gboolean
aus_patient_create (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, NULL);
  gboolean found = FALSE, confirmed;

  if (!read_patient (call, patient, AUS_READ_CREATE, &confirmed, error) ||
      !find_twin (database, patient, &found, error) ||
      (!found && !confirmed && !aus_duplicates_check (database, patient, error)) ||
      (!found && !aus_table_insert (database, AUS_RECORD (patient), error)) ||
      !aus_table_get (database, AUS_RECORD (patient), patient->id, error))
    return FALSE;

  reply (call, patient);

  return TRUE;
}

/* Only what makes somebody look like somebody else is compared again. */
static gboolean
says_who (AusCall *call)
{
  static const char *const names[] = { "family_name", "born", "phone", "email" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (json_object_has_member (call->json, names[i]))
      return TRUE;
  }

  return FALSE;
}

static gboolean
update (AusCall      *call,
        AusDatabase  *database,
        AusReadMode   mode,
        GError      **error)
{
  g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, NULL);
  gboolean confirmed;

  if (!aus_table_get (database, AUS_RECORD (patient), call->id, error) ||
      !aus_call_check_revision (call, AUS_RECORD (patient), error) ||
      (mode == AUS_READ_UPDATE && !aus_patient_account_take (call, database, patient, error)) ||
      !read_patient (call, patient, mode, &confirmed, error) ||
      (!confirmed && says_who (call) && !aus_duplicates_check (database, patient, error)) ||
      !aus_table_save (database, AUS_RECORD (patient), error) ||
      !aus_table_get (database, AUS_RECORD (patient), call->id, error))
    return FALSE;

  reply (call, patient);

  return TRUE;
}

gboolean
aus_patient_update (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  return update (call, database, AUS_READ_UPDATE, error);
}

/* What is not said is nothing. */
gboolean
aus_patient_replace (AusCall      *call,
                     AusDatabase  *database,
                     GError      **error)
{
  static const char *const optional[] = { "born", "phone", "email", "language" };

  if (json_object_has_member (call->json, "id")) {
    aus_error_add_field (error, "id", "Cannot be changed.");
    return FALSE;
  }

  for (guint i = 0; i < G_N_ELEMENTS (optional); i++) {
    if (!json_object_has_member (call->json, optional[i]))
      json_object_set_string_member (call->json, optional[i], "");
  }

  if (!json_object_has_member (call->json, "sex"))
    json_object_set_string_member (call->json, "sex", aus_enum_to_nick (aus_sex_get_type (), AUS_SEX_UNKNOWN));

  return update (call, database, AUS_READ_CREATE, error);
}

/* Who was here, or is to come, stays. */
gboolean
aus_patient_delete (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, NULL);
  g_autoptr (AusStatement) row = NULL;
  gint64 found;

  if (!aus_table_get (database, AUS_RECORD (patient), call->id, error) ||
      !aus_call_check_revision (call, AUS_RECORD (patient), error))
    return FALSE;

  row = aus_database_prepare (database, "SELECT 1 WHERE EXISTS (SELECT 1 FROM consultations WHERE patient_id = ?1) "
                                        "OR EXISTS (SELECT 1 FROM bookings WHERE patient_id = ?1)", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, patient->id);

  if (!aus_statement_run_integer (row, 0, &found, error))
    return FALSE;

  if (found == 0)
    return aus_table_delete (database, AUS_RECORD (patient), error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "This patient has consultations or bookings, and stays.");

  return FALSE;
}

gboolean
aus_doctor_show (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  const AusView view = { aus_caller_is_staff (&call->caller) ? call->caller.role : AUS_ROLE_GUEST, TRUE };
  g_autoptr (AusUser) doctor = g_object_new (AUS_TYPE_USER, NULL);

  if (!aus_table_get (database, AUS_RECORD (doctor), call->id, error))
    return FALSE;

  if (doctor->role != AUS_ROLE_DOCTOR || !doctor->is_active) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such doctor.");
    return FALSE;
  }

  aus_record_write_json (AUS_RECORD (doctor), &call->out, NULL, &view);
  call->revision = doctor->revision;

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
    aus_query_and_words (rows, (const char **) doctor_columns, search);

  return aus_page_write_counted (call, database,
                                 &(AusListing) { rows, AUS_TYPE_USER, "last_key, first_key, id", role }, error);
}
