#include "aus-room-files.h"

#include "aus-client-private.h"
#include "aus-error.h"
#include "aus-record-list.h"
#include "aus-test-clinic.h"
#include "aus-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

/* A doctor in a room, and a folder of files to send. */
typedef struct
{
  AusTestClinic  clinic;
  char          *door;
  char          *id;
  char          *folder;
  AusRoom       *room;
} Fixture;

static void
sign_in (Fixture *fixture)
{
  AusTestClinic *clinic = &fixture->clinic;
  AusRecordList *list = AUS_RECORD_LIST (aus_client_get_consultations (clinic->client));

  for (guint i = 0; aus_record_list_find (list, fixture->id) == NULL; i++)
    aus_test_clinic_sign_in (clinic, aus_test_server_find (clinic->server, AUS_ROLE_DOCTOR, i));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (JsonNode) visit = NULL;

  aus_test_clinic_set_up (&fixture->clinic, NULL);
  fixture->door = g_strconcat ("Door ", fixture->clinic.server->door, NULL);
  visit = aus_test_clinic_call (&fixture->clinic, fixture->door, "GET", "doors/current/", NULL);
  fixture->id = g_strdup (json_object_get_string_member (json_node_get_object (visit), "consultation_id"));
  fixture->folder = g_dir_make_tmp ("ausculta-files-XXXXXX", NULL);
  sign_in (fixture);
  fixture->room = aus_client_open_room (fixture->clinic.client, fixture->id);
  aus_test_wait_until (aus_room_get_connected (fixture->room) && aus_room_get_you (fixture->room) != NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  aus_room_close (fixture->room);
  aus_test_wait_until (G_OBJECT (fixture->room)->ref_count == 1);
  g_assert_finalize_object (fixture->room);
  aus_test_clinic_tear_down (&fixture->clinic, NULL);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->door);
  g_free (fixture->id);
}

/* (transfer full): a file that begins with @start and has @length bytes. */
static GFile *
make_file (Fixture    *fixture,
           const char *name,
           const char *start,
           gsize       length)
{
  g_autoptr (GFile) file = g_file_new_build_filename (fixture->folder, name, NULL);
  g_autofree char *content = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    content[i] = i < strlen (start) ? start[i] : (char) ('a' + i % 26);

  g_assert_true (g_file_set_contents (g_file_peek_path (file), content, (gssize) length, NULL));

  return g_steal_pointer (&file);
}

static gboolean
send (Fixture  *fixture,
      GFile    *file,
      GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_room_send_file_async (fixture->room, file, NULL, aus_test_result_cb, &result);

  return aus_room_send_file_finish (fixture->room, aus_test_await (&result), error);
}

static AusMessage *
get_last (Fixture *fixture)
{
  GListModel *messages = aus_room_get_messages (fixture->room);

  return g_list_model_get_item (messages, g_list_model_get_n_items (messages) - 1);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (aus_room_get_messages (fixture->room));
}

static void
assert_reads (Fixture    *fixture,
              AusMessage *message,
              GFile      *file)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) expected = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (GBytes) bytes = NULL;

  aus_room_read_file_async (fixture->room, message, stream, NULL, aus_test_result_cb, &result);
  g_assert_true (aus_room_read_file_finish (fixture->room, aus_test_await (&result), &error));
  g_assert_no_error (error);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  g_assert_true (g_bytes_equal (bytes, expected));
}

/* More than is sent, and more than is read, at once. */
static void
test_there_and_back (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GFile) file = make_file (fixture, "Plan für Anna.pdf", "%PDF-1.7 ", 5 * 1024 * 1024 + 7);
  g_autoptr (GError) error = NULL;
  g_autoptr (AusMessage) message = NULL;

  g_assert_true (send (fixture, file, &error));
  g_assert_no_error (error);
  message = get_last (fixture);
  g_assert_cmpstr (message->file_name, ==, "Plan für Anna.pdf");
  g_assert_cmpstr (message->file_type, ==, "application/pdf");
  g_assert_cmpint (message->file_size, ==, 5 * 1024 * 1024 + 7);
  assert_reads (fixture, message, file);
  g_unlink (g_file_peek_path (file));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  const struct { const char *name; const char *start; gsize length; int code; } cases[] = {
    { "empty.pdf", "", 0, AUS_ERROR_INVALID },
    { "large.pdf", "%PDF-", 26 * 1024 * 1024, AUS_ERROR_TOO_LARGE },
    { "setup.exe", "MZ\x01\x02", 100, AUS_ERROR_UNSUPPORTED },
  };
  const guint before = count (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GFile) file = make_file (fixture, cases[i].name, cases[i].start, cases[i].length);
    g_autoptr (GError) error = NULL;

    g_assert_false (send (fixture, file, &error));
    g_assert_error (error, AUS_ERROR, cases[i].code);
    g_unlink (g_file_peek_path (file));
    g_clear_error (&error);
    g_assert_false (send (fixture, file, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  }

  g_assert_cmpuint (count (fixture), ==, before);
}

/* The same file again after a failure is one, and another time it is another message. */
static void
test_again (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GFile) file = make_file (fixture, "Note.txt", "Take", 100);
  g_autoptr (GError) error = NULL;
  const guint before = count (fixture);

  aus_test_server_stop (fixture->clinic.server);
  g_assert_false (send (fixture, file, &error));
  aus_test_server_start (fixture->clinic.server);
  aus_test_wait_until (aus_room_get_connected (fixture->room));
  g_clear_error (&error);
  g_assert_true (send (fixture, file, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture), ==, before + 1);
  g_assert_true (send (fixture, file, &error));
  g_assert_cmpuint (count (fixture), ==, before + 2);
  g_unlink (g_file_peek_path (file));
}

/* What was taken back leads nowhere, and the message says so. */
static void
test_taken_back (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GFile) file = make_file (fixture, "Note.txt", "Take", 100);
  g_autoptr (AusMessage) message = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonNode) answer = NULL;
  AusApi *api = aus_client_get_api (fixture->clinic.client);

  g_assert_true (send (fixture, file, NULL));
  message = get_last (fixture);
  path = g_strdup_printf ("files/%s/", message->file_id);
  aus_api_send_async (api, &(AusApiRequest) { .method = "DELETE", .path = path }, NULL, aus_test_result_cb, &result);
  answer = aus_api_send_finish (api, aus_test_await (&result), NULL);
  g_assert_nonnull (answer);
  aus_test_wait_until (message->file_id == NULL);
  g_assert_cmpstr (message->file_name, ==, "Note.txt");
  g_unlink (g_file_peek_path (file));
}

static const struct
{
  const char *path;
  void      (*test) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "/client/room/files/there-and-back", test_there_and_back },
  { "/client/room/files/refused", test_refused },
  { "/client/room/files/again", test_again },
  { "/client/room/files/taken-back", test_taken_back },
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
