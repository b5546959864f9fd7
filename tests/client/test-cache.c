#include "aus-cache.h"

#include "aus-consultation.h"
#include "aus-error.h"
#include "aus-message.h"
#include "aus-test-wait.h"

#include <glib/gstdio.h>

#define DOCTOR  "00000000-0000-7000-8000-000000000001"
#define PATIENT "00000000-0000-7000-8000-000000000002"
#define VISIT   "00000000-0000-7000-8000-000000000003"
#define MESSAGE "00000000-0000-7000-8000-000000000004"

#define SERVER "https://clinic.example"
#define EMAIL  "Kaya@clinic.example"

#define PAGE(changes, rest) "{\"changes\":[" changes "]," rest ",\"server_time\":\"2026-11-02T09:00:00Z\"}"
#define CHANGE(entity, id, record) \
  "{\"seq\":1,\"entity\":\"" entity "\",\"id\":\"" id "\",\"revision\":1,\"kind\":\"save\",\"record\":" record "}"
#define GONE(entity, id) \
  "{\"seq\":1,\"entity\":\"" entity "\",\"id\":\"" id "\",\"revision\":1,\"kind\":\"delete\",\"record\":null}"

/* The visit comes before the people in it, as may happen. */
#define CHANGE_VISIT \
  CHANGE ("consultations", VISIT, "{\"id\":\"" VISIT "\",\"revision\":3,\"doctor_id\":\"" DOCTOR "\"," \
          "\"patient_id\":\"" PATIENT "\",\"scheduled_start\":\"2026-11-02T10:00:00Z\",\"status\":\"waiting\"," \
          "\"doctor_name\":\"Dr Elif Kaya\",\"patient_name\":\"Ada Byron\",\"notes\":\"calm\",\"new\":[1]}")
#define CHANGE_PEOPLE \
  CHANGE ("users", DOCTOR, "{\"id\":\"" DOCTOR "\",\"revision\":1,\"email\":\"kaya@clinic.example\",\"title\":\"Dr\"," \
          "\"first_name\":\"Elif\",\"last_name\":\"Kaya\",\"role\":\"doctor\",\"is_active\":true}") "," \
  CHANGE ("patients", PATIENT, "{\"id\":\"" PATIENT "\",\"revision\":1,\"given_name\":\"Ada\"," \
          "\"family_name\":\"Byron\"}") "," \
  CHANGE ("messages", MESSAGE, "{\"id\":\"" MESSAGE "\",\"revision\":1,\"consultation_id\":\"" VISIT "\"," \
          "\"sender_role\":\"patient\",\"message\":\"Hello\",\"timestamp\":\"2026-11-02T10:00:01Z\"}") "," \
  CHANGE ("spaceships", VISIT, "{}")

typedef struct
{
  char     *folder;
  AusCache *cache;
} Fixture;

static void
open_cache (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aus_cache_open_async (fixture->folder, SERVER, EMAIL, NULL, aus_test_result_cb, &result);
  fixture->cache = aus_cache_open_finish (aus_test_await (&result), &error);
  g_assert_no_error (error);
}

static void
close_cache (Fixture *fixture)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->cache));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = aus_test_make_folder ();
  open_cache (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->cache != NULL)
    close_cache (fixture);

  aus_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static AusSyncPage *
apply (Fixture     *fixture,
       const char  *text,
       GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  AusSyncPage *page;

  aus_cache_apply_async (fixture->cache, bytes, aus_test_result_cb, &result);
  page = aus_cache_apply_finish (fixture->cache, aus_test_await (&result), error);
  g_clear_object (&result);

  return page;
}

static void
apply_well (Fixture    *fixture,
            const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusSyncPage) page = apply (fixture, text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (page);
}

static AusCacheContents *
load (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  AusCacheContents *contents;

  aus_cache_load_async (fixture->cache, 0, G_MAXINT64, aus_test_result_cb, &result);
  contents = aus_cache_load_finish (fixture->cache, aus_test_await (&result), &error);
  g_assert_no_error (error);

  return contents;
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (AusCacheContents) empty = load (fixture);
  g_autoptr (AusCacheContents) contents = NULL;
  AusConsultation *visit;

  g_assert_cmpint (empty->cursor, ==, 0);
  g_assert_null (empty->as_of);

  apply_well (fixture, PAGE (CHANGE_VISIT, "\"next\":7,\"more\":true"));
  apply_well (fixture, PAGE (CHANGE_PEOPLE, "\"next\":11,\"more\":false"));
  contents = load (fixture);

  g_assert_cmpint (contents->cursor, ==, 11);
  g_assert_cmpint (g_date_time_to_unix (contents->as_of), ==, 1793610000);
  g_assert_cmpuint (contents->consultations->len, ==, 1);
  g_assert_cmpuint (contents->patients->len, ==, 1);
  g_assert_cmpuint (contents->doctors->len, ==, 1);
  visit = g_ptr_array_index (contents->consultations, 0);
  g_assert_cmpint (visit->revision, ==, 3);
  g_assert_cmpint (visit->status, ==, AUS_STATUS_WAITING);
  g_assert_cmpstr (visit->doctor_name, ==, "Dr Elif Kaya");
  g_assert_cmpstr (visit->notes, ==, "calm");
  g_assert_true (visit->is_active);
}

/* Whoever is killed between two pages goes on with the second. */
static void
test_broken_off (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (AusCacheContents) contents = NULL;

  apply_well (fixture, PAGE (CHANGE_VISIT, "\"next\":7,\"more\":true"));
  close_cache (fixture);
  open_cache (fixture);
  contents = load (fixture);

  g_assert_cmpint (contents->cursor, ==, 7);
  g_assert_null (contents->as_of);
  g_assert_cmpuint (contents->consultations->len, ==, 1);
}

static void
test_tombstones (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (AusCacheContents) contents = NULL;

  apply_well (fixture, PAGE (CHANGE_VISIT "," CHANGE_PEOPLE, "\"next\":7,\"more\":false"));
  apply_well (fixture, PAGE (GONE ("consultations", VISIT) "," GONE ("users", DOCTOR), "\"next\":9,\"more\":false"));
  contents = load (fixture);

  g_assert_cmpuint (contents->consultations->len, ==, 0);
  g_assert_cmpuint (contents->doctors->len, ==, 0);
  g_assert_cmpuint (contents->patients->len, ==, 1);
}

static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char *const pages[] = { "", "{", "[]", "{\"changes\":{},\"next\":1}", "{\"changes\":[]}" };
  g_autoptr (AusCacheContents) contents = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (apply (fixture, pages[i], &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_MALFORMED);
  }

  /* One record that cannot be read does not keep the others away. */
  g_test_expect_message ("aus-client", G_LOG_LEVEL_WARNING, "Passing over a record*");
  apply_well (fixture, PAGE (CHANGE ("patients", PATIENT, "{\"id\":7}") "," CHANGE_VISIT, "\"next\":7,\"more\":true"));
  g_test_assert_expected_messages ();
  contents = load (fixture);
  g_assert_cmpint (contents->cursor, ==, 7);
  g_assert_cmpuint (contents->consultations->len, ==, 1);
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (AusCacheContents) contents = NULL;

  apply_well (fixture, PAGE (CHANGE_VISIT "," CHANGE_PEOPLE, "\"next\":7,\"more\":false"));
  aus_cache_keep_user (fixture->cache, "{\"id\":\"1\"}");
  aus_cache_reset_async (fixture->cache, aus_test_result_cb, &result);
  g_assert_true (aus_cache_reset_finish (fixture->cache, aus_test_await (&result), NULL));
  g_clear_object (&result);
  contents = load (fixture);

  g_assert_cmpint (contents->cursor, ==, 0);
  g_assert_cmpuint (contents->consultations->len + contents->patients->len + contents->doctors->len, ==, 0);
  g_assert_cmpstr (contents->user, ==, "{\"id\":\"1\"}");
}

static void
test_messages (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  const AusMessage *message;

  apply_well (fixture, PAGE (CHANGE_VISIT "," CHANGE_PEOPLE, "\"next\":7,\"more\":false"));
  aus_cache_messages_async (fixture->cache, VISIT, aus_test_result_cb, &result);
  messages = aus_cache_messages_finish (fixture->cache, aus_test_await (&result), NULL);
  g_clear_object (&result);
  g_assert_cmpuint (messages->len, ==, 1);
  message = g_ptr_array_index (messages, 0);
  g_assert_cmpstr (message->message, ==, "Hello");
}

static char *
find_file (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, ".sqlite3"))
      return g_build_filename (fixture->folder, name, NULL);
  }

  g_assert_not_reached ();
}

/* Nobody else reads it, and its name tells nobody who it belongs to. */
static void
test_is_private (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  apply_well (fixture, PAGE (CHANGE_VISIT, "\"next\":7,\"more\":false"));
  dir = g_dir_open (fixture->folder, 0, NULL);

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    GStatBuf status;

    g_assert_cmpint (g_stat (path, &status), ==, 0);
    g_assert_cmpint (status.st_mode & 0777, ==, 0600);
    g_assert_null (strstr (name, "kaya"));
  }
}

static void
test_wipe (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = NULL;

  apply_well (fixture, PAGE (CHANGE_VISIT, "\"next\":7,\"more\":false"));
  aus_cache_wipe (fixture->cache);
  close_cache (fixture);
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = find_file (fixture);
  g_autoptr (AusCacheContents) contents = NULL;
  g_autofree char *junk = g_strnfill (8192, 'x');

  apply_well (fixture, PAGE (CHANGE_VISIT, "\"next\":7,\"more\":false"));
  close_cache (fixture);
  g_assert_true (g_file_set_contents (path, junk, -1, NULL));
  open_cache (fixture);
  contents = load (fixture);
  g_assert_cmpint (contents->cursor, ==, 0);
}

static const struct
{
  const char *path;
  void      (*test) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "/client/cache/pages", test_pages },
  { "/client/cache/broken-off", test_broken_off },
  { "/client/cache/tombstones", test_tombstones },
  { "/client/cache/unreadable", test_unreadable },
  { "/client/cache/reset", test_reset },
  { "/client/cache/messages", test_messages },
  { "/client/cache/is-private", test_is_private },
  { "/client/cache/wipe", test_wipe },
  { "/client/cache/damaged", test_damaged },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
