#include "aus-account-steps.h"
#include "aus-app-dialog.h"
#include "aus-app-provider.h"

#include "aus-embed.h"

#include <gmodule.h>
#include <libsoup/soup.h>
#include <string.h>
#include <webkit/webkit.h>

/* The view that shows meetings, with a provider of our own: two hosts are its own, and a third is not. Camera,
 * microphone and screen are none. What the page does on a click is done by scripts, which count as such. */

#define OWN "127.0.0.1"
#define SIGN_IN "localhost"
#define FOREIGN "[::1]"
#define FILE_NAME "notes.bin"
#define FILE_CONTENT "what was shared"

typedef struct
{
  SoupServer    *server;
  guint          port;
  GtkWindow     *window;
  GtkWidget     *root;
  WebKitWebView *page;
} Fixture;

static const char room[] =
  "<!DOCTYPE html><title>Room</title><p>A room</p>"
  "<script>onmessage = ({ data }) => { document.title = data; };</script>";
static const char sign_in[] = "<!DOCTYPE html><title>Sign In</title><p>Who are you?</p>";

static void
page_cb (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  const gboolean is_file = g_str_equal (path, "/file");
  const char *text = is_file ? FILE_CONTENT : g_str_equal (path, "/sign-in") ? sign_in : room;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, is_file ? "application/octet-stream" : "text/html", SOUP_MEMORY_COPY, text,
                                    strlen (text));

  if (is_file)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Content-Disposition",
                                  "attachment; filename=\"" FILE_NAME "\"");
}

static const AusEmbedModule *
load_module (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("AUSCULTA_MODULE_DIR"), AUS_EMBED_FILE, NULL);
  GModule *module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  gpointer symbol = NULL;

  g_assert_nonnull (module);
  g_assert_true (g_module_symbol (module, AUS_EMBED_SYMBOL, &symbol));
  g_module_make_resident (module);

  return symbol;
}

static char *
make_uri (Fixture    *fixture,
          const char *host,
          const char *path)
{
  return g_strdup_printf ("http://%s:%u/%s", host, fixture->port, path);
}

static gboolean
has_title (WebKitWebView *page,
           const char    *title)
{
  return g_strcmp0 (webkit_web_view_get_title (page), title) == 0;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const domains[] = { SIGN_IN, NULL };
  g_autofree char *uri = NULL;

  fixture->server = app_provider_start (0, page_cb);
  fixture->port = app_provider_get_port (fixture->server);
  uri = make_uri (fixture, OWN, "");
  fixture->root = load_module ()->view_new (&(AusEmbedRequest) { uri, domains, "Jitsi", TRUE });
  fixture->page = WEBKIT_WEB_VIEW (app_test_find_type (fixture->root, WEBKIT_TYPE_WEB_VIEW));
  fixture->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (fixture->window, 640, 480);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->root);
  gtk_window_present (fixture->window);
  app_test_wait_for (has_title (fixture->page, "Room"));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (fixture->window);
  app_test_wait_for (fixture->window == NULL);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
}

static void
run (WebKitWebView *page,
     const char    *script)
{
  webkit_web_view_evaluate_javascript (page, script, -1, NULL, NULL, NULL, NULL, NULL);
}

static WebKitWebView *
find_other (Fixture *fixture)
{
  GtkWidget *window = app_dialog_find (ADW_TYPE_WINDOW, fixture->window);

  return window ? (WebKitWebView *) app_test_find_type (window, WEBKIT_TYPE_WEB_VIEW) : NULL;
}

static WebKitWebView *
open_window (Fixture    *fixture,
             const char *host)
{
  g_autofree char *uri = make_uri (fixture, host, "sign-in");
  g_autofree char *script = g_strdup_printf ("window.other = window.open ('%s', '', 'width=300,height=300')", uri);

  run (fixture->page, script);
  app_test_wait_for (find_other (fixture) != NULL);

  return find_other (fixture);
}

/* A window of its own that says whose it is, talks to the page, and goes when it is done. */
static void
test_sign_in (Fixture       *fixture,
              gconstpointer  data)
{
  WebKitWebView *other = open_window (fixture, SIGN_IN);
  GtkWidget *window = app_dialog_find (ADW_TYPE_WINDOW, fixture->window);
  g_autofree char *uri = make_uri (fixture, SIGN_IN, "sign-in");

  app_test_wait_for (has_title (other, "Sign In") && gtk_widget_get_mapped (window));
  g_assert_nonnull (app_test_find_label (window, uri));
  app_test_paint (GTK_WINDOW (window), "meeting-sign-in");
  run (other, "window.opener.postMessage ('Signed in', '*')");
  app_test_wait_for (has_title (fixture->page, "Signed in"));
  run (other, "window.close ()");
  app_test_wait_for (app_dialog_find (ADW_TYPE_WINDOW, fixture->window) == NULL);
}

/* Where a window that was let open wants to go elsewhere, it stays. */
static void
test_sign_in_leads_away (Fixture       *fixture,
                         gconstpointer  data)
{
  WebKitWebView *other = open_window (fixture, SIGN_IN);
  g_autofree char *away = make_uri (fixture, FOREIGN, "");
  g_autofree char *script = g_strdup_printf ("location.href = '%s'", away);
  g_autofree char *uri = make_uri (fixture, SIGN_IN, "sign-in");

  app_test_wait_for (has_title (other, "Sign In"));
  run (other, script);
  account_wait_for_label (fixture->root, "The meeting wanted to lead to ::1, which is not its provider.");
  g_assert_cmpstr (webkit_web_view_get_uri (other), ==, uri);
  run (other, "window.close ()");
  app_test_wait_for (app_dialog_find (ADW_TYPE_WINDOW, fixture->window) == NULL);
}

/* No window is made, the page hears so, and people may go there in their browser. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *uri = make_uri (fixture, FOREIGN, "sign-in");
  g_autofree char *script =
    g_strdup_printf ("document.title = window.open ('%s') === null ? 'Refused' : 'Opened'", uri);

  run (fixture->page, script);
  app_test_wait_for (has_title (fixture->page, "Refused"));
  account_wait_for_label (fixture->root, "The meeting wanted to lead to ::1, which is not its provider.");
  g_assert_null (app_dialog_find (ADW_TYPE_WINDOW, fixture->window));
  app_test_paint (fixture->window, "meeting-stopped");
}

static GtkWidget *
begin_download (Fixture *fixture)
{
  run (fixture->page, "location.href = '/file'");

  return app_dialog_await ();
}

/* Where it goes is asked, under the name that the page gave it. */
static void
test_download (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("ausculta-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GFile) place = g_file_new_for_path (folder);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = NULL;
  g_autofree char *content = NULL;
  GtkWidget *dialog = begin_download (fixture);

  name = gtk_file_chooser_get_current_name (GTK_FILE_CHOOSER (dialog));
  g_assert_cmpstr (name, ==, FILE_NAME);
  app_dialog_choose (dialog, file);
  app_test_wait_for (g_file_get_contents (path, &content, NULL, NULL) && *content != '\0');
  g_assert_cmpstr (content, ==, FILE_CONTENT);
  g_assert_true (has_title (fixture->page, "Room"));
  g_assert_true (g_file_delete (file, NULL, NULL) && g_file_delete (place, NULL, NULL));
}

/* Nothing is kept, and it can be had again. */
static void
test_download_refused (Fixture       *fixture,
                       gconstpointer  data)
{
  for (guint i = 0; i < 2; i++) {
    gtk_dialog_response (GTK_DIALOG (begin_download (fixture)), GTK_RESPONSE_CANCEL);
    app_test_wait_for (app_dialog_find (GTK_TYPE_FILE_CHOOSER_DIALOG, NULL) == NULL);
  }
}

static void
test_zoom (Fixture       *fixture,
           gconstpointer  data)
{
  app_test_click (fixture->root, "Larger");
  app_test_click (fixture->root, "Larger");
  g_assert_cmpfloat_with_epsilon (webkit_web_view_get_zoom_level (fixture->page), 1.2, 0.001);

  for (guint i = 0; i < 20; i++)
    app_test_click (fixture->root, "Smaller");

  g_assert_cmpfloat_with_epsilon (webkit_web_view_get_zoom_level (fixture->page), 0.5, 0.001);

  for (guint i = 0; i < 40; i++)
    app_test_click (fixture->root, "Larger");

  g_assert_cmpfloat_with_epsilon (webkit_web_view_get_zoom_level (fixture->page), 2.5, 0.001);
}

/* By the button and by whatever else: the button says how it is. */
static void
test_full_screen (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkToggleButton *button = GTK_TOGGLE_BUTTON (app_test_find_button (fixture->root, "Full Screen"));

  /* There is no window manager here, so that it holds from when a window is shown. */
  gtk_widget_hide (GTK_WIDGET (fixture->window));
  gtk_toggle_button_set_active (button, TRUE);
  gtk_window_present (fixture->window);
  app_test_wait_for (gtk_window_is_fullscreen (fixture->window));
  g_assert_true (gtk_toggle_button_get_active (button));
  gtk_widget_hide (GTK_WIDGET (fixture->window));
  gtk_window_unfullscreen (fixture->window);
  gtk_window_present (fixture->window);
  app_test_wait_for (!gtk_window_is_fullscreen (fixture->window) && !gtk_toggle_button_get_active (button));
}

static gboolean
is_shown (GtkWidget  *root,
          const char *text)
{
  if (!gtk_widget_get_visible (root))
    return FALSE;

  if (GTK_IS_IMAGE (root) && g_strcmp0 (gtk_widget_get_tooltip_text (root), text) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child)) {
    if (is_shown (child, text))
      return TRUE;
  }

  return FALSE;
}

#define SHARE \
  "navigator.mediaDevices.getDisplayMedia ({ video: true })" \
  ".then ((stream) => { window.stream = stream; document.title = 'Shown'; }, (e) => { document.title = e.name; })"

/* Asked each time, and shown as long as it goes on. */
static void
test_screen (Fixture       *fixture,
             gconstpointer  data)
{
  run (fixture->page, SHARE);
  account_wait_for_label (fixture->root, "Jitsi wants to show your screen to the others.");
  app_test_click (fixture->root, "Deny");
  app_test_wait_for (has_title (fixture->page, "NotAllowedError"));
  g_assert_false (is_shown (fixture->root, "The screen is shown"));
  app_test_click (fixture->root, "Reload");
  app_test_wait_for (has_title (fixture->page, "Room"));
  run (fixture->page, SHARE);
  account_wait_for_label (fixture->root, "Jitsi wants to show your screen to the others.");
  app_test_click (fixture->root, "Allow");
  app_test_wait_for (has_title (fixture->page, "Shown"));
  app_test_wait_for (is_shown (fixture->root, "The screen is shown"));
  app_test_paint (fixture->window, "meeting-screen");
  run (fixture->page, "window.stream.getTracks ().forEach ((track) => track.stop ())");
  app_test_wait_for (!is_shown (fixture->root, "The screen is shown"));
}

#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);

  ADD ("/embed/sign-in", test_sign_in);
  ADD ("/embed/sign-in-leads-away", test_sign_in_leads_away);
  ADD ("/embed/refused", test_refused);
  ADD ("/embed/download", test_download);
  ADD ("/embed/download-refused", test_download_refused);
  ADD ("/embed/zoom", test_zoom);
  ADD ("/embed/full-screen", test_full_screen);
  ADD ("/embed/screen", test_screen);

  return g_test_run ();
}
