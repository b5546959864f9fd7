#include "aus-account-steps.h"
#include "aus-app-browser.h"
#include "aus-app-provider.h"

#include "aus-json.h"
#include "aus-meeting-page.h"
#include "aus-meeting-panel.h"
#include "aus-record-list.h"
#include "aus-room-window.h"
#include "aus-small-call.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

/* Meetings of other providers, against the real server, whose path is the first argument. The provider's page is one of
 * ours, camera and microphone are none, and so is the browser: it writes down what it is asked to open. */

typedef struct
{
  AppClinic    clinic;
  SoupServer  *jitsi;
  char        *jitsi_uri;
  GSettings   *settings;
  GtkWindow   *window;
  guint        wake;
} Fixture;

/* Takes camera and microphone, as joining does, and says so in its title. */
static const char page[] =
  "<!DOCTYPE html><title>Joining</title><body style='background:#234;color:#fff;font:2em sans-serif'>"
  "<p id=p>A room</p><a id=a href='https://elsewhere.example/'>Elsewhere</a><script>"
  "navigator.mediaDevices.getUserMedia({audio:true,video:true})"
  ".then(()=>{document.title='In';p.textContent='In the room'},(e)=>{document.title=e.name});"
  "</script>";

static void
page_cb (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, page, strlen (page));
}

/* Files do not wake the main loop. */
static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  program)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  fixture->jitsi = app_provider_start (0, page_cb);
  fixture->jitsi_uri = app_provider_get_uri (fixture->jitsi);
  fixture->wake = g_timeout_add (20, wake_cb, NULL);
  g_subprocess_launcher_setenv (launcher, "AUSCULTA_JITSI_URL", fixture->jitsi_uri, TRUE);
  g_subprocess_launcher_setenv (launcher, "AUSCULTA_JITSI_APP_ID", "clinic", TRUE);
  g_subprocess_launcher_setenv (launcher, "AUSCULTA_JITSI_APP_SECRET", "a secret of tests that is long enough", TRUE);
  app_clinic_start (&fixture->clinic, launcher, program);
  app_clinic_sign_in (&fixture->clinic, NULL);
  fixture->settings = g_settings_new ("org.ausculta.Ausculta");
  g_settings_reset (fixture->settings, "embed-meetings");
  g_unlink (g_getenv ("AUS_OPENED"));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  program)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (fixture->window);
  app_test_wait_for (fixture->window == NULL);
  app_clinic_tear_down (&fixture->clinic, program);
  g_source_remove (fixture->wake);
  soup_server_disconnect (fixture->jitsi);
  g_clear_object (&fixture->jitsi);
  g_clear_object (&fixture->settings);
  g_free (fixture->jitsi_uri);
}

static AusConsultation *
switch_to_jitsi (Fixture *fixture)
{
  AusRecordList *visits = AUS_RECORD_LIST (aus_client_get_consultations (fixture->clinic.client));
  g_autofree char *token = app_clinic_sign_in_elsewhere (&fixture->clinic);
  g_autofree char *id = app_clinic_find_scheduled (&fixture->clinic);
  g_autofree char *path = g_strdup_printf ("/telemedicine/api/consultations/%s/switch_provider/", id);
  g_autofree char *answer =
    app_clinic_call (&fixture->clinic, token, "POST", path, "{\"video_provider\":\"jitsi\"}");
  AusConsultation *visit = aus_record_list_find (visits, id);

  app_test_wait_for (visit->video_provider == AUS_VIDEO_PROVIDER_JITSI);

  return visit;
}

static AusMeetingPage *
show_page (Fixture         *fixture,
           AusConsultation *visit,
           const char      *embed)
{
  AusMeetingPage *meeting = g_object_new (AUS_TYPE_MEETING_PAGE, NULL);
  const AusRoomSetup setup = {
    .visit = visit, .media_source = AUS_MEDIA_SOURCE_TEST, .settings = fixture->settings,
  };
  GtkWidget *panel = app_test_find_type (GTK_WIDGET (meeting), AUS_TYPE_MEETING_PANEL);

  g_settings_set_string (fixture->settings, "embed-meetings", embed);
  g_object_set (panel, "patience", 1, NULL);
  aus_meeting_page_attach (meeting, fixture->clinic.client, &setup);
  fixture->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (fixture->window, 640, 480);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (meeting));
  gtk_window_present (fixture->window);

  return meeting;
}

static AusMeetingPage *
open_page (Fixture    *fixture,
           const char *embed)
{
  return show_page (fixture, switch_to_jitsi (fixture), embed);
}

/* What the browser was asked to open. (transfer full) (nullable) */
static char *
read_opened (void)
{
  char *text = NULL;

  g_file_get_contents (g_getenv ("AUS_OPENED"), &text, NULL, NULL);

  return text;
}

static gboolean
is_opened (void)
{
  g_autofree char *text = read_opened ();

  return text != NULL && *text != '\0';
}

/* No engine of today carries calls, so the browser opens, and the app says why. */
static void
test_in_browser (Fixture       *fixture,
                 gconstpointer  data)
{
  AusMeetingPage *meeting = open_page (fixture, "auto");
  GtkWidget *root = GTK_WIDGET (meeting);
  g_autofree char *opened = NULL;

  app_test_wait_for (is_opened ());
  opened = read_opened ();
  g_assert_true (g_str_has_prefix (opened, fixture->jitsi_uri));
  g_assert_nonnull (strstr (opened, "#jwt="));
  account_wait_for_label (root, "It is open in your browser. The web engine of this computer cannot carry calls. "
                                "Chat, notes and people stay here.");
  account_wait_for_label (root, "Are you in?");
  app_test_paint (fixture->window, "meeting-in-browser");
  app_test_click (root, "Yes, I Am In");
  g_assert_null (app_test_find_label (root, "Are you in?"));
  g_unlink (g_getenv ("AUS_OPENED"));
  app_test_click (root, "Open Again");
  app_test_wait_for (is_opened ());
}

static void
test_as_set (Fixture       *fixture,
             gconstpointer  data)
{
  AusMeetingPage *meeting = open_page (fixture, "never");

  app_test_wait_for (is_opened ());
  account_wait_for_label (meeting, "It is open in your browser. Your settings have meetings open in the browser. "
                                   "Chat, notes and people stay here.");
}

static char *
act (Fixture         *fixture,
     AusConsultation *visit,
     const char      *action,
     const char      *body)
{
  g_autofree char *token = app_clinic_sign_in_elsewhere (&fixture->clinic);
  g_autofree char *path = g_strdup_printf ("/telemedicine/api/consultations/%s/%s/", visit->id, action);

  return app_clinic_call (&fixture->clinic, token, "POST", path, body);
}

/* While nobody may know the way, the page says why, and goes in by itself afterwards. */
static void
test_on_hold (Fixture       *fixture,
              gconstpointer  data)
{
  AusConsultation *visit = switch_to_jitsi (fixture);
  g_autofree char *started = act (fixture, visit, "start", "{}");
  g_autofree char *held = act (fixture, visit, "pause", "{}");
  AusMeetingPage *meeting = show_page (fixture, visit, "never");
  g_autofree char *resumed = NULL;

  account_wait_for_label (meeting, "The call is on hold.");
  g_assert_false (is_opened ());
  resumed = act (fixture, visit, "resume", "{}");
  app_test_wait_for (is_opened ());
}

/* Whoever is not in after a while may have the clinic's own call. */
static void
test_builtin (Fixture       *fixture,
              gconstpointer  data)
{
  AusMeetingPage *meeting = open_page (fixture, "never");
  AusConsultation *visit;

  account_wait_for_label (meeting, "Are you in?");
  visit = switch_to_jitsi (fixture);
  app_test_click (GTK_WIDGET (meeting), "Use Our Own Call");
  app_test_wait_for (visit->video_provider == AUS_VIDEO_PROVIDER_BUILTIN);
}

static GtkWidget *
find_view (GtkWidget *root)
{
  return app_test_find_type (root, g_type_from_name ("WebKitWebView"));
}

static gboolean
has_title (GtkWidget  *root,
           const char *title)
{
  GtkWidget *view = g_type_from_name ("WebKitWebView") ? find_view (root) : NULL;
  g_autofree char *text = NULL;

  if (view != NULL)
    g_object_get (view, "title", &text, NULL);

  return g_strcmp0 (text, title) == 0;
}

/* Whether a picture is shown that says @text to whoever points at it. */
static gboolean
is_shown (GtkWidget  *root,
          const char *text)
{
  if (!gtk_widget_get_visible (root))
    return FALSE;

  if (g_strcmp0 (gtk_widget_get_tooltip_text (root), text) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child)) {
    if (is_shown (child, text))
      return TRUE;
  }

  return FALSE;
}

/* Inside: asked first, then shown that the camera is on. */
static void
test_embedded (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *root = GTK_WIDGET (open_page (fixture, "always"));

  account_wait_for_label (root, "Jitsi wants to use your camera and microphone.");
  app_test_paint (fixture->window, "meeting-asks");
  app_test_click (root, "Allow");
  app_test_wait_for (has_title (root, "In"));
  g_assert_false (is_shown (root, "The screen is shown"));
  app_test_wait_for (is_shown (root, "The camera is on") && is_shown (root, "The microphone is on"));
  app_test_paint (fixture->window, "meeting-embedded");
  g_assert_false (is_opened ());
  app_test_click (root, "Open in Browser");
  app_test_wait_for (is_opened ());
  account_wait_for_label (root, "This Visit Uses Jitsi");
}

static void
test_denied (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *root = GTK_WIDGET (open_page (fixture, "always"));

  account_wait_for_label (root, "Jitsi wants to use your camera and microphone.");
  app_test_click (root, "Deny");
  app_test_wait_for (has_title (root, "NotAllowedError"));
  account_wait_for_label (root, "You are not asked again before the page is loaded anew.");
  app_test_click (root, "Reload");
  account_wait_for_label (root, "Jitsi wants to use your camera and microphone.");
}

/* The app goes on, and the page can be had again. */
static void
test_crash (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *root = GTK_WIDGET (open_page (fixture, "always"));

  account_wait_for_label (root, "Jitsi wants to use your camera and microphone.");
  g_signal_emit_by_name (find_view (root), "web-process-terminated", 0);
  account_wait_for_label (root, "The Page Has Crashed");
  app_test_paint (fixture->window, "meeting-crashed");
  app_test_click (root, "Try Again");
  account_wait_for_label (root, "Jitsi wants to use your camera and microphone.");
}

/* The background of the provider's page. */
#define PAGE_COLOUR 0x223344

static AusRoomWindow *
open_room (Fixture *fixture)
{
  const AusRoomSetup setup = {
    .visit = switch_to_jitsi (fixture), .media_source = AUS_MEDIA_SOURCE_TEST, .draft_dir = fixture->clinic.folder,
    .settings = fixture->settings,
  };
  AusRoomWindow *room;

  g_settings_set_string (fixture->settings, "embed-meetings", "always");
  room = aus_room_window_new (NULL, fixture->clinic.client, &setup);
  fixture->window = GTK_WINDOW (room);
  gtk_window_present (fixture->window);
  app_test_wait_for (app_test_find_button (GTK_WIDGET (room), "Start") != NULL);
  app_test_click (GTK_WIDGET (room), "Start");

  return room;
}

/* The meeting goes on in a corner while notes take the window, and comes back as it was. */
static void
test_small (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *root = GTK_WIDGET (open_room (fixture));
  GtkWidget *small = app_test_find_type (root, AUS_TYPE_SMALL_CALL);
  GtkWidget *copy;

  account_wait_for_label (root, "Jitsi wants to use your camera and microphone.");
  app_test_click (root, "Allow");
  app_test_wait_for (has_title (root, "In"));
  gtk_widget_activate_action (root, "win.show-panel", "s", "notes");
  g_assert_null (app_test_find_type (small, GTK_TYPE_PICTURE));
  app_test_click (root, "Small Picture of the Call");
  app_test_wait_for (app_test_find_type (small, GTK_TYPE_PICTURE) != NULL);
  copy = app_test_find_type (small, GTK_TYPE_PICTURE);
  app_test_paint (fixture->window, "meeting-small");
  app_test_wait_for (app_test_colour_at (copy, gtk_widget_get_width (copy) / 2, gtk_widget_get_height (copy) / 2)
                     == PAGE_COLOUR);
  g_assert_true (gtk_widget_get_mapped (find_view (root)));
  app_test_click (small, "Back to the Call");
  app_test_wait_for (app_test_find_type (small, GTK_TYPE_PICTURE) == NULL);
  g_assert_true (has_title (root, "In"));
}

#define ADD(path, function) \
  g_test_add (path, Fixture, argv[1], set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("ausculta-XXXXXX", NULL);

  app_browser_install (folder);
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 3);

  ADD ("/meeting/in-browser", test_in_browser);
  ADD ("/meeting/as-set", test_as_set);
  ADD ("/meeting/on-hold", test_on_hold);
  ADD ("/meeting/builtin", test_builtin);

  /* Where the app was built without a web engine, there is nothing to embed by. */
  if (g_str_equal (argv[2], "engine")) {
    ADD ("/meeting/embedded", test_embedded);
    ADD ("/meeting/denied", test_denied);
    ADD ("/meeting/crash", test_crash);
    ADD ("/meeting/small", test_small);
  }

  return g_test_run ();
}
