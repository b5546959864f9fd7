#include "aus-account-steps.h"
#include "aus-app-browser.h"
#include "aus-app-provider.h"
#include "aus-app-visit.h"

#include "aus-meeting-panel.h"
#include "aus-provider-button.h"
#include "aus-room-stage.h"

#include <glib/gstdio.h>
#include <string.h>

/* A visit that changes its provider, in its room and against the real server, whose path is the first argument. Only
 * the Jitsi server is not the real one, so that it can be down. */

typedef struct
{
  AppVisit    visit;
  SoupServer *jitsi;
  guint       port;
} Fixture;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/javascript", SOUP_MEMORY_STATIC, "", 0);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  program)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *uri = NULL;

  fixture->jitsi = app_provider_start (0, answer_cb);
  fixture->port = app_provider_get_port (fixture->jitsi);
  uri = app_provider_get_uri (fixture->jitsi);
  g_subprocess_launcher_setenv (launcher, "AUSCULTA_JITSI_URL", uri, TRUE);
  g_subprocess_launcher_setenv (launcher, "AUSCULTA_JITSI_APP_ID", "clinic", TRUE);
  g_subprocess_launcher_setenv (launcher, "AUSCULTA_JITSI_APP_SECRET", "a secret of tests that is long enough", TRUE);
  app_clinic_start (&fixture->visit.app, launcher, program);
  app_clinic_sign_in (&fixture->visit.app, NULL);
  app_visit_find (&fixture->visit);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  program)
{
  app_visit_tear_down (&fixture->visit, program);
  g_clear_object (&fixture->jitsi);
}

/* Asks whether it works, as an admin does, and is told. */
static void
test_jitsi (Fixture  *fixture,
            gboolean  works)
{
  g_autofree char *token = app_clinic_sign_in_admin (&fixture->visit.app);
  g_autofree char *answer =
    app_clinic_call (&fixture->visit.app, token, "POST", "/telemedicine/api/video-providers/jitsi/test/", "{}");

  g_assert_nonnull (strstr (answer, works ? "\"passed\":true" : "\"passed\":false"));
}

static void
break_jitsi (Fixture *fixture)
{
  soup_server_disconnect (fixture->jitsi);
  test_jitsi (fixture, FALSE);
}

static void
mend_jitsi (Fixture *fixture)
{
  g_clear_object (&fixture->jitsi);
  fixture->jitsi = app_provider_start (fixture->port, answer_cb);
  test_jitsi (fixture, TRUE);
}

/* As another device of the doctor would. */
static void
switch_elsewhere (Fixture    *fixture,
                  const char *provider)
{
  g_autofree char *path = app_visit_make_path (&fixture->visit, "switch_provider");
  g_autofree char *body = g_strdup_printf ("{\"video_provider\":\"%s\"}", provider);
  g_autoptr (JsonObject) answer = app_visit_call (&fixture->visit, "POST", path, body);
}

static GtkWidget *
get_root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->visit.room);
}

static void
open_menu (Fixture *fixture)
{
  GtkWidget *button = app_test_find_type (get_root (fixture), AUS_TYPE_PROVIDER_BUTTON);

  app_test_wait_for (app_test_find_type (button, GTK_TYPE_MENU_BUTTON) != NULL);
  gtk_menu_button_popup (GTK_MENU_BUTTON (app_test_find_type (button, GTK_TYPE_MENU_BUTTON)));
}

/* Paints what is on a surface of its own. */
static void
paint_menu (Fixture    *fixture,
            const char *name)
{
  GtkWidget *popover = app_test_find_type (get_root (fixture), GTK_TYPE_POPOVER);
  const char *directory = g_getenv ("AUS_SCREENS");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (directory ? directory : fixture->visit.app.folder, file, NULL);

  app_test_wait_for (gtk_widget_get_mapped (popover) && gtk_widget_get_width (popover) > 0);
  app_test_save (popover, path);
}

static GtkWidget *
find_choice (Fixture    *fixture,
             const char *name)
{
  GtkWidget *popover = app_test_find_type (get_root (fixture), GTK_TYPE_POPOVER);
  GtkWidget *label = popover ? app_test_find_label (popover, name) : NULL;

  return label ? gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW) : NULL;
}

/* What was in use a moment ago is offered once the menu has heard of it. */
static gboolean
can_choose (Fixture    *fixture,
            const char *name)
{
  GtkWidget *row = find_choice (fixture, name);

  return row != NULL && gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row));
}

static void
choose (Fixture    *fixture,
        const char *name)
{
  open_menu (fixture);
  app_test_wait_for (can_choose (fixture, name));
  gtk_widget_activate (find_choice (fixture, name));
}

/* What a visit has is marked, what can be had can be chosen, and of the others it is said why not. */
static void
test_menu (Fixture       *fixture,
           gconstpointer  data)
{
  AppVisit *visit = &fixture->visit;

  app_visit_enter_room (visit, NULL);
  open_menu (fixture);
  app_test_wait_for (find_choice (fixture, "Jitsi") != NULL);
  g_assert_nonnull (app_test_find_label (find_choice (fixture, "Jitsi"), "Ready"));
  g_assert_nonnull (app_test_find_label (find_choice (fixture, "Built-in call"), "In use"));
  g_assert_false (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (find_choice (fixture, "Built-in call"))));
  g_assert_false (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (find_choice (fixture, "Zoom"))));
  g_assert_null (app_test_find_label (find_choice (fixture, "Zoom"), "Ready"));
  paint_menu (fixture, "provider-menu");
  gtk_widget_activate (find_choice (fixture, "Jitsi"));
  app_test_wait_for (visit->visit->video_provider == AUS_VIDEO_PROVIDER_JITSI);
}

/* Out of the clinic's own call and back into it. */
static void
test_in_call (Fixture       *fixture,
              gconstpointer  data)
{
  AppVisit *visit = &fixture->visit;

  app_visit_open_room (visit, NULL);
  app_test_wait_for (app_test_find_button (get_root (fixture), "Admit") != NULL);
  app_test_click (get_root (fixture), "Admit");
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
  choose (fixture, "Jitsi");
  app_test_wait_for (!aus_room_window_is_in_call (visit->room));
  app_test_wait_for (app_test_find_type (get_root (fixture), AUS_TYPE_MEETING_PANEL) != NULL);
  choose (fixture, "Built-in call");
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
}

static const char *
get_current (Fixture *fixture)
{
  GtkWidget *stage = app_test_find_type (get_root (fixture), AUS_TYPE_ROOM_STAGE);
  const AusVideoChoices *choices =
    aus_provider_acts_get_choices (aus_room_stage_get_provider_acts (AUS_ROOM_STAGE (stage)));

  return choices ? choices->current->name : NULL;
}

/* The room hears that its provider is down, says so, and one click leads to another. */
static void
test_trouble (Fixture       *fixture,
              gconstpointer  data)
{
  AppVisit *visit = &fixture->visit;
  GtkWidget *root;

  app_visit_open_room (visit, NULL);
  root = get_root (fixture);
  app_test_wait_for (get_current (fixture) != NULL);
  switch_elsewhere (fixture, "jitsi");
  app_test_wait_for (g_strcmp0 (get_current (fixture), "jitsi") == 0);
  g_assert_null (app_test_find_button (root, "Switch to Built-in Call"));
  break_jitsi (fixture);
  app_test_wait_for (app_test_find_button (root, "Switch to Built-in Call") != NULL);
  app_test_wait_for (app_test_find_button (root, "Admit") != NULL);
  app_test_click (root, "Admit");
  app_test_wait_for (app_test_find_type (root, AUS_TYPE_MEETING_PANEL) != NULL);
  app_test_paint (GTK_WINDOW (visit->room), "provider-trouble");
  app_test_click (root, "Switch to Built-in Call");
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
  app_test_wait_for (app_test_find_button (root, "Switch to Built-in Call") == NULL);
  g_assert_cmpint (visit->visit->video_provider, ==, AUS_VIDEO_PROVIDER_BUILTIN);
  open_menu (fixture);
  app_test_wait_for (find_choice (fixture, "Jitsi") != NULL &&
                     app_test_find_label (find_choice (fixture, "Jitsi"), "It cannot be reached.") != NULL);
  /* It goes with the window, open as it is. */
  paint_menu (fixture, "provider-menu-in-trouble");
}

static gboolean
is_opened (void)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (g_getenv ("AUS_OPENED"), &text, NULL, NULL) && *text != '\0';
}

/* Letting in can be taken back for some seconds; then the meeting opens by itself. */
static void
test_admit (Fixture       *fixture,
            gconstpointer  data)
{
  AppVisit *visit = &fixture->visit;
  GtkWidget *root;

  g_unlink (g_getenv ("AUS_OPENED"));
  app_visit_open_room (visit, NULL);
  root = get_root (fixture);
  app_test_wait_for (get_current (fixture) != NULL);
  switch_elsewhere (fixture, "jitsi");
  app_test_wait_for (g_strcmp0 (get_current (fixture), "jitsi") == 0);
  app_test_wait_for (app_test_find_button (root, "Admit") != NULL);
  app_test_click (root, "Admit");
  app_test_wait_for (is_opened ());
  app_test_wait_for (app_test_find_type (root, AUS_TYPE_MEETING_PANEL) != NULL);
  g_assert_null (app_test_find_label (root, "The room opens in a moment."));
}

/* Whoever comes later sees it too. */
static void
test_trouble_of_before (Fixture       *fixture,
                        gconstpointer  data)
{
  switch_elsewhere (fixture, "jitsi");
  break_jitsi (fixture);
  app_visit_enter_room (&fixture->visit, NULL);
  app_test_wait_for (app_test_find_button (get_root (fixture), "Switch to Built-in Call") != NULL);
}

/* Nobody has to look for it: what was said of trouble goes when it is over. */
static void
test_recovered (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *root;

  switch_elsewhere (fixture, "jitsi");
  break_jitsi (fixture);
  app_visit_enter_room (&fixture->visit, NULL);
  root = get_root (fixture);
  app_test_wait_for (app_test_find_button (root, "Switch to Built-in Call") != NULL);
  mend_jitsi (fixture);
  app_test_wait_for (app_test_find_button (root, "Switch to Built-in Call") == NULL);
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
  g_assert_cmpint (argc, ==, 2);

  ADD ("/provider-switch/menu", test_menu);
  ADD ("/provider-switch/in-call", test_in_call);
  ADD ("/provider-switch/admit", test_admit);
  ADD ("/provider-switch/trouble", test_trouble);
  ADD ("/provider-switch/trouble-of-before", test_trouble_of_before);
  ADD ("/provider-switch/recovered", test_recovered);

  return g_test_run ();
}
