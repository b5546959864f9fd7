#include "aus-account-steps.h"
#include "aus-app-dialog.h"
#include "aus-app-provider.h"

#include "aus-base64url.h"
#include "aus-json.h"
#include "aus-preferences.h"
#include "aus-provider-page.h"
#include "aus-provider-sign-in.h"

#include <libsoup/soup.h>
#include <string.h>

/* Against the real server, whose path is the first argument, as its admin; only Zoom is not the real one. */

#define SECRET "fake-secret-of-nobody"
#define CODE "fake-code"
#define CLAIMS "{\"email\":\"host@clinic.example\"}"

typedef struct
{
  AppClinic      clinic;
  SoupServer    *zoom;
  char          *zoom_uri;
  AusPreferences *preferences;
  GtkWidget     *root;
  char          *challenge;
  char          *scope;
} Fixture;

/* RFC 7636 §4.2. (transfer full) */
static char *
make_challenge (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);

  return aus_base64url_encode (digest, length);
}

/* Google in small: who is sent there agrees at once, and a token is given for the right verifier alone. */
static void
google_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *fixture = user_data;

  if (g_str_has_suffix (path, "/auth")) {
    const char *redirect = g_hash_table_lookup (query, "redirect_uri");
    const char *state = g_hash_table_lookup (query, "state");
    g_autofree char *where = g_strdup_printf ("%s?code=%s&state=%s", redirect, CODE, state);

    g_assert_cmpstr (g_hash_table_lookup (query, "code_challenge_method"), ==, "S256");
    fixture->challenge = g_strdup (g_hash_table_lookup (query, "code_challenge"));
    fixture->scope = g_strdup (g_hash_table_lookup (query, "scope"));
    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, where);
  } else {
    g_autoptr (GHashTable) form = soup_form_decode (soup_server_message_get_request_body (message)->data);
    g_autofree char *challenge = make_challenge (g_hash_table_lookup (form, "code_verifier"));
    g_autofree char *claims = aus_base64url_encode (CLAIMS, strlen (CLAIMS));
    g_autofree char *answer =
      g_strdup_printf ("{\"access_token\":\"fake\",\"token_type\":\"Bearer\",\"expires_in\":3599,\"scope\":\"%s\","
                       "\"refresh_token\":\"fake-refresh\",\"id_token\":\"e30.%s.e30\"}", fixture->scope, claims);

    g_assert_cmpstr (challenge, ==, fixture->challenge);
    soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, answer, strlen (answer));
  }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  program)
{
  fixture->zoom = app_provider_start (0, app_provider_refuse_cb);
  soup_server_add_handler (fixture->zoom, "/o/oauth2", google_cb, fixture, NULL);
  soup_server_add_handler (fixture->zoom, "/token", google_cb, fixture, NULL);
  fixture->zoom_uri = app_provider_get_uri (fixture->zoom);

  fixture->clinic.role = "admin";
  app_clinic_set_up (&fixture->clinic, program);
  fixture->preferences = aus_preferences_new (NULL, fixture->clinic.client);
  fixture->root = GTK_WIDGET (fixture->preferences);
  gtk_window_present (GTK_WINDOW (fixture->root));
}

/* Calls under way hold on to it until they are told that they are over. */
static void
tear_down (Fixture       *fixture,
           gconstpointer  program)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->preferences), (gpointer *) &fixture->preferences);
  gtk_window_destroy (GTK_WINDOW (fixture->preferences));
  app_test_wait_for (fixture->preferences == NULL);
  app_clinic_tear_down (&fixture->clinic, program);
  soup_server_disconnect (fixture->zoom);
  g_clear_object (&fixture->zoom);
  g_free (fixture->zoom_uri);
  g_free (fixture->challenge);
  g_free (fixture->scope);
}

static void
show_page (Fixture *fixture)
{
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->root), "video");
  app_test_wait_for (account_find_row (fixture->root, "Zoom") != NULL);
}

static void
open_zoom (Fixture *fixture)
{
  show_page (fixture);
  account_activate (fixture->root, "Zoom");
  app_test_wait_for (account_find_row (fixture->root, "Account ID") != NULL);
}

static void
fill_in (Fixture *fixture)
{
  account_type (fixture->root, "Account ID", "account-of-tests");
  account_type (fixture->root, "Client ID", "client-of-tests");
  account_type (fixture->root, "Client secret", SECRET);
  account_type (fixture->root, "Zoom's address", fixture->zoom_uri);
}

static const char *
get_text (Fixture    *fixture,
          const char *title)
{
  return gtk_editable_get_text (GTK_EDITABLE (account_find_row (fixture->root, title)));
}

/* Whether it can be read without scrolling. */
static gboolean
is_in_view (GtkWidget *widget)
{
  GtkWidget *view = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, view, &bounds) && bounds.size.height > 0 && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= gtk_widget_get_height (view);
}

/* What is wrong with a field is seen where there is little room, too. */
static void
test_low_window (Fixture       *fixture,
                 gconstpointer  data)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->root), 640, 420);
  open_zoom (fixture);
  fill_in (fixture);
  account_type (fixture->root, "Host of all meetings", "no address");
  app_test_click (fixture->root, "Save");
  account_wait_for_label (fixture->root, "Must be an e-mail address.");
  app_test_wait_for (is_in_view (app_test_find_label (fixture->root, "Must be an e-mail address.")));
  app_test_paint (GTK_WINDOW (fixture->root), "provider-fault-low");
}

/* Saving keeps all, the secret is told to nobody again, and the test says what Zoom found wrong. */
static void
test_set_up (Fixture       *fixture,
             gconstpointer  data)
{
  open_zoom (fixture);
  app_test_paint (GTK_WINDOW (fixture->root), "provider-empty");
  g_assert_false (gtk_widget_get_sensitive (app_test_find_button (fixture->root, "Save")));
  fill_in (fixture);
  account_type (fixture->root, "Host of all meetings", "no address");
  app_test_click (fixture->root, "Save");
  account_wait_for_label (fixture->root, "Must be an e-mail address.");
  app_test_paint (GTK_WINDOW (fixture->root), "provider-fault");
  g_assert_cmpstr (get_text (fixture, "Client ID"), ==, "client-of-tests");

  account_type (fixture->root, "Host of all meetings", "host@lindenpark.example");
  g_assert_null (app_test_find_label (fixture->root, "Must be an e-mail address."));
  app_test_click (fixture->root, "Test");
  account_wait_for_label (fixture->root, "The Test Failed");
  account_wait_for_label (fixture->root, "Zoom does not know this client ID with this client secret.");
  app_test_paint (GTK_WINDOW (fixture->root), "provider-tested");
  g_assert_cmpstr (get_text (fixture, "Host of all meetings"), ==, "host@lindenpark.example");
  g_assert_cmpstr (get_text (fixture, "Client secret"), ==, "");
  account_wait_for_label (fixture->root, "Set");
  g_assert_false (gtk_widget_get_sensitive (app_test_find_button (fixture->root, "Save")));
}

/* Read by another device: what is stored is what was typed, and no more than the change was sent. */
static void
test_stored (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *token = app_clinic_sign_in_elsewhere (&fixture->clinic);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  open_zoom (fixture);
  fill_in (fixture);
  app_test_click (fixture->root, "Save");
  app_test_wait_for (!gtk_widget_get_sensitive (app_test_find_button (fixture->root, "Save")) &&
                     *get_text (fixture, "Client secret") == '\0');
  before = app_clinic_call (&fixture->clinic, token, "GET", "/telemedicine/api/video-providers/zoom/", NULL);
  g_assert_nonnull (strstr (before, "\"value\":\"account-of-tests\""));
  g_assert_nonnull (strstr (before, "\"available\":true"));
  g_assert_null (strstr (before, SECRET));

  gtk_switch_set_active (GTK_SWITCH (app_test_find_type (account_find_row (fixture->root, "Offer for Visits"),
                                                         GTK_TYPE_SWITCH)), FALSE);
  app_test_click (fixture->root, "Save");
  account_wait_for_label (fixture->root, "Cannot Be Used");
  after = app_clinic_call (&fixture->clinic, token, "GET", "/telemedicine/api/video-providers/zoom/", NULL);
  g_assert_nonnull (strstr (after, "\"is_enabled\":false"));
  g_assert_nonnull (strstr (after, "\"value\":\"account-of-tests\""));
}

/* Somebody else was faster: nothing of theirs is lost, and nothing that was typed. */
static void
test_stale (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *token = app_clinic_sign_in_elsewhere (&fixture->clinic);
  g_autofree char *saved = NULL;
  g_autofree char *theirs = NULL;

  open_zoom (fixture);
  saved = app_clinic_call (&fixture->clinic, token, "PUT", "/telemedicine/api/video-providers/zoom/",
                           "{\"settings\":{\"topic\":\"Before\"}}");
  app_test_click (fixture->root, "Back");
  open_zoom (fixture);
  theirs = app_clinic_call (&fixture->clinic, token, "PUT", "/telemedicine/api/video-providers/zoom/",
                            "{\"settings\":{\"topic\":\"Theirs\"}}");
  account_type (fixture->root, "Title of meetings", "Mine");
  app_test_click (fixture->root, "Save");
  account_wait_for_label (fixture->root, "Somebody else changed it meanwhile.");
  g_assert_cmpstr (get_text (fixture, "Title of meetings"), ==, "Mine");
}

/* What was left stays in the tree for a while. */
static gboolean
is_open (Fixture *fixture)
{
  GtkWidget *row = account_find_row (fixture->root, "Account ID");

  return row != NULL && gtk_widget_get_mapped (row);
}

static void
answer_dialog (Fixture    *fixture,
               const char *response)
{
  app_test_click (fixture->root, "Back");
  app_test_wait_for (app_dialog_find (ADW_TYPE_MESSAGE_DIALOG, NULL) != NULL);
  app_test_click (app_dialog_find (ADW_TYPE_MESSAGE_DIALOG, NULL), response);
  app_test_wait_for (app_dialog_find (ADW_TYPE_MESSAGE_DIALOG, NULL) == NULL);
}

/* Whoever goes back is asked where there is something to lose, and there alone. */
static void
test_discard (Fixture       *fixture,
              gconstpointer  data)
{
  open_zoom (fixture);
  app_test_click (fixture->root, "Back");
  app_test_wait_for (!is_open (fixture));
  g_assert_null (app_dialog_find (ADW_TYPE_MESSAGE_DIALOG, NULL));

  open_zoom (fixture);
  account_type (fixture->root, "Account ID", "half typed");
  answer_dialog (fixture, "_Cancel");
  g_assert_cmpstr (get_text (fixture, "Account ID"), ==, "half typed");
  answer_dialog (fixture, "_Discard");
  app_test_wait_for (!is_open (fixture));

  open_zoom (fixture);
  g_assert_cmpstr (get_text (fixture, "Account ID"), ==, "");
}

#define KEY_TITLE "Key of the service account"

/* (transfer full): what stands in the row of the key */
static char *
get_key (Fixture *fixture)
{
  GtkTextBuffer *buffer =
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (app_test_find_type (fixture->root, GTK_TYPE_TEXT_VIEW)));
  char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);

  return text;
}

static void
read_file (Fixture    *fixture,
           const char *content,
           gssize      length)
{
  g_autofree char *path = g_build_filename (fixture->clinic.folder, "key.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, content, length, NULL));
  app_test_click (account_find_row (fixture->root, KEY_TITLE), "Read From a File");
  app_dialog_choose (app_dialog_await (), file);
}

/* A key comes from its file as from the clipboard; what is no text is not taken, and nothing is lost by it. */
static void
test_read_from_a_file (Fixture       *fixture,
                       gconstpointer  data)
{
  static const char key[] = "{\"type\":\"service_account\"}";
  g_autofree char *read = NULL;
  g_autofree char *kept = NULL;

  show_page (fixture);
  account_activate (fixture->root, "Google Meet");
  app_test_wait_for (account_find_row (fixture->root, KEY_TITLE) != NULL);
  read_file (fixture, key, -1);
  app_test_wait_for (g_strcmp0 (read, key) == 0 || (g_free (read), read = get_key (fixture), FALSE));
  app_test_wait_for (gtk_widget_get_sensitive (app_test_find_button (fixture->root, "Save")));
  read_file (fixture, "\xff\xfe\x00z", 4);
  account_wait_for_label (fixture->root, "This file is no text of that kind.");
  kept = get_key (fixture);
  g_assert_cmpstr (kept, ==, key);
}

static void
test_builtin (Fixture       *fixture,
              gconstpointer  data)
{
  show_page (fixture);
  app_test_paint (GTK_WINDOW (fixture->root), "video-settings");
  account_activate (fixture->root, "Built-in call");
  app_test_wait_for (app_test_find_button (fixture->root, "Test") != NULL);
  app_test_click (fixture->root, "Test");
  account_wait_for_label (fixture->root, "The Test Passed");
  g_assert_null (app_test_find_button (fixture->root, "Save"));
}

/* The id of any patient and of any doctor, as a body for a visit with Zoom. (transfer full) */
static char *
make_visit (Fixture    *fixture,
            const char *token)
{
  g_autofree char *id = app_clinic_find_scheduled (&fixture->clinic);
  g_autofree char *path = g_strdup_printf ("/telemedicine/api/consultations/%s/", id);
  g_autofree char *text = app_clinic_call (&fixture->clinic, token, "GET", path, NULL);
  g_autoptr (JsonObject) visit = aus_json_parse_object (text, -1, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) start = g_date_time_add_days (now, 3);
  g_autofree char *time = g_date_time_format (start, "%Y-%m-%dT%H:%M:%SZ");

  return g_strdup_printf ("{\"doctor_id\":\"%s\",\"patient_id\":\"%s\",\"scheduled_start\":\"%s\","
                          "\"video_provider\":\"zoom\"}", aus_json_get_text (visit, "doctor_id"),
                          aus_json_get_text (visit, "patient_id"), time);
}

static void
test_failed_meeting (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *token = app_clinic_sign_in_elsewhere (&fixture->clinic);
  g_autofree char *body = make_visit (fixture, token);
  g_autofree char *visit = NULL;
  GtkWidget *row;

  open_zoom (fixture);
  fill_in (fixture);
  app_test_click (fixture->root, "Test");
  account_wait_for_label (fixture->root, "The Test Failed");
  visit = app_clinic_call (&fixture->clinic, token, "POST", "/telemedicine/api/consultations/", body);
  app_test_click (fixture->root, "Back");

  for (;;) {
    g_autofree char *jobs = app_clinic_call (&fixture->clinic, token, "GET",
                                             "/telemedicine/api/jobs/?kind=meeting_create&state=failed,dead", NULL);

    if (strstr (jobs, "\"count\":0") == NULL)
      break;
  }

  account_activate (fixture->root, "Zoom");
  app_test_wait_for (account_find_row (fixture->root, "Account ID") != NULL);
  app_test_click (fixture->root, "Test");
  account_wait_for_label (fixture->root, "The Test Failed");
  app_test_click (fixture->root, "Back");
  app_test_wait_for (account_find_row (fixture->root, "The Meeting Could Not Be Made") != NULL);
  app_test_paint (GTK_WINDOW (fixture->root), "failed-meeting");
  row = account_find_row (fixture->root, "The Meeting Could Not Be Made");
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "this client secret"));
  g_object_add_weak_pointer (G_OBJECT (row), (gpointer *) &row);
  app_test_click (row, "Try Again");
  /* It is asked for anew. */
  app_test_wait_for (row == NULL);
}

static void
browsed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

  g_assert_no_error (error);
  *(char **) user_data = g_strndup (g_bytes_get_data (page, NULL), g_bytes_get_size (page));
}

/* Goes where it is sent, as a browser does. */
static void
browse_cb (const char *uri,
           gpointer    data)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, browsed_cb, data);
}

static void
test_sign_in (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *token = app_clinic_sign_in_elsewhere (&fixture->clinic);
  g_autofree char *body = g_strdup_printf ("{\"settings\":{\"sign_in\":\"user\",\"client_id\":\"app\","
                                           "\"client_secret\":\"" SECRET "\",\"server\":\"%s\"}}", fixture->zoom_uri);
  g_autofree char *saved = app_clinic_call (&fixture->clinic, token, "PUT",
                                            "/telemedicine/api/video-providers/google_meet/", body);
  g_autofree char *page = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusProviderSetup) setup = NULL;
  const AusProviderSignIn sign_in = { "google_meet", browse_cb, &page };

  aus_provider_sign_in (fixture->clinic.client, &sign_in, NULL, app_clinic_result_cb, &result);
  app_test_wait_for (result != NULL && page != NULL);
  setup = aus_provider_setup_finish (fixture->clinic.client, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (page, "You can close this page"));
  g_assert_cmpint (setup->sign_in, ==, AUS_SIGN_IN_CONNECTED);
  g_assert_cmpstr (setup->account, ==, "host@clinic.example");

  show_page (fixture);
  account_activate (fixture->root, "Google Meet");
  app_test_wait_for (account_find_row (fixture->root, "Signed In") != NULL);
  app_test_paint (GTK_WINDOW (fixture->root), "signed-in");
  app_test_click (fixture->root, "Sign Out");
  app_test_wait_for (account_find_row (fixture->root, "Nobody Is Signed In") != NULL);
}

/* Doctors have nothing to set up here. */
static void
test_for_admins_alone (AppClinic     *clinic,
                       gconstpointer  data)
{
  AusPreferences *preferences = aus_preferences_new (NULL, clinic->client);

  gtk_window_present (GTK_WINDOW (preferences));
  app_test_wait_for (account_find_row (GTK_WIDGET (preferences), "Change Password") != NULL);
  g_assert_null (app_test_find_label (GTK_WIDGET (preferences), "Video Providers"));
  g_object_add_weak_pointer (G_OBJECT (preferences), (gpointer *) &preferences);
  gtk_window_destroy (GTK_WINDOW (preferences));
  app_test_wait_for (preferences == NULL);
}

#define ADD(path, function) \
  g_test_add (path, Fixture, argv[1], set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  ADD ("/video-settings/set-up", test_set_up);
  ADD ("/video-settings/low-window", test_low_window);
  ADD ("/video-settings/stored", test_stored);
  ADD ("/video-settings/stale", test_stale);
  ADD ("/video-settings/discard", test_discard);
  ADD ("/video-settings/read-from-a-file", test_read_from_a_file);
  ADD ("/video-settings/builtin", test_builtin);
  ADD ("/video-settings/failed-meeting", test_failed_meeting);
  ADD ("/video-settings/sign-in", test_sign_in);
  g_test_add ("/video-settings/for-admins-alone", AppClinic, argv[1], app_clinic_set_up, test_for_admins_alone,
              app_clinic_tear_down);

  return g_test_run ();
}
