#include "aus-account-steps.h"

#include "aus-notes-draft.h"
#include "aus-notes.h"
#include "aus-preferences.h"
#include "aus-qr-view.h"
#include "aus-window.h"

#include <string.h>

/* Against the real server, whose path is the first argument. */

#define NEW_PASSWORD "words that nobody tries"

/* Calls under way hold on to it until they are told that they are over. */
static void
drop (GtkWindow *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (window);
  app_test_wait_for (window == NULL);
}

static AusPreferences *
open_preferences (AppClinic *clinic)
{
  AusPreferences *preferences = aus_preferences_new (NULL, clinic->client);

  gtk_window_present (GTK_WINDOW (preferences));
  app_test_wait_for (app_test_find_label (GTK_WIDGET (preferences), "Off") ||
                     app_test_find_label (GTK_WIDGET (preferences), "On"));

  return preferences;
}

/* What a phone reads from the very pixels. (transfer full) */
static char *
read_qr (AppClinic *clinic,
         GtkWidget *view)
{
  g_autofree char *path = g_build_filename (clinic->folder, "qr.png", NULL);
  g_autoptr (GSubprocess) reader = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  app_test_save (view, path);
  reader = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "zbarimg", "--quiet", "--raw", "--nodbus", path,
                             NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (reader, NULL, NULL, &text, NULL, &error));
  g_assert_no_error (error);

  return text;
}

static char *
get_secret (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GHashTable) query = NULL;

  g_assert_nonnull (parsed);
  g_assert_cmpstr (g_uri_get_scheme (parsed), ==, "otpauth");
  query = g_uri_parse_params (g_uri_get_query (parsed), -1, "&", G_URI_PARAMS_NONE, NULL);

  return g_strdup (g_hash_table_lookup (query, "secret"));
}

static void
begin_setup (AppClinic *clinic,
             GtkWidget *root)
{
  app_test_click (root, "Set Up");
  account_type (root, "Password", clinic->password);
  app_test_click (root, "Continue");
}

static void
test_turn_on_and_off (AppClinic     *clinic,
                      gconstpointer  data)
{
  AusPreferences *preferences = open_preferences (clinic);
  GtkWidget *root = GTK_WIDGET (preferences);
  g_autofree char *uri = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *code = NULL;

  app_test_paint (GTK_WINDOW (root), "preferences");
  account_activate (root, "Two-Step Verification");
  app_test_wait_for (app_test_find_button (root, "Set Up") != NULL);
  app_test_paint (GTK_WINDOW (root), "factor-off");
  app_test_click (root, "Set Up");
  account_type (root, "Password", "wrong");
  app_test_click (root, "Continue");
  account_wait_for_label (root, "Is not your password.");
  app_test_paint (GTK_WINDOW (root), "factor-begin");
  account_type (root, "Password", clinic->password);
  app_test_click (root, "Continue");
  app_test_wait_for (app_test_find_type (root, AUS_TYPE_QR_VIEW) != NULL);
  app_test_paint (GTK_WINDOW (root), "factor-setup");
  uri = read_qr (clinic, app_test_find_type (root, AUS_TYPE_QR_VIEW));
  secret = get_secret (uri);

  account_type (root, "Six-Digit Code", "000000");
  app_test_click (root, "Turn On");
  account_wait_for_label (root, "Is not what the app shows now.");
  code = account_make_code (secret, 0);
  account_type (root, "Six-Digit Code", code);
  app_test_click (root, "Turn On");
  account_wait_for_label (root, "Recovery Codes");
  app_test_paint (GTK_WINDOW (root), "factor-codes");
  app_test_click (root, "Copy Codes");
  account_wait_for_label (root, "Copied.");
  app_test_click (root, "Done");
  account_wait_for_label (root, "10 recovery codes are left");
  app_test_paint (GTK_WINDOW (root), "factor-on");

  account_activate (root, "Turn Off");
  account_type (root, "Password", "wrong");
  app_test_paint (GTK_WINDOW (root), "factor-ask");
  app_test_click (root, "Turn Off");
  account_wait_for_label (root, "Is not your password.");
  account_type (root, "Password", clinic->password);
  app_test_click (root, "Turn Off");
  app_test_wait_for (app_test_find_button (root, "Set Up") != NULL);
  app_test_click (root, "Back");
  account_wait_for_label (root, "Off");
  drop (GTK_WINDOW (root));
}

static void
test_new_recovery_codes (AppClinic     *clinic,
                         gconstpointer  data)
{
  g_autoptr (AusFactorOffer) offer = account_turn_on (clinic);
  g_autofree char *before = g_strjoinv ("\n", offer->codes);
  AusPreferences *preferences = open_preferences (clinic);
  GtkWidget *root = GTK_WIDGET (preferences);

  account_wait_for_label (root, "On");
  account_activate (root, "Two-Step Verification");
  app_test_wait_for (account_find_row (root, "New Recovery Codes") != NULL);
  account_activate (root, "New Recovery Codes");
  account_type (root, "Password", clinic->password);
  app_test_click (root, "New Codes");
  account_wait_for_label (root, "Recovery Codes");
  g_assert_null (app_test_find_label (root, before));
  drop (GTK_WINDOW (root));
}

static void
test_change_password (AppClinic     *clinic,
                      gconstpointer  data)
{
  AusPreferences *preferences = open_preferences (clinic);
  GtkWidget *root = GTK_WIDGET (preferences);

  account_activate (root, "Change Password");
  account_type (root, "Current Password", "wrong");
  account_type (root, "New Password", NEW_PASSWORD);
  account_type (root, "New Password Again", "something else");
  app_test_click (root, "Change Password");
  account_wait_for_label (root, "This is not the same.");
  account_type (root, "New Password Again", NEW_PASSWORD);
  app_test_click (root, "Change Password");
  account_wait_for_label (root, "Is not your password.");
  account_type (root, "Current Password", clinic->password);
  account_type (root, "New Password", "password123");
  account_type (root, "New Password Again", "password123");
  app_test_wait_for (gtk_widget_get_sensitive (app_test_find_button (root, "Change Password")));
  app_test_click (root, "Change Password");
  account_wait_for_label (root, "Is among those that everybody tries first.");
  app_test_paint (GTK_WINDOW (root), "password");
  account_type (root, "New Password", NEW_PASSWORD);
  account_type (root, "New Password Again", NEW_PASSWORD);
  app_test_click (root, "Change Password");
  app_test_wait_for (account_find_row (root, "Current Password") == NULL);
  drop (GTK_WINDOW (root));

  app_clinic_sign_out (clinic);
  g_free (clinic->password);
  clinic->password = g_strdup (NEW_PASSWORD);
  app_clinic_sign_in (clinic, NULL);
}

static void
test_devices (AppClinic     *clinic,
              gconstpointer  data)
{
  g_autofree char *phone = app_clinic_sign_in_elsewhere (clinic);
  g_autofree char *tablet = app_clinic_sign_in_elsewhere (clinic);
  AusPreferences *preferences = open_preferences (clinic);
  GtkWidget *root = GTK_WIDGET (preferences);

  app_test_wait_for (app_test_find_button (root, "Sign Out All Others") != NULL);
  app_test_paint (GTK_WINDOW (root), "devices");
  app_test_click (root, "Sign Out");
  app_test_wait_for (app_test_find_button (root, "Sign Out") != NULL &&
                     gtk_widget_get_sensitive (app_test_find_button (root, "Sign Out")));
  app_test_click (root, "Sign Out All Others");
  app_test_wait_for (app_test_find_button (root, "Sign Out") == NULL);
  g_assert_null (app_test_find_button (root, "Sign Out All Others"));
  g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_ONLINE);
  drop (GTK_WINDOW (root));
}

/* The window says why and asks for the password; preferences close; notes are kept, and saved when one is back. */
static void
test_signed_out_elsewhere (AppClinic     *clinic,
                           gconstpointer  data)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.ausculta.Ausculta");
  AusWindow *window = aus_window_new (NULL, clinic->client, settings, AUS_MEDIA_SOURCE_NONE);
  GtkWidget *root = GTK_WIDGET (window);
  g_autofree char *phone = app_clinic_sign_in_elsewhere (clinic);
  g_autofree char *id = app_clinic_find_scheduled (clinic);
  g_autofree char *answer = NULL;
  g_autofree char *identity = aus_client_dup_identity (clinic->client);
  g_autofree char *drafts = aus_notes_draft_folder (clinic->folder, identity);
  g_autoptr (AusNotesDraft) draft = NULL;
  AusPreferences *preferences;
  AusNotes *notes = aus_notes_new (clinic->client, id, clinic->folder);

  aus_window_set_ready (window);
  gtk_window_present (GTK_WINDOW (window));
  preferences = open_preferences (clinic);
  g_object_add_weak_pointer (G_OBJECT (preferences), (gpointer *) &preferences);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);
  g_assert_null (account_find_row (root, "Password"));

  answer = app_clinic_call (clinic, phone, "DELETE", "/accounts/api/sessions/", NULL);
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_SIGN_IN_NEEDED);
  account_wait_for_label (root, "You were signed out: the session has ended, or was ended on another device.");
  app_test_paint (GTK_WINDOW (root), "signed-out-elsewhere");
  app_test_wait_for (preferences == NULL);
  aus_notes_set_text (notes, "Typed when signed out");
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_UNSAVED);
  draft = aus_notes_draft_read (drafts, id, NULL);
  g_assert_cmpstr (draft->text, ==, "Typed when signed out");

  account_type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  app_test_wait_for (account_find_row (root, "Password") == NULL);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);
  app_test_settle ();
  g_object_unref (notes);
  app_test_destroy (GTK_WINDOW (window));
}

/* The server asks for a second step from now on. */
static void
restart_with_policy (AppClinic     *clinic,
                     gconstpointer  program)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  app_clinic_tear_down (clinic, program);
  g_subprocess_launcher_setenv (launcher, "AUSCULTA_ACCOUNTS_REQUIRE_TOTP", "doctor", TRUE);
  app_clinic_start (clinic, launcher, program);
}

/* Whoever must have a second step sets it up before all else, and is in. */
static void
test_enrolment (AppClinic     *clinic,
                gconstpointer  data)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.ausculta.Ausculta");
  g_autofree char *uri = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *code = NULL;
  AusWindow *window;
  GtkWidget *root;

  restart_with_policy (clinic, data);
  window = aus_window_new (NULL, clinic->client, settings, AUS_MEDIA_SOURCE_NONE);
  root = GTK_WIDGET (window);
  aus_window_set_ready (window);
  gtk_window_present (GTK_WINDOW (window));
  account_type (root, "Server Address", clinic->uri);
  account_type (root, "E-Mail", clinic->email);
  account_type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  app_test_wait_for (app_test_find_button (root, "Set Up") != NULL);
  app_test_paint (GTK_WINDOW (root), "enrolment");
  g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_ENROLMENT_NEEDED);
  begin_setup (clinic, root);
  app_test_wait_for (app_test_find_type (root, AUS_TYPE_QR_VIEW) != NULL);
  uri = read_qr (clinic, app_test_find_type (root, AUS_TYPE_QR_VIEW));
  secret = get_secret (uri);
  code = account_make_code (secret, 0);
  account_type (root, "Six-Digit Code", code);
  app_test_click (root, "Turn On");
  account_wait_for_label (root, "Recovery Codes");
  app_test_click (root, "Done");
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  app_test_wait_for (app_test_find_button (root, "New Consultation") != NULL);
  drop (GTK_WINDOW (root));
}

static void
type_sign_in (AppClinic *clinic,
              GtkWidget *root)
{
  app_test_wait_for (account_find_row (root, "Password") != NULL);
  account_type (root, "Server Address", clinic->uri);
  account_type (root, "E-Mail", clinic->email);
  account_type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  app_test_wait_for (account_find_row (root, "Six-Digit Code") != NULL);
}

static void
wait_until_in (AppClinic *clinic,
               GtkWidget *root)
{
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  app_test_wait_for (app_test_find_button (root, "New Consultation") != NULL);
}

/* Returns: (transfer full) */
static char *
read_clipboard (GtkWidget *root)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (root);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  gdk_clipboard_read_text_async (clipboard, NULL, app_clinic_result_cb, &result);
  app_test_wait_for (result != NULL);
  text = gdk_clipboard_read_text_finish (clipboard, result, &error);
  g_assert_no_error (error);

  return text;
}

/* Scans, turns it on and puts the codes away. Returns: (transfer full): what the phone keeps */
static char *
enrol (AppClinic  *clinic,
       GtkWidget  *root,
       char      **recovery_code)
{
  g_autofree char *uri = NULL;
  g_autofree char *code = NULL;
  g_autofree char *codes = NULL;
  char *secret;

  account_activate (root, "Two-Step Verification");
  app_test_wait_for (app_test_find_button (root, "Set Up") != NULL);
  begin_setup (clinic, root);
  app_test_wait_for (app_test_find_type (root, AUS_TYPE_QR_VIEW) != NULL);
  uri = read_qr (clinic, app_test_find_type (root, AUS_TYPE_QR_VIEW));
  secret = get_secret (uri);
  code = account_make_code (secret, 0);
  account_type (root, "Six-Digit Code", code);
  app_test_click (root, "Turn On");
  account_wait_for_label (root, "Recovery Codes");
  app_test_click (root, "Copy Codes");
  account_wait_for_label (root, "Copied.");
  codes = read_clipboard (root);
  *recovery_code = g_strndup (codes, strcspn (codes, "\n"));
  app_test_click (root, "Done");
  account_wait_for_label (root, "10 recovery codes are left");

  return secret;
}

/* From a password alone to a code of the phone, to one from the drawer, and a phone that was lost is shut out. */
static void
test_whole_way (AppClinic     *clinic,
                gconstpointer  data)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.ausculta.Ausculta");
  AusWindow *window = aus_window_new (NULL, clinic->client, settings, AUS_MEDIA_SOURCE_NONE);
  GtkWidget *root = GTK_WIDGET (window);
  AusPreferences *preferences = open_preferences (clinic);
  g_autofree char *lost = app_clinic_sign_in_elsewhere (clinic);
  g_autofree char *recovery_code = NULL;
  g_autofree char *secret = enrol (clinic, GTK_WIDGET (preferences), &recovery_code);
  g_autofree char *code = account_make_code (secret, 1);

  drop (GTK_WINDOW (preferences));
  aus_window_set_ready (window);
  gtk_window_present (GTK_WINDOW (window));
  app_clinic_sign_out (clinic);
  type_sign_in (clinic, root);
  account_type (root, "Six-Digit Code", code);
  wait_until_in (clinic, root);

  app_clinic_sign_out (clinic);
  type_sign_in (clinic, root);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (app_test_find_button (root, "Use a Recovery Code")), TRUE);
  account_type (root, "Recovery Code", recovery_code);
  app_test_click (root, "Sign In");
  wait_until_in (clinic, root);

  preferences = open_preferences (clinic);
  account_activate (GTK_WIDGET (preferences), "Two-Step Verification");
  account_wait_for_label (preferences, "9 recovery codes are left");
  app_test_click (GTK_WIDGET (preferences), "Back");
  g_assert_cmpuint (app_clinic_try (clinic, lost, "GET", "/accounts/api/me/"), ==, 200);
  app_test_wait_for (app_test_find_button (GTK_WIDGET (preferences), "Sign Out All Others") != NULL);
  app_test_click (GTK_WIDGET (preferences), "Sign Out All Others");
  app_test_wait_for (app_test_find_button (GTK_WIDGET (preferences), "Sign Out") == NULL);
  g_assert_cmpuint (app_clinic_try (clinic, lost, "GET", "/accounts/api/me/"), ==, 401);
  drop (GTK_WINDOW (preferences));
  drop (GTK_WINDOW (window));
}

#define ADD(path, function) \
  g_test_add (path, AppClinic, argv[1], app_clinic_set_up, function, app_clinic_tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  ADD ("/account/signed-out-elsewhere", test_signed_out_elsewhere);
  ADD ("/account/enrolment", test_enrolment);
  ADD ("/account/turn-on-and-off", test_turn_on_and_off);
  ADD ("/account/new-recovery-codes", test_new_recovery_codes);
  ADD ("/account/change-password", test_change_password);
  ADD ("/account/devices", test_devices);
  ADD ("/account/whole-way", test_whole_way);

  return g_test_run ();
}
