#include "aus-film-key.h"
#include "aus-film-upload.h"

#include "aus-record-list.h"
#include "aus-sealed-draft.h"
#include "aus-test-clinic.h"
#include "aus-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define SIZE (3 * 1024 * 1024 + 12345)

/* A recording of the visit whose patient has the door link, and a file that is one. */
typedef struct
{
  AusTestClinic  clinic;
  char          *door;
  char          *id;
  char          *recording;
  char          *path;
  guint8        *content;
  GBytes        *key;
  AusFilmUpload *upload;
  gboolean       has_ended;
  GError        *error;
  double         progress;
  guint          problems;
} Fixture;

static JsonNode *
call (Fixture    *fixture,
      gboolean    by_door,
      const char *method,
      const char *path,
      const char *body)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *answer;

  if (by_door)
    return aus_test_clinic_call (&fixture->clinic, fixture->door, method, path, body);

  aus_client_send_async (fixture->clinic.client, method, path, body ? json_from_string (body, NULL) : NULL, NULL,
                         aus_test_result_cb, &result);
  answer = aus_client_send_finish (fixture->clinic.client, aus_test_await (&result), &error);
  g_assert_no_error (error);

  return answer;
}

static void
act (Fixture    *fixture,
     gboolean    by_door,
     const char *action,
     const char *body)
{
  g_autofree char *path = g_strdup_printf ("consultations/%s/%s/", fixture->id, action);
  g_autoptr (JsonNode) answer = call (fixture, by_door, "POST", path, body);

  g_assert_nonnull (answer);
}

static JsonObject *
begin (Fixture *fixture)
{
  static const char yes[] =
    "{\"kind\": \"recording\", \"given\": true, \"text_version\": \"2026-11\", \"language\": \"de\"}";
  g_autofree char *path = g_strdup_printf ("consultations/%s/recording/", fixture->id);
  g_autoptr (JsonNode) answer = NULL;

  act (fixture, TRUE, "join_waiting", "{}");
  act (fixture, FALSE, "start", "{}");
  act (fixture, FALSE, "recording/ask", NULL);
  act (fixture, FALSE, "consents", yes);
  act (fixture, TRUE, "consents", yes);
  answer = call (fixture, FALSE, "POST", path, "{}");

  return json_object_ref (json_node_get_object (answer));
}

static GBytes *
fetch_key (Fixture  *fixture,
           GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_film_key_fetch_async (fixture->clinic.client, fixture->recording, NULL, aus_test_result_cb, &result);

  return aus_film_key_fetch_finish (fixture->clinic.client, aus_test_await (&result), error);
}

static void
write_film (Fixture *fixture)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (AusSealedDraft) draft = NULL;

  fixture->content = g_malloc (SIZE);

  for (gsize i = 0; i < SIZE; i++)
    fixture->content[i] = (guint8) g_rand_int (rand);

  fixture->path = g_build_filename (fixture->clinic.folder, "a.film", NULL);
  draft = aus_sealed_draft_new (fixture->path, fixture->key, NULL);
  g_assert_true (aus_sealed_draft_write (draft, 0, fixture->content, SIZE, NULL));
  g_assert_true (aus_sealed_draft_close (draft, NULL));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  AusTestClinic *clinic = &fixture->clinic;
  g_autoptr (JsonNode) visit = NULL;
  g_autoptr (JsonObject) recording = NULL;

  aus_test_clinic_set_up (clinic, NULL);
  fixture->door = g_strconcat ("Door ", clinic->server->door, NULL);
  visit = aus_test_clinic_call (clinic, fixture->door, "GET", "doors/current/", NULL);
  fixture->id = g_strdup (json_object_get_string_member (json_node_get_object (visit), "consultation_id"));

  for (guint i = 0; aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (clinic->client)),
                                          fixture->id) == NULL; i++)
    aus_test_clinic_sign_in (clinic, aus_test_server_find (clinic->server, AUS_ROLE_DOCTOR, i));

  recording = begin (fixture);
  fixture->recording = g_strdup (json_object_get_string_member (recording, "id"));
  fixture->key = fetch_key (fixture, NULL);
  write_film (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->upload != NULL) {
    aus_test_wait_until (G_OBJECT (fixture->upload)->ref_count == 1);
    g_assert_finalize_object (fixture->upload);
  }

  g_unlink (fixture->path);
  aus_test_clinic_tear_down (&fixture->clinic, NULL);
  g_clear_error (&fixture->error);
  g_free (fixture->door);
  g_free (fixture->id);
  g_free (fixture->recording);
  g_free (fixture->path);
  g_free (fixture->content);
  g_bytes_unref (fixture->key);
}

static void
ended_cb (Fixture *fixture,
          GError  *error)
{
  fixture->has_ended = TRUE;
  fixture->error = error ? g_error_copy (error) : NULL;
}

static void
progress_cb (Fixture *fixture)
{
  fixture->progress = aus_film_upload_get_progress (fixture->upload);
}

static void
problem_cb (Fixture *fixture)
{
  fixture->problems += aus_film_upload_get_problem (fixture->upload) != NULL;
}

static void
send (Fixture *fixture)
{
  const AusFilmUploadPlan plan = { fixture->recording, fixture->path, fixture->key, 0, 0 };

  g_clear_object (&fixture->upload);
  fixture->upload = aus_film_upload_new (fixture->clinic.client, &plan);
  g_signal_connect_swapped (fixture->upload, "ended", G_CALLBACK (ended_cb), fixture);
  g_signal_connect_swapped (fixture->upload, "notify::progress", G_CALLBACK (progress_cb), fixture);
  g_signal_connect_swapped (fixture->upload, "notify::problem", G_CALLBACK (problem_cb), fixture);
}

static void
assert_arrived (Fixture *fixture)
{
  g_autofree char *path = g_strdup_printf ("recordings/%s/", fixture->recording);
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, fixture->content, SIZE);
  g_autoptr (JsonNode) answer = NULL;

  g_assert_no_error (fixture->error);
  g_assert_cmpfloat (fixture->progress, ==, 1);
  answer = call (fixture, FALSE, "GET", path, NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (answer), "state"), ==, "ready");
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (answer), "sha256"), ==, hash);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (answer), "size"), ==, SIZE);
}

static void
test_all_of_it (Fixture       *fixture,
                gconstpointer  data)
{
  send (fixture);
  aus_test_wait_until (fixture->has_ended);
  assert_arrived (fixture);
  g_assert_cmpuint (fixture->problems, ==, 0);
}

/* The server is killed in the middle of it; afterwards it goes on with what was acknowledged. */
static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  double before;

  send (fixture);
  aus_test_wait_until (fixture->progress > 0.2);
  aus_test_server_kill (fixture->clinic.server);
  before = fixture->progress;
  g_assert_cmpfloat (before, <, 1);
  aus_test_wait_until (fixture->problems > 0);
  aus_test_server_start (fixture->clinic.server);
  fixture->progress = 0;
  aus_test_wait_until (fixture->progress > 0);
  g_assert_cmpfloat (fixture->progress, >=, before);
  aus_test_wait_until (fixture->has_ended);
  assert_arrived (fixture);
}

/* Another run of the app goes on where the first one was. */
static void
test_other_run (Fixture       *fixture,
                gconstpointer  data)
{
  double before;

  send (fixture);
  aus_test_wait_until (fixture->progress > 0.2);
  aus_film_upload_stop (fixture->upload);
  before = fixture->progress;
  g_assert_false (fixture->has_ended);
  aus_test_wait_until (G_OBJECT (fixture->upload)->ref_count == 1);
  fixture->progress = 0;
  send (fixture);
  aus_test_wait_until (fixture->progress > 0);
  g_assert_cmpfloat (fixture->progress, >=, before);
  aus_test_wait_until (fixture->has_ended);
  assert_arrived (fixture);
}

static void
test_not_wanted (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = g_strdup_printf ("recordings/%s/", fixture->recording);
  g_autoptr (JsonNode) answer = call (fixture, FALSE, "DELETE", path, NULL);

  send (fixture);
  aus_test_wait_until (fixture->has_ended);
  g_assert_error (fixture->error, AUS_ERROR, AUS_ERROR_GONE);
}

/* Each time the same, so that another run of the app opens what this one left; and nothing opens it in the end. */
static void
test_key (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *path = g_strdup_printf ("recordings/%s/", fixture->recording);
  g_autoptr (GBytes) again = fetch_key (fixture, NULL);
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_bytes_equal (again, fixture->key));
  answer = call (fixture, FALSE, "DELETE", path, NULL);
  g_assert_null (fetch_key (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_CONFLICT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/film-upload/all-of-it", Fixture, NULL, set_up, test_all_of_it, tear_down);
  g_test_add ("/film-upload/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/film-upload/other-run", Fixture, NULL, set_up, test_other_run, tear_down);
  g_test_add ("/film-upload/key", Fixture, NULL, set_up, test_key, tear_down);
  g_test_add ("/film-upload/not-wanted", Fixture, NULL, set_up, test_not_wanted, tear_down);

  return g_test_run ();
}
