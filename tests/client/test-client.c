#include "aus-client.h"

#include "aus-client-private.h"
#include "aus-consultation.h"
#include "aus-error.h"
#include "aus-notes-edit.h"
#include "aus-test-clinic.h"
#include "aus-test-wait.h"

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static void
sign_in_doctor (AusTestClinic *clinic)
{
  aus_test_clinic_sign_in (clinic, aus_test_server_find (clinic->server, AUS_ROLE_DOCTOR, 0));
}

/* One in that status, owned by the list. */
static AusConsultation *
find_consultation (AusTestClinic *clinic,
                   AusStatus      status)
{
  GListModel *model = aus_client_get_consultations (clinic->client);

  for (guint i = 0; i < count (model); i++) {
    g_autoptr (AusConsultation) consultation = g_list_model_get_item (model, i);

    if (consultation->status == status)
      return consultation;
  }

  g_assert_not_reached ();
}

static JsonNode *
call (AusTestClinic  *clinic,
      const char     *method,
      const char     *path,
      const char     *body,
      GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  JsonNode *node = body ? json_from_string (body, NULL) : NULL;

  aus_client_send_async (clinic->client, method, path, node, NULL, aus_test_result_cb, &result);

  return aus_client_send_finish (clinic->client, aus_test_await (&result), error);
}

static void
test_sign_in (AusTestClinic *clinic,
              gconstpointer  data)
{
  const AusTestAccount *doctor = aus_test_server_find (clinic->server, AUS_ROLE_DOCTOR, 0);
  AusUser *user;

  g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_SIGNED_OUT);
  sign_in_doctor (clinic);

  user = aus_client_get_user (clinic->client);
  g_assert_cmpint (user->role, ==, AUS_ROLE_DOCTOR);
  g_assert_cmpstr (user->email, ==, doctor->email);
  g_assert_cmpstr (user->name, !=, "");
  g_assert_cmpstr (aus_client_get_server_uri (clinic->client), ==, clinic->server->uri);
  g_assert_cmpstr (aus_client_get_email (clinic->client), ==, doctor->email);
  g_assert_null (aus_client_get_problem (clinic->client));
  g_assert_nonnull (aus_client_get_as_of (clinic->client));
  g_assert_false (aus_client_get_insecure (clinic->client));
  g_assert_cmpint (aus_client_get_clock_skew (clinic->client), ==, 0);

  g_assert_cmpuint (count (aus_client_get_consultations (clinic->client)), >, 3);
  g_assert_cmpuint (count (aus_client_get_patients (clinic->client)), ==, 30);
  g_assert_cmpuint (count (aus_client_get_doctors (clinic->client)), ==, 2);
  g_assert_cmpuint (count (aus_client_get_bookings (clinic->client)), >, 3);
}

static const struct
{
  const char *uri;
  const char *email;
  const char *password;
  AusError    code;
  const char *field;
} wrong[] = {
  { "ftp://x", "kaya@clinic.example", "secret", AUS_ERROR_INVALID, "server" },
  { NULL, "kaya", "secret", AUS_ERROR_INVALID, "email" },
  { NULL, "kaya@clinic.example", "", AUS_ERROR_INVALID, "password" },
  { NULL, "nobody@clinic.example", "secret", AUS_ERROR_UNAUTHENTICATED, NULL },
  { "127.0.0.1:1", "kaya@clinic.example", "secret", AUS_ERROR_UNAVAILABLE, NULL },
};

static void
test_wrong (AusTestClinic *clinic,
            gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    const char *uri = wrong[i].uri ? wrong[i].uri : clinic->server->uri;
    const AusFieldFault *fault;

    g_assert_false (aus_test_clinic_try (clinic, uri, wrong[i].email, wrong[i].password, &error));
    g_assert_error (error, AUS_ERROR, (int) wrong[i].code);
    g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_SIGNED_OUT);

    if (wrong[i].field != NULL) {
      fault = g_ptr_array_index (aus_error_get_fields (error), 0);
      g_assert_cmpstr (fault->name, ==, wrong[i].field);
    }
  }
}

/* The app starts while the server is away: all is there, and when the server comes, it is noticed. */
static void
test_offline_start (AusTestClinic *clinic,
                    gconstpointer  data)
{
  g_autofree char *email = NULL;
  g_autoptr (GError) error = NULL;
  guint n_consultations;

  sign_in_doctor (clinic);
  email = g_strdup (aus_client_get_email (clinic->client));
  n_consultations = count (aus_client_get_consultations (clinic->client));
  aus_test_server_stop (clinic->server);
  aus_test_clinic_restart (clinic);

  g_assert_true (aus_test_clinic_restore (clinic, email, &error));
  g_assert_no_error (error);
  g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_CONNECTING);
  g_assert_cmpuint (count (aus_client_get_consultations (clinic->client)), ==, n_consultations);
  g_assert_cmpint (aus_client_get_user (clinic->client)->role, ==, AUS_ROLE_DOCTOR);
  g_assert_true (aus_client_get_token_remembered (clinic->client));
  g_assert_nonnull (aus_client_get_as_of (clinic->client));

  aus_test_wait_until (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_OFFLINE);
  g_assert_nonnull (aus_client_get_problem (clinic->client));
  g_assert_cmpuint (count (aus_client_get_consultations (clinic->client)), ==, n_consultations);

  aus_test_server_start (clinic->server);
  aus_test_wait_until (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  g_assert_null (aus_client_get_problem (clinic->client));
}

static void
test_server_restarts (AusTestClinic *clinic,
                      gconstpointer  data)
{
  AusConsultation *consultation;
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) answer = NULL;

  sign_in_doctor (clinic);
  aus_test_server_stop (clinic->server);
  aus_test_wait_until (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_OFFLINE);
  aus_test_server_start (clinic->server);
  aus_test_wait_until (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE &&
                       aus_live_get_connected (aus_client_get_live (clinic->client)));

  consultation = find_consultation (clinic, AUS_STATUS_SCHEDULED);
  path = g_strdup_printf ("consultations/%s/start/", consultation->id);
  answer = call (clinic, "POST", path, "{}", NULL);
  g_assert_nonnull (answer);
  aus_test_wait_until (consultation->status == AUS_STATUS_IN_PROGRESS);
}

static void
test_session_ends (AusTestClinic *clinic,
                   gconstpointer  data)
{
  g_autofree char *authorization = NULL;
  g_autoptr (JsonNode) bye = NULL;
  g_autoptr (GError) error = NULL;

  sign_in_doctor (clinic);
  authorization = g_strconcat ("Token ", aus_api_get_token (aus_client_get_api (clinic->client)), NULL);
  bye = aus_test_clinic_call (clinic, authorization, "POST", "../../accounts/api/logout/", "{}");

  g_assert_null (call (clinic, "GET", "consultations/", NULL, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  aus_test_wait_until (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_SIGN_IN_NEEDED);
  g_assert_nonnull (aus_client_get_problem (clinic->client));
  g_assert_false (aus_client_get_token_remembered (clinic->client));
  g_assert_null (aus_api_get_token (aus_client_get_api (clinic->client)));
  g_assert_cmpuint (count (aus_client_get_consultations (clinic->client)), >, 3);

  sign_in_doctor (clinic);
  g_assert_null (aus_client_get_problem (clinic->client));
}

static void
test_sign_out (AusTestClinic *clinic,
               gconstpointer  data)
{
  g_autofree char *email = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  sign_in_doctor (clinic);
  email = g_strdup (aus_client_get_email (clinic->client));
  aus_test_clinic_sign_out (clinic);

  g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_SIGNED_OUT);
  g_assert_cmpuint (count (aus_client_get_consultations (clinic->client)), ==, 0);
  g_assert_null (aus_client_get_user (clinic->client));
  g_assert_null (aus_client_get_as_of (clinic->client));
  aus_test_clinic_restart (clinic);
  dir = g_dir_open (clinic->folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));

  g_assert_false (aus_test_clinic_restore (clinic, email, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_SIGN_IN_NEEDED);
  g_assert_cmpstr (aus_client_get_email (clinic->client), ==, email);
}

static gint64
save (AusTestClinic       *clinic,
      const AusNotesEdit  *edit,
      GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_client_save_notes_async (clinic->client, edit, NULL, aus_test_result_cb, &result);

  return aus_client_save_notes_finish (clinic->client, aus_test_await (&result), error);
}

static void
test_notes (AusTestClinic *clinic,
            gconstpointer  data)
{
  AusConsultation *consultation;
  g_autofree char *base = NULL;
  g_autoptr (GError) error = NULL;
  AusNotesEdit edit;
  gint64 revision;

  sign_in_doctor (clinic);
  consultation = find_consultation (clinic, AUS_STATUS_SCHEDULED);
  base = g_strdup (consultation->notes);
  edit = (AusNotesEdit) { consultation->id, consultation->revision, base, "Sleeps badly." };

  revision = save (clinic, &edit, &error);
  g_assert_no_error (error);
  g_assert_cmpint (revision, >, edit.revision);
  aus_test_wait_until (g_str_equal (consultation->notes, "Sleeps badly."));

  /* As if the answer had been lost: the same again is no conflict. */
  g_assert_cmpint (save (clinic, &edit, &error), ==, revision);
  g_assert_no_error (error);

  /* Something else was changed meanwhile, but not the notes. */
  edit.base = "Sleeps badly.";
  edit.notes = "Sleeps badly. Tea.";
  g_assert_cmpint (save (clinic, &edit, &error), >, revision);
  g_assert_no_error (error);

  edit.base = base;
  edit.notes = "Another text.";
  g_assert_cmpint (save (clinic, &edit, &error), ==, -1);
  g_assert_error (error, AUS_ERROR, AUS_ERROR_STALE);
  aus_test_wait_until (g_str_equal (consultation->notes, "Sleeps badly. Tea."));
}

static void
event_cb (AusClient  *client,
          JsonObject *frame,
          gpointer    user_data)
{
  const char *type = json_object_get_string_member (frame, "type");

  g_hash_table_add (user_data, g_strdup (type));
}

/* Somebody else does something, and it is seen without asking. */
static void
test_news (AusTestClinic *clinic,
           gconstpointer  data)
{
  g_autoptr (GHashTable) types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *door = g_strconcat ("Door ", clinic->server->door, NULL);
  g_autoptr (JsonNode) visit = aus_test_clinic_call (clinic, door, "GET", "doors/current/", NULL);
  const char *id = json_object_get_string_member (json_node_get_object (visit), "consultation_id");
  g_autofree char *path = g_strdup_printf ("consultations/%s/join_waiting/", id);
  g_autoptr (JsonNode) joined = NULL;
  AusConsultation *consultation;

  aus_test_clinic_sign_in (clinic, aus_test_server_find (clinic->server, AUS_ROLE_RECEPTIONIST, 0));
  g_signal_connect (clinic->client, "event", G_CALLBACK (event_cb), types);
  consultation = aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (clinic->client)), id);
  g_assert_cmpint (consultation->status, ==, AUS_STATUS_SCHEDULED);
  /* Reception sees no notes. */
  g_assert_cmpstr (consultation->notes, ==, "");

  joined = aus_test_clinic_call (clinic, door, "POST", path, "{}");
  aus_test_wait_until (consultation->status == AUS_STATUS_WAITING);
  aus_test_wait_until (g_hash_table_contains (types, "changes") && g_hash_table_contains (types, "patient_waiting"));
}

static void
test_fields (AusTestClinic *clinic,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const AusFieldFault *fault;

  g_assert_null (call (clinic, "GET", "consultations/", NULL, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  g_clear_error (&error);

  sign_in_doctor (clinic);
  g_assert_null (call (clinic, "POST", "patients/", "{\"family_name\":\"Byron\",\"given_name\":\"Ada\",\"born\":\"x\"}",
                       &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  fault = g_ptr_array_index (aus_error_get_fields (error), 0);
  g_assert_cmpstr (fault->name, ==, "born");
}

static const struct
{
  const char *path;
  void      (*test) (AusTestClinic *clinic, gconstpointer data);
} tests[] = {
  { "/client/client/sign-in", test_sign_in },
  { "/client/client/wrong", test_wrong },
  { "/client/client/offline-start", test_offline_start },
  { "/client/client/server-restarts", test_server_restarts },
  { "/client/client/session-ends", test_session_ends },
  { "/client/client/sign-out", test_sign_out },
  { "/client/client/notes", test_notes },
  { "/client/client/news", test_news },
  { "/client/client/fields", test_fields },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, AusTestClinic, NULL, aus_test_clinic_set_up, tests[i].test,
                aus_test_clinic_tear_down);

  return g_test_run ();
}
