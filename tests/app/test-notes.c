#include "aus-app-clinic.h"

#include "aus-client.h"
#include "aus-draft-keeper.h"
#include "aus-json.h"
#include "aus-notes-draft.h"
#include "aus-notes-pane.h"
#include "aus-record-list.h"
#include "aus-room-window.h"

/* Against the real server, whose path is the first argument. */

typedef struct
{
  AppClinic  app;
  char      *folder;
  char      *drafts;
  AusClient *client;
  char      *visit_id;
} Clinic;

/* Of whoever is signed in. */
static char *
make_draft_folder (AusClient  *client,
                   const char *folder)
{
  g_autofree char *identity = aus_client_dup_identity (client);

  return aus_notes_draft_folder (folder, identity);
}

static void
clinic_set_up (Clinic        *clinic,
               gconstpointer  data)
{
  app_clinic_set_up (&clinic->app, data);
  clinic->folder = clinic->app.folder;
  clinic->client = clinic->app.client;
  clinic->drafts = make_draft_folder (clinic->client, clinic->folder);
  clinic->visit_id = app_clinic_find_scheduled (&clinic->app);
  g_assert_nonnull (clinic->visit_id);
}

static void
clinic_tear_down (Clinic        *clinic,
                  gconstpointer  data)
{
  app_clinic_tear_down (&clinic->app, data);
  g_clear_pointer (&clinic->visit_id, g_free);
  g_clear_pointer (&clinic->drafts, g_free);
}

static AusNotes *
open_notes (Clinic *clinic)
{
  AusNotes *notes = aus_notes_new (clinic->client, clinic->visit_id, clinic->folder);

  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);

  return notes;
}

static JsonNode *
fetch (Clinic *clinic)
{
  g_autofree char *path = g_strdup_printf ("consultations/%s/", clinic->visit_id);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *answer;

  aus_client_send_async (clinic->client, "GET", path, NULL, NULL, app_clinic_result_cb, &result);
  app_test_wait_for (result != NULL);
  answer = aus_client_send_finish (clinic->client, result, &error);
  g_assert_no_error (error);

  return answer;
}

static void
assert_at_server (Clinic     *clinic,
                  const char *text)
{
  g_autoptr (JsonNode) visit = fetch (clinic);

  g_assert_cmpstr (aus_json_get_text (json_node_get_object (visit), "notes"), ==, text);
}

static gint64
get_revision (Clinic *clinic)
{
  g_autoptr (JsonNode) visit = fetch (clinic);

  return aus_json_get_integer (json_node_get_object (visit), "revision", -1);
}

static gboolean
has_draft (Clinic *clinic)
{
  g_auto (GStrv) ids = aus_notes_draft_list (clinic->drafts);

  return g_strv_contains ((const char *const *) ids, clinic->visit_id);
}

static void
test_debounce (Clinic        *clinic,
               gconstpointer  data)
{
  AusNotes *notes = open_notes (clinic);
  gint64 before = get_revision (clinic);

  aus_notes_set_text (notes, "C");
  aus_notes_set_text (notes, "Co");
  aus_notes_set_text (notes, "Cough\nfor three days");
  g_assert_cmpint (aus_notes_get_state (notes), ==, AUS_NOTES_STATE_EDITED);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);
  assert_at_server (clinic, "Cough\nfor three days");
  g_assert_cmpint (get_revision (clinic), ==, before + 1);
  g_assert_false (has_draft (clinic));
  g_assert_finalize_object (notes);
}

static void
test_flush (Clinic        *clinic,
            gconstpointer  data)
{
  AusNotes *notes = open_notes (clinic);

  aus_notes_set_text (notes, "Written just before closing");
  aus_notes_flush (notes);
  g_assert_cmpint (aus_notes_get_state (notes), ==, AUS_NOTES_STATE_SAVING);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);
  assert_at_server (clinic, "Written just before closing");
  g_assert_finalize_object (notes);
}

static void
test_conflict (Clinic        *clinic,
               gconstpointer  data)
{
  g_autofree char *other_folder = g_dir_make_tmp ("ausculta-XXXXXX", NULL);
  AusNotes *mine = open_notes (clinic);
  AusNotes *theirs = aus_notes_new (clinic->client, clinic->visit_id, other_folder);

  app_test_wait_for (aus_notes_get_state (theirs) == AUS_NOTES_STATE_SAVED);
  aus_notes_set_text (mine, "mine");
  aus_notes_set_text (theirs, "theirs");
  aus_notes_flush (theirs);
  app_test_wait_for (aus_notes_get_state (theirs) == AUS_NOTES_STATE_SAVED);
  aus_notes_flush (mine);
  app_test_wait_for (aus_notes_get_state (mine) == AUS_NOTES_STATE_CONFLICT);
  g_assert_cmpstr (aus_notes_get_text (mine), ==, "mine");
  assert_at_server (clinic, "theirs");

  aus_notes_keep_mine (mine);
  app_test_wait_for (aus_notes_get_state (mine) == AUS_NOTES_STATE_SAVED);
  assert_at_server (clinic, "mine");

  /* Who had written nothing since sees the new text by itself. */
  app_test_wait_for (g_strcmp0 (aus_notes_get_text (theirs), "mine") == 0);
  g_assert_finalize_object (mine);
  app_test_settle ();
  g_assert_finalize_object (theirs);
}

static void
test_take_theirs (Clinic        *clinic,
                  gconstpointer  data)
{
  const AusNotesDraft draft = { (char *) "something the server never had", (char *) "old draft" };
  g_autoptr (GError) error = NULL;
  AusNotes *notes;

  g_assert_true (aus_notes_draft_write (clinic->drafts, clinic->visit_id, &draft, &error));
  notes = aus_notes_new (clinic->client, clinic->visit_id, clinic->folder);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_CONFLICT);
  g_assert_cmpstr (aus_notes_get_text (notes), ==, "old draft");
  aus_notes_take_theirs (notes);
  g_assert_cmpint (aus_notes_get_state (notes), ==, AUS_NOTES_STATE_SAVED);
  g_assert_cmpstr (aus_notes_get_text (notes), !=, "old draft");
  g_assert_false (has_draft (clinic));
  g_assert_finalize_object (notes);
}

/* Nothing is lost when the server, and then the program, goes away. */
static void
test_offline (Clinic        *clinic,
              gconstpointer  data)
{
  AusNotes *notes = open_notes (clinic);
  g_autoptr (AusNotesDraft) draft = NULL;

  app_clinic_kill_server (&clinic->app);
  aus_notes_set_text (notes, "Typed while the server was gone");
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_UNSAVED);
  g_assert_finalize_object (notes);

  draft = aus_notes_draft_read (clinic->drafts, clinic->visit_id, NULL);
  g_assert_nonnull (draft);
  g_assert_cmpstr (draft->text, ==, "Typed while the server was gone");
}

static void
test_keeper (Clinic        *clinic,
             gconstpointer  data)
{
  g_autoptr (JsonNode) visit = fetch (clinic);
  const char *base = aus_json_get_text (json_node_get_object (visit), "notes");
  const AusNotesDraft draft = { (char *) base, (char *) "From an earlier run" };
  AusDraftKeeper *keeper = aus_draft_keeper_new (clinic->client, clinic->folder);
  g_autoptr (GError) error = NULL;

  g_assert_true (aus_notes_draft_write (clinic->drafts, clinic->visit_id, &draft, &error));
  aus_draft_keeper_resume (keeper, clinic->visit_id);
  app_test_wait_for (!has_draft (clinic));
  assert_at_server (clinic, "From an earlier run");
  app_test_settle ();
  g_assert_finalize_object (keeper);
}

static void
sign_in_as (Clinic     *clinic,
            const char *email,
            const char *password)
{
  g_autofree char *own_email = g_steal_pointer (&clinic->app.email);
  g_autofree char *own_password = g_steal_pointer (&clinic->app.password);

  clinic->app.email = g_strdup (email);
  clinic->app.password = g_strdup (password);
  app_clinic_sign_in (&clinic->app, NULL);
}

/* Typed when the session has ended already. */
static void
leave_unsaved (Clinic     *clinic,
               const char *text)
{
  AusNotes *notes = open_notes (clinic);
  g_autoptr (GAsyncResult) result = NULL;

  aus_client_send_async (clinic->client, "POST", "/accounts/api/logout/", NULL, NULL, app_clinic_result_cb, &result);
  app_test_wait_for (result != NULL);
  aus_notes_set_text (notes, text);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_UNSAVED);
  app_test_settle ();
  g_assert_finalize_object (notes);
}

/* What one wrote waits for them, whoever signs in meanwhile and opens the visit. */
static void
test_other_account (Clinic        *clinic,
                    gconstpointer  data)
{
  g_autoptr (JsonNode) visit = fetch (clinic);
  const char *before = aus_json_get_text (json_node_get_object (visit), "notes");
  g_autofree char *email = g_strdup (clinic->app.email);
  g_autofree char *shouted = g_utf8_strup (email, -1);
  g_autofree char *password = g_strdup (clinic->app.password);
  AusDraftKeeper *keeper = aus_draft_keeper_new (clinic->client, clinic->folder);
  AusNotes *theirs;

  app_clinic_assign_nurse (&clinic->app, clinic->visit_id);
  aus_draft_keeper_release (keeper, clinic->visit_id);
  leave_unsaved (clinic, "The doctor's words");
  aus_draft_keeper_resume (keeper, clinic->visit_id);

  sign_in_as (clinic, clinic->app.nurse[2], clinic->app.nurse[3]);
  theirs = open_notes (clinic);
  g_assert_cmpstr (aus_notes_get_text (theirs), ==, before ? before : "");
  assert_at_server (clinic, before);
  g_assert_true (has_draft (clinic));
  app_test_settle ();
  g_assert_finalize_object (theirs);

  app_clinic_sign_out (&clinic->app);
  sign_in_as (clinic, shouted, password);
  app_test_wait_for (!has_draft (clinic));
  assert_at_server (clinic, "The doctor's words");
  app_test_settle ();
  g_assert_finalize_object (keeper);
}

/* An object that outlives the session it was made in says nothing as the next person, and goes on with the first. */
static void
test_outlives_account (Clinic        *clinic,
                       gconstpointer  data)
{
  g_autoptr (JsonNode) visit = fetch (clinic);
  const char *before = aus_json_get_text (json_node_get_object (visit), "notes");
  g_autofree char *email = g_strdup (clinic->app.email);
  g_autofree char *password = g_strdup (clinic->app.password);
  AusNotes *notes;

  app_clinic_assign_nurse (&clinic->app, clinic->visit_id);
  notes = open_notes (clinic);
  sign_in_as (clinic, clinic->app.nurse[2], clinic->app.nurse[3]);
  aus_notes_set_text (notes, "Typed in the doctor's window");
  aus_notes_flush (notes);
  g_assert_cmpint (aus_notes_get_state (notes), ==, AUS_NOTES_STATE_UNSAVED);
  g_assert_true (has_draft (clinic));
  app_test_settle ();
  assert_at_server (clinic, before);

  sign_in_as (clinic, email, password);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);
  assert_at_server (clinic, "Typed in the doctor's window");
  app_test_settle ();
  g_assert_finalize_object (notes);
}

/* Nobody can tell whose it is, so it stays where it is. */
static void
test_without_owner (Clinic        *clinic,
                    gconstpointer  data)
{
  const AusNotesDraft draft = { (char *) "", (char *) "From the version before" };
  AusDraftKeeper *keeper = aus_draft_keeper_new (clinic->client, clinic->folder);
  g_autoptr (AusNotesDraft) still = NULL;
  AusNotes *notes;

  g_assert_true (aus_notes_draft_write (clinic->folder, clinic->visit_id, &draft, NULL));
  aus_draft_keeper_resume (keeper, clinic->visit_id);
  notes = open_notes (clinic);
  g_assert_cmpstr (aus_notes_get_text (notes), !=, draft.text);
  still = aus_notes_draft_read (clinic->folder, clinic->visit_id, NULL);
  g_assert_cmpstr (still->text, ==, draft.text);
  app_test_settle ();
  g_assert_finalize_object (notes);
  g_assert_finalize_object (keeper);
}

/* A change by somebody else is read when the server goes; what is typed meanwhile is not forgotten. */
static void
test_failed_load (Clinic        *clinic,
                  gconstpointer  data)
{
  AusNotes *notes = open_notes (clinic);
  AusConsultation *visit =
    aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (clinic->client)), clinic->visit_id);

  app_clinic_kill_server (&clinic->app);
  g_object_set (visit, "revision", visit->revision + 1, NULL);
  aus_notes_set_text (notes, "The dose was changed to 5 mg");
  aus_notes_flush (notes);
  g_assert_cmpint (aus_notes_get_state (notes), ==, AUS_NOTES_STATE_EDITED);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_UNSAVED);
  g_assert_true (has_draft (clinic));
  app_test_settle ();
  g_assert_finalize_object (notes);
}

/* Typed, and to be saved at once, while what was typed before is on its way. */
static void
test_flush_twice (Clinic        *clinic,
                  gconstpointer  data)
{
  AusNotes *notes = open_notes (clinic);

  aus_notes_set_text (notes, "First");
  aus_notes_flush (notes);
  aus_notes_set_text (notes, "First and second");
  aus_notes_flush (notes);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);
  assert_at_server (clinic, "First and second");
  g_assert_finalize_object (notes);
}

/* The server says why, and is not asked again before something is changed. */
static void
test_refused (Clinic        *clinic,
              gconstpointer  data)
{
  AusNotes *notes = open_notes (clinic);
  GtkWidget *pane = g_object_new (AUS_TYPE_NOTES_PANE, NULL);
  GtkWindow *window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "content", pane, "default-width", 360, NULL));
  g_autofree char *endless = g_strnfill (20001, 'x');

  aus_notes_pane_attach (AUS_NOTES_PANE (pane), notes, TRUE);
  gtk_window_present (window);
  aus_notes_set_text (notes, endless);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_REFUSED);
  g_assert_nonnull (app_test_find_label (pane, "Not saved. Must not be longer than 20000 characters."));
  app_test_paint (window, "notes-refused");
  g_assert_true (has_draft (clinic));
  aus_notes_flush (notes);
  g_assert_cmpint (aus_notes_get_state (notes), ==, AUS_NOTES_STATE_REFUSED);

  aus_notes_set_text (notes, "Shorter");
  g_assert_cmpint (aus_notes_get_state (notes), ==, AUS_NOTES_STATE_EDITED);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);
  assert_at_server (clinic, "Shorter");
  app_test_destroy (window);
  g_assert_finalize_object (notes);
}

static void
test_pane (Clinic        *clinic,
           gconstpointer  data)
{
  AusNotes *notes = open_notes (clinic);
  GtkWidget *pane = g_object_new (AUS_TYPE_NOTES_PANE, NULL);
  GtkWindow *window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "content", pane, NULL));
  GtkTextView *view = GTK_TEXT_VIEW (app_test_find_type (pane, GTK_TYPE_TEXT_VIEW));

  aus_notes_pane_attach (AUS_NOTES_PANE (pane), notes, TRUE);
  g_assert_true (gtk_text_view_get_editable (view));
  g_assert_nonnull (app_test_find_label (pane, "Saved"));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), "No fever.", -1);
  g_assert_nonnull (app_test_find_label (pane, "Writing…"));
  app_test_wait_for (app_test_find_label (pane, "Saved") != NULL);
  assert_at_server (clinic, "No fever.");
  app_test_destroy (window);
  g_assert_finalize_object (notes);
}

/* A room is opened, held and closed; nothing of it stays, and what was typed last is at the server. */
static void
test_room (Clinic        *clinic,
           gconstpointer  data)
{
  const AusRoomSetup setup = {
    aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (clinic->client)), clinic->visit_id),
    AUS_MEDIA_SOURCE_NONE, clinic->folder
  };
  AusRoomWindow *room = aus_room_window_new (NULL, clinic->client, &setup);
  GtkWidget *widget = GTK_WIDGET (room);
  GtkTextView *view;

  gtk_window_present (GTK_WINDOW (room));
  app_test_wait_for (app_test_find_button (widget, "Start") != NULL);
  app_test_click (widget, "Start");
  app_test_wait_for (aus_room_window_is_in_call (room));
  app_test_wait_for (app_test_find_button (widget, "Complete") != NULL);
  g_assert_nonnull (app_test_find_button (widget, "Hang Up"));

  gtk_widget_activate_action (widget, "win.show-panel", "s", "notes");
  app_test_wait_for (app_test_find_label (widget, "Saved") != NULL);
  view = GTK_TEXT_VIEW (app_test_find_type (widget, GTK_TYPE_TEXT_VIEW));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), "The last words", -1);
  app_test_click (widget, "Hang Up");
  g_assert_false (aus_room_window_is_in_call (room));
  app_test_wait_for (app_test_find_button (widget, "Call Again") != NULL);

  g_object_add_weak_pointer (G_OBJECT (room), (gpointer *) &room);
  gtk_window_close (GTK_WINDOW (room));
  app_test_wait_for (room == NULL);
  app_test_wait_for (!has_draft (clinic));
  assert_at_server (clinic, "The last words");
}

#define ADD(path, function) \
  g_test_add (path, Clinic, argv[1], clinic_set_up, function, clinic_tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  ADD ("/notes/debounce", test_debounce);
  ADD ("/notes/flush", test_flush);
  ADD ("/notes/conflict", test_conflict);
  ADD ("/notes/take-theirs", test_take_theirs);
  ADD ("/notes/offline", test_offline);
  ADD ("/notes/keeper", test_keeper);
  ADD ("/notes/other-account", test_other_account);
  ADD ("/notes/outlives-account", test_outlives_account);
  ADD ("/notes/without-owner", test_without_owner);
  ADD ("/notes/failed-load", test_failed_load);
  ADD ("/notes/flush-twice", test_flush_twice);
  ADD ("/notes/refused", test_refused);
  ADD ("/notes/pane", test_pane);
  ADD ("/notes/room", test_room);

  return g_test_run ();
}
