#include "aus-app-clinic.h"

#include "aus-account.h"
#include "aus-notes-draft.h"
#include "aus-notes.h"
#include "aus-preferences.h"
#include "aus-qr-view.h"
#include "aus-sign-in-page.h"
#include "aus-totp.h"
#include "aus-window.h"

#include <string.h>

/* Against the real server, whose path is the first argument. */

#define NEW_PASSWORD "words that nobody tries"

/* What a phone shows, some steps from now; each of them counts once. (transfer full) */
static char *
make_code (const char *secret,
           int         offset)
{
  g_autoptr (GBytes) key = aus_totp_decode (secret);

  return aus_totp_make (key, g_get_real_time () / G_USEC_PER_SEC / AUS_TOTP_PERIOD + offset, AUS_TOTP_DIGITS);
}

/* Turns the second step on without a screen. (transfer full) */
static AusFactorOffer *
turn_on (AppClinic *clinic)
{
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GAsyncResult) confirmed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  AusFactorOffer *offer;

  aus_account_begin_factor (clinic->client, NULL, app_clinic_result_cb, &begun);
  app_test_wait_for (begun != NULL);
  offer = aus_account_begin_factor_finish (clinic->client, begun, &error);
  g_assert_no_error (error);
  code = make_code (offer->secret, 0);
  aus_account_confirm_factor (clinic->client, code, NULL, app_clinic_result_cb, &confirmed);
  app_test_wait_for (confirmed != NULL);
  g_assert_true (aus_account_finish (clinic->client, confirmed, &error));

  return offer;
}

static gboolean
is_editable_of (GtkWidget  *widget,
                const char *title)
{
  return ADW_IS_ENTRY_ROW (widget) &&
         g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

/* A visible row by its title: an entry, or one to be activated. */
static GtkWidget *
find_row (GtkWidget  *root,
          const char *title)
{
  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return NULL;

  if (is_editable_of (root, title) ||
      (ADW_IS_ACTION_ROW (root) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_row (child, title);

    if (found != NULL)
      return found;
  }

  return NULL;
}

static void
type (GtkWidget  *root,
      const char *title,
      const char *text)
{
  GtkWidget *row = find_row (root, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
activate (GtkWidget  *root,
          const char *title)
{
  GtkWidget *row = find_row (root, title);

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_activate (row));
}

#define wait_for_label(root, text) app_test_wait_for (app_test_find_label (GTK_WIDGET (root), text) != NULL)

/* A window with the page alone, filled in but for the password. */
static GtkWindow *
open_sign_in (AppClinic *clinic)
{
  GtkWidget *page = g_object_new (AUS_TYPE_SIGN_IN_PAGE, "client", clinic->client, NULL);
  GtkWindow *window = g_object_new (ADW_TYPE_WINDOW, "default-width", 400, "default-height", 640, NULL);

  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_present (window);
  aus_sign_in_page_propose (AUS_SIGN_IN_PAGE (page), clinic->uri, clinic->email);

  return window;
}

static void
test_sign_in_with_code (AppClinic     *clinic,
                        gconstpointer  data)
{
  g_autoptr (AusFactorOffer) offer = turn_on (clinic);
  g_autofree char *code = make_code (offer->secret, 1);
  g_autofree char *spaced = g_strdup_printf ("%.3s %s", code, code + 3);
  GtkWindow *window;
  GtkWidget *root;

  app_clinic_sign_out (clinic);
  window = open_sign_in (clinic);
  root = GTK_WIDGET (window);
  type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  wait_for_label (root, "Two-Step Verification");
  app_test_paint (window, "sign-in-code");

  /* Wrong, and said beside it; six digits need no button. */
  type (root, "Six-Digit Code", "000000");
  wait_for_label (root, "The code is wrong, or was used before.");
  app_test_paint (window, "sign-in-code-wrong");
  g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_SIGNED_OUT);

  /* As it is copied, with the blank in its middle. */
  type (root, "Six-Digit Code", spaced);
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  g_assert_null (find_row (root, "Six-Digit Code"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (root, "Password"))), ==, "");
  app_test_destroy (window);
}

static void
test_sign_in_with_recovery_code (AppClinic     *clinic,
                                 gconstpointer  data)
{
  g_autoptr (AusFactorOffer) offer = turn_on (clinic);
  GtkWindow *window;
  GtkWidget *root;

  app_clinic_sign_out (clinic);
  window = open_sign_in (clinic);
  root = GTK_WIDGET (window);
  type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  app_test_wait_for (find_row (root, "Six-Digit Code") != NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (app_test_find_button (root, "Use a Recovery Code")), TRUE);
  type (root, "Recovery Code", offer->codes[0]);
  app_test_click (root, "Sign In");
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  app_test_destroy (window);
}

static void
test_sign_in_faults (AppClinic     *clinic,
                     gconstpointer  data)
{
  GtkWindow *window;
  GtkWidget *root;

  app_clinic_sign_out (clinic);
  window = open_sign_in (clinic);
  root = GTK_WIDGET (window);

  for (guint i = 0; i < 5; i++) {
    type (root, "Password", "wrong");
    app_test_click (root, "Sign In");
    wait_for_label (root, "The e-mail or the password is wrong.");
    app_test_wait_for (gtk_widget_get_sensitive (app_test_find_button (root, "Sign In")));
  }

  /* One more is too many. The button counts down, and can be pressed when the time is over. */
  app_test_click (root, "Sign In");
  wait_for_label (root, "Too many wrong tries. You can try again in a moment.");
  app_test_paint (window, "sign-in-throttled");
  g_assert_false (gtk_widget_get_sensitive (app_test_find_button (root, "Sign In")));
  wait_for_label (root, "Wait 3 s");
  wait_for_label (root, "Wait 2 s");
  app_test_wait_for (gtk_widget_get_sensitive (app_test_find_button (root, "Sign In")));
  g_assert_null (app_test_find_label (root, "Too many wrong tries. You can try again in a moment."));
  type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  app_clinic_sign_out (clinic);

  app_clinic_kill_server (clinic);
  type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  wait_for_label (root, "No server answers at this address");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (root, "Password"))), ==, clinic->password);
  app_test_destroy (window);
}

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
test_turn_on_and_off (AppClinic     *clinic,
                      gconstpointer  data)
{
  AusPreferences *preferences = open_preferences (clinic);
  GtkWidget *root = GTK_WIDGET (preferences);
  g_autofree char *uri = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *code = NULL;

  app_test_paint (GTK_WINDOW (root), "preferences");
  activate (root, "Two-Step Verification");
  app_test_wait_for (app_test_find_button (root, "_Set Up") != NULL);
  app_test_paint (GTK_WINDOW (root), "factor-off");
  app_test_click (root, "_Set Up");
  app_test_wait_for (app_test_find_type (root, AUS_TYPE_QR_VIEW) != NULL);
  app_test_paint (GTK_WINDOW (root), "factor-setup");
  uri = read_qr (clinic, app_test_find_type (root, AUS_TYPE_QR_VIEW));
  secret = get_secret (uri);

  type (root, "Six-Digit Code", "000000");
  app_test_click (root, "Turn On");
  wait_for_label (root, "Is not what the app shows now.");
  code = make_code (secret, 0);
  type (root, "Six-Digit Code", code);
  app_test_click (root, "Turn On");
  wait_for_label (root, "Recovery Codes");
  app_test_paint (GTK_WINDOW (root), "factor-codes");
  app_test_click (root, "_Copy");
  wait_for_label (root, "Copied.");
  app_test_click (root, "_Done");
  wait_for_label (root, "10 recovery codes are left");
  app_test_paint (GTK_WINDOW (root), "factor-on");

  activate (root, "Turn Off");
  type (root, "Password", "wrong");
  app_test_paint (GTK_WINDOW (root), "factor-ask");
  app_test_click (root, "Turn Off");
  wait_for_label (root, "Is not your password.");
  type (root, "Password", clinic->password);
  app_test_click (root, "Turn Off");
  app_test_wait_for (app_test_find_button (root, "_Set Up") != NULL);
  app_test_click (root, "Back");
  wait_for_label (root, "Off");
  drop (GTK_WINDOW (root));
}

static void
test_new_recovery_codes (AppClinic     *clinic,
                         gconstpointer  data)
{
  g_autoptr (AusFactorOffer) offer = turn_on (clinic);
  g_autofree char *before = g_strjoinv ("\n", offer->codes);
  AusPreferences *preferences = open_preferences (clinic);
  GtkWidget *root = GTK_WIDGET (preferences);

  wait_for_label (root, "On");
  activate (root, "Two-Step Verification");
  app_test_wait_for (find_row (root, "New Recovery Codes") != NULL);
  activate (root, "New Recovery Codes");
  type (root, "Password", clinic->password);
  app_test_click (root, "New Codes");
  wait_for_label (root, "Recovery Codes");
  g_assert_null (app_test_find_label (root, before));
  drop (GTK_WINDOW (root));
}

static void
test_change_password (AppClinic     *clinic,
                      gconstpointer  data)
{
  AusPreferences *preferences = open_preferences (clinic);
  GtkWidget *root = GTK_WIDGET (preferences);

  activate (root, "Change Password");
  type (root, "Current Password", "wrong");
  type (root, "New Password", NEW_PASSWORD);
  type (root, "New Password Again", "something else");
  app_test_click (root, "Change Password");
  wait_for_label (root, "This is not the same.");
  type (root, "New Password Again", NEW_PASSWORD);
  app_test_click (root, "Change Password");
  wait_for_label (root, "Is not your password.");
  type (root, "Current Password", clinic->password);
  type (root, "New Password", "password123");
  type (root, "New Password Again", "password123");
  app_test_wait_for (gtk_widget_get_sensitive (app_test_find_button (root, "Change Password")));
  app_test_click (root, "Change Password");
  wait_for_label (root, "Is among those that everybody tries first.");
  app_test_paint (GTK_WINDOW (root), "password");
  type (root, "New Password", NEW_PASSWORD);
  type (root, "New Password Again", NEW_PASSWORD);
  app_test_click (root, "Change Password");
  app_test_wait_for (find_row (root, "Current Password") == NULL);
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

static char *
find_visit (AppClinic *clinic)
{
  GListModel *visits = aus_client_get_consultations (clinic->client);

  for (guint i = 0; i < g_list_model_get_n_items (visits); i++) {
    g_autoptr (AusConsultation) visit = g_list_model_get_item (visits, i);

    if (visit->status == AUS_STATUS_SCHEDULED)
      return g_strdup (visit->id);
  }

  return NULL;
}

/* The window says why and asks for the password; preferences close; notes are kept, and saved when one is back. */
static void
test_signed_out_elsewhere (AppClinic     *clinic,
                           gconstpointer  data)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.ausculta.Ausculta");
  AusWindow *window = aus_window_new (NULL, clinic->client, settings);
  GtkWidget *root = GTK_WIDGET (window);
  g_autofree char *phone = app_clinic_sign_in_elsewhere (clinic);
  g_autofree char *id = find_visit (clinic);
  g_autofree char *answer = NULL;
  g_autoptr (AusNotesDraft) draft = NULL;
  AusPreferences *preferences;
  AusNotes *notes = aus_notes_new (clinic->client, id, clinic->folder);

  aus_window_set_ready (window);
  gtk_window_present (GTK_WINDOW (window));
  preferences = open_preferences (clinic);
  g_object_add_weak_pointer (G_OBJECT (preferences), (gpointer *) &preferences);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);
  g_assert_null (find_row (root, "Password"));

  answer = app_clinic_call (clinic, phone, "DELETE", "/accounts/api/sessions/", NULL);
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_SIGN_IN_NEEDED);
  wait_for_label (root, "You were signed out: the session has ended, or was ended on another device.");
  app_test_paint (GTK_WINDOW (root), "signed-out-elsewhere");
  app_test_wait_for (preferences == NULL);
  aus_notes_set_text (notes, "Typed when signed out");
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_UNSAVED);
  draft = aus_notes_draft_read (clinic->folder, id, NULL);
  g_assert_cmpstr (draft->text, ==, "Typed when signed out");

  type (root, "Password", clinic->password);
  app_test_click (root, "Sign In");
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  app_test_wait_for (find_row (root, "Password") == NULL);
  app_test_wait_for (aus_notes_get_state (notes) == AUS_NOTES_STATE_SAVED);
  app_test_settle ();
  g_object_unref (notes);
  app_test_destroy (GTK_WINDOW (window));
}

#define ADD(path, function) \
  g_test_add (path, AppClinic, argv[1], app_clinic_set_up, function, app_clinic_tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  ADD ("/account/sign-in/code", test_sign_in_with_code);
  ADD ("/account/sign-in/recovery-code", test_sign_in_with_recovery_code);
  ADD ("/account/sign-in/faults", test_sign_in_faults);
  ADD ("/account/signed-out-elsewhere", test_signed_out_elsewhere);
  ADD ("/account/turn-on-and-off", test_turn_on_and_off);
  ADD ("/account/new-recovery-codes", test_new_recovery_codes);
  ADD ("/account/change-password", test_change_password);
  ADD ("/account/devices", test_devices);

  return g_test_run ();
}
