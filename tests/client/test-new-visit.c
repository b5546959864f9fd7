#include "aus-new-visit.h"

#include "aus-error.h"
#include "aus-json.h"
#include "aus-new-patient.h"
#include "aus-patient.h"
#include "aus-test-clinic.h"
#include "aus-test-wait.h"
#include "aus-time.h"
#include "aus-user.h"
#include "aus-uuid.h"

/* Reception makes a patient and a visit, tries again and corrects itself, against the real server. */

typedef struct
{
  AusTestClinic  clinic;
  JsonObject    *anna;
  JsonObject    *visit;
} Fixture;

static JsonObject *
make_object (const char *name,
             const char *value,
             ...)
{
  JsonObject *object = json_object_new ();
  g_autofree char *id = aus_uuid_new ();
  va_list arguments;

  json_object_set_string_member (object, "id", id);
  va_start (arguments, value);

  for (; name != NULL; name = va_arg (arguments, const char *), value = name ? va_arg (arguments, const char *) : NULL)
    json_object_set_string_member (object, name, value);

  va_end (arguments);

  return object;
}

/* In so many hours, a month from now. (transfer full) */
static char *
make_start (int hours)
{
  char text[AUS_TIME_BUFFER_LENGTH];

  aus_time_format (aus_time_now () + 30 * AUS_TIME_DAY + hours * AUS_TIME_HOUR, text);

  return g_strdup (text);
}

static const char *
get_doctor (Fixture *fixture,
            guint    position)
{
  GListModel *doctors = aus_client_get_doctors (fixture->clinic.client);
  g_autoptr (AusUser) doctor = NULL;

  aus_test_wait_until (g_list_model_get_n_items (doctors) > position);
  doctor = g_list_model_get_item (doctors, position);

  return doctor->id;
}

static gboolean
save (Fixture   *fixture,
      gboolean   confirmed,
      GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_new_patient_save_async (fixture->clinic.client, fixture->anna, confirmed, NULL, aus_test_result_cb, &result);

  return aus_new_patient_save_finish (fixture->clinic.client, aus_test_await (&result), error);
}

static void
must_save (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  save (fixture, FALSE, &error);
  g_assert_no_error (error);
}

static JsonNode *
make (Fixture  *fixture,
      GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_new_visit_make_async (fixture->clinic.client, fixture->visit, NULL, aus_test_result_cb, &result);

  return aus_new_visit_make_finish (fixture->clinic.client, aus_test_await (&result), error);
}

static JsonNode *
must_make (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  JsonNode *answer = make (fixture, &error);

  g_assert_no_error (error);

  return answer;
}

static JsonNode *
get (Fixture    *fixture,
     const char *collection,
     const char *id)
{
  g_autofree char *path = g_strconcat (collection, id, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *answer;

  aus_client_send_async (fixture->clinic.client, "GET", path, NULL, NULL, aus_test_result_cb, &result);
  answer = aus_client_send_finish (fixture->clinic.client, aus_test_await (&result), &error);
  g_assert_no_error (error);

  return answer;
}

static void
assert_text (JsonNode   *node,
             const char *name,
             const char *value)
{
  g_assert_cmpstr (aus_json_get_text (json_node_get_object (node), name), ==, value);
}

/* Nobody but them is meant: there are as many as are asked for. */
static void
assert_visits (Fixture *fixture,
               gint64   count)
{
  g_autoptr (JsonNode) visits = get (fixture, "consultations/?patient_id=",
                                     aus_json_get_text (fixture->visit, "patient_id"));

  g_assert_cmpint (aus_json_get_integer (json_node_get_object (visits), "count", -1), ==, count);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *start = make_start (0);

  aus_test_clinic_set_up (&fixture->clinic, NULL);
  aus_test_clinic_sign_in (&fixture->clinic, aus_test_server_find (fixture->clinic.server, AUS_ROLE_RECEPTIONIST, 0));
  fixture->anna = make_object ("given_name", "Anna", "family_name", "Zorn", "born", "1980-01-02", "email",
                               "wrong@zorn.example", NULL);
  fixture->visit = make_object ("patient_id", aus_json_get_text (fixture->anna, "id"), "doctor_id",
                                get_doctor (fixture, 0), "scheduled_start", start, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->anna, json_object_unref);
  g_clear_pointer (&fixture->visit, json_object_unref);
  aus_test_clinic_tear_down (&fixture->clinic, NULL);
}

static void
test_corrected (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (JsonNode) email = NULL;
  g_autoptr (JsonNode) name = NULL;
  g_autofree char *id = g_strdup (aus_json_get_text (fixture->anna, "id"));

  must_save (fixture);
  json_object_set_string_member (fixture->anna, "email", "right@zorn.example");
  must_save (fixture);
  email = get (fixture, "patients/", id);
  assert_text (email, "email", "right@zorn.example");

  json_object_set_string_member (fixture->anna, "given_name", "Anne");
  json_object_remove_member (fixture->anna, "email");
  must_save (fixture);
  name = get (fixture, "patients/", id);
  assert_text (name, "name", "Anne Zorn");
  assert_text (name, "email", "");

  /* What is as it is wanted is not touched. */
  must_save (fixture);
  g_clear_pointer (&email, json_node_unref);
  email = get (fixture, "patients/", id);
  g_assert_true (json_node_equal (email, name));
}

static void
test_duplicate (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *id = g_strdup (aus_json_get_text (fixture->anna, "id"));
  g_autofree char *other = aus_uuid_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (JsonNode) child = NULL;
  AusPatient *candidate;

  must_save (fixture);
  json_object_set_string_member (fixture->anna, "id", other);
  json_object_set_string_member (fixture->anna, "given_name", "Ada");
  json_object_set_string_member (fixture->anna, "born", "2015-03-04");
  g_assert_false (save (fixture, FALSE, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_CONFLICT);
  candidates = aus_new_patient_get_candidates (error);
  g_assert_cmpuint (candidates->len, ==, 1);
  candidate = candidates->pdata[0];
  g_assert_cmpstr (candidate->id, ==, id);
  g_assert_cmpstr (candidate->family_name, ==, "Anna Zorn");
  g_assert_cmpstr (candidate->born, ==, "1980-01-02");

  g_clear_error (&error);
  g_assert_true (save (fixture, TRUE, &error));
  child = get (fixture, "patients/", other);
  assert_text (child, "name", "Ada Zorn");
  assert_text (child, "email", "wrong@zorn.example");
  /* Once it is made it is no question any more. */
  must_save (fixture);
}

/* The first answer is as good as lost. */
static void
test_moved (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *later = make_start (2);
  g_autoptr (JsonNode) first = NULL;
  g_autoptr (JsonNode) second = NULL;
  JsonObject *answer;

  must_save (fixture);
  first = must_make (fixture);
  json_object_set_string_member (fixture->visit, "scheduled_start", later);
  second = must_make (fixture);
  answer = json_node_get_object (second);
  assert_text (second, "scheduled_start", later);
  assert_text (second, "id", aus_json_get_text (json_node_get_object (first), "id"));
  g_assert_nonnull (aus_json_get_text (answer, "door_url"));
  assert_text (first, "door_url", aus_json_get_text (answer, "door_url"));
  assert_visits (fixture, 1);
}

static void
test_of_another (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (JsonNode) first = NULL;
  g_autoptr (JsonNode) second = NULL;

  must_save (fixture);
  first = must_make (fixture);
  json_object_set_string_member (fixture->visit, "doctor_id", get_doctor (fixture, 1));
  second = must_make (fixture);
  assert_text (second, "doctor_id", get_doctor (fixture, 1));
  g_assert_nonnull (aus_json_get_text (json_node_get_object (second), "door_url"));
  assert_visits (fixture, 1);
}

/* It says so of the time that is wanted now, and leaves the visit where it is. */
static void
test_time_is_over (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *past = make_start (-31 * 24);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) first = NULL;
  g_autoptr (JsonNode) left = NULL;

  must_save (fixture);
  first = must_make (fixture);
  json_object_set_string_member (fixture->visit, "scheduled_start", past);
  g_assert_null (make (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  left = get (fixture, "consultations/", aus_json_get_text (fixture->visit, "id"));
  assert_text (left, "scheduled_start", aus_json_get_text (json_node_get_object (first), "scheduled_start"));
}

#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/new-visit/corrected", test_corrected);
  ADD ("/new-visit/duplicate", test_duplicate);
  ADD ("/new-visit/moved", test_moved);
  ADD ("/new-visit/of-another", test_of_another);
  ADD ("/new-visit/time-is-over", test_time_is_over);

  return g_test_run ();
}
