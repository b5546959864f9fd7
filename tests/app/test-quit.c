#include "aus-app-visit.h"

#include "aus-application.h"
#include "aus-json.h"
#include "aus-recording-bar.h"
#include "aus-window.h"

#include <signal.h>

/* The program ends in the middle of a call, against the real server, whose path is the first argument. */

typedef struct
{
  AppVisit        visit;
  AusApplication *application;
  AusRoomWindow  *room;
  char           *admin;
  char           *recording;
  gint64          left_at;
  guint           n_refs;
  gboolean        has_stayed;
  void          (*script) (gpointer user_data);
} Program;

static gpointer
find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next) {
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type) && gtk_widget_get_visible (l->data))
      return l->data;
  }

  return NULL;
}

static gboolean
lists_visit (Program *program)
{
  GtkWidget *window = find_window (AUS_TYPE_WINDOW);

  return window != NULL && app_test_find_label (window, program->visit.visit->patient_name) != NULL;
}

static void
call (Program *program)
{
  app_test_wait_for (lists_visit (program));
  g_action_group_activate_action (G_ACTION_GROUP (program->application), "open",
                                  g_variant_new_string (program->visit.visit->id));
  app_test_wait_for (find_window (AUS_TYPE_ROOM_WINDOW) != NULL);
  program->room = find_window (AUS_TYPE_ROOM_WINDOW);
  app_test_wait_for (app_test_find_button (GTK_WIDGET (program->room), "Start") != NULL);
  app_test_click (GTK_WIDGET (program->room), "Start");
  app_test_wait_for (aus_room_window_is_in_call (program->room));
  app_visit_patient_does (&program->visit, "join_waiting", "{}");
}

static gboolean
is_pressable (GtkWidget  *root,
              const char *label)
{
  GtkWidget *button = app_test_find_button (root, label);

  return button != NULL && gtk_widget_is_sensitive (button);
}

static void
record (Program *program)
{
  GtkWidget *bar = app_test_find_type (GTK_WIDGET (program->room), AUS_TYPE_RECORDING_BAR);
  g_autofree char *path = app_visit_make_path (&program->visit, "recording");
  g_autoptr (JsonObject) gate = NULL;

  app_test_wait_for (is_pressable (bar, "Ask to Record…"));
  app_test_click (bar, "Ask to Record…");
  app_test_wait_for (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  app_test_click (find_window (ADW_TYPE_MESSAGE_DIALOG), "_Ask Everybody");
  app_visit_patient_says (&program->visit, TRUE);
  app_test_wait_for (is_pressable (bar, "Record"));
  app_test_click (bar, "Record");
  app_test_wait_for (is_pressable (bar, "Stop Recording"));
  gate = app_visit_call (&program->visit, "GET", path, NULL);
  program->recording = g_strdup (aus_json_get_text (gate, "recording_id"));
}

static void
quit (gpointer user_data)
{
  Program *program = user_data;

  call (program);
  record (program);
  g_action_group_activate_action (G_ACTION_GROUP (program->application), "quit", NULL);
}

/* The main window first, and then the room, which is the last. */
static void
close_windows (gpointer user_data)
{
  Program *program = user_data;

  call (program);
  gtk_window_close (find_window (AUS_TYPE_WINDOW));
  app_test_wait_for (find_window (AUS_TYPE_WINDOW) == NULL);
  g_assert_true (aus_room_window_is_in_call (program->room));
  gtk_window_close (GTK_WINDOW (program->room));
}

/* A server that does not answer keeps nobody. */
static void
quit_unheard (gpointer user_data)
{
  Program *program = user_data;

  call (program);
  g_subprocess_send_signal (program->visit.app.server, SIGSTOP);
  program->left_at = g_get_monotonic_time ();
  g_action_group_activate_action (G_ACTION_GROUP (program->application), "quit", NULL);
}

/* Whoever says goodbye holds the program until that is done. */
static gboolean
stays_cb (gpointer user_data)
{
  Program *program = user_data;

  if (G_OBJECT (program->application)->ref_count > program->n_refs)
    return G_SOURCE_CONTINUE;

  program->has_stayed = lists_visit (program);
  g_action_group_activate_action (G_ACTION_GROUP (program->application), "quit", NULL);

  return G_SOURCE_REMOVE;
}

static void
start_anew (gpointer user_data)
{
  Program *program = user_data;

  call (program);
  program->n_refs = G_OBJECT (program->application)->ref_count;
  g_action_group_activate_action (G_ACTION_GROUP (program->application), "quit", NULL);
  g_assert_null (find_window (AUS_TYPE_WINDOW));
  g_assert_cmpuint (G_OBJECT (program->application)->ref_count, >, program->n_refs);
  g_application_activate (G_APPLICATION (program->application));
  g_timeout_add (50, stays_cb, program);
}

static gboolean
script_cb (gpointer user_data)
{
  Program *program = user_data;

  program->script (program);

  return G_SOURCE_REMOVE;
}

static void
run (Program *program,
     void   (*script) (gpointer user_data))
{
  g_autofree char *server = g_strconcat ("--sign-in=", program->visit.app.uri, NULL);
  g_autofree char *email = g_strconcat ("--email=", program->visit.app.email, NULL);
  g_autofree char *cache = g_strdup_printf ("--cache-dir=%s/program", program->visit.app.folder);
  char *arguments[] = { (char *) "ausculta", server, email, cache, (char *) "--media-source=test", NULL };

  g_setenv ("AUSCULTA_PASSWORD", program->visit.app.password, TRUE);
  program->application = aus_application_new (AUS_APP_ID, "0");
  program->script = script;
  g_idle_add (script_cb, program);
  g_assert_cmpint (g_application_run (G_APPLICATION (program->application), G_N_ELEMENTS (arguments) - 1, arguments),
                   ==, 0);
  g_object_unref (program->application);
}

/* The main loop must not turn meanwhile: nothing of the program would go on there, were this another process. Returns:
 * (transfer full) */
static JsonObject *
look (Program    *program,
      const char *path)
{
  g_autofree char *uri = g_strconcat (program->visit.app.uri, "/telemedicine/api/", path, NULL);
  g_autofree char *authorization = g_strconcat ("Token ", program->admin, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);
  answer = soup_session_send_and_read (program->visit.session, message, NULL, &error);
  g_assert_no_error (error);

  return aus_json_parse_object (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), NULL);
}

/* The log is written a moment after the answer. */
static gboolean
was_noted (Program    *program,
           const char *action,
           const char *id)
{
  g_autofree char *path = g_strdup_printf ("audit/?action=%s&entity_id=%s", action, id);
  const gint64 limit = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;

  while (g_get_monotonic_time () < limit) {
    g_autoptr (JsonObject) page = look (program, path);

    if (json_array_get_length (json_object_get_array_member (page, "results")) > 0)
      return TRUE;

    g_usleep (50 * 1000);
  }

  return FALSE;
}

static void
test_quit (Program       *program,
           gconstpointer  data)
{
  run (program, quit);
  g_assert_true (was_noted (program, "hang_up", program->visit.visit->id));
  g_assert_true (was_noted (program, "stop", program->recording));
}

static void
test_last_window (Program       *program,
                  gconstpointer  data)
{
  run (program, close_windows);
  g_assert_true (was_noted (program, "hang_up", program->visit.visit->id));
}

static void
test_silent_server (Program       *program,
                    gconstpointer  data)
{
  run (program, quit_unheard);
  g_assert_cmpint (g_get_monotonic_time () - program->left_at, <, 10 * G_TIME_SPAN_SECOND);
  g_subprocess_send_signal (program->visit.app.server, SIGCONT);
}

/* Whoever starts it once more while it says goodbye has it still. */
static void
test_started_anew (Program       *program,
                   gconstpointer  data)
{
  run (program, start_anew);
  g_assert_true (program->has_stayed);
}

static void
set_up (Program       *program,
        gconstpointer  data)
{
  app_visit_set_up (&program->visit, data);
  program->admin = app_clinic_sign_in_admin (&program->visit.app);
}

static void
tear_down (Program       *program,
           gconstpointer  data)
{
  app_visit_tear_down (&program->visit, data);
  g_free (program->admin);
  g_free (program->recording);
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  g_test_add ("/quit/quit", Program, argv[1], set_up, test_quit, tear_down);
  g_test_add ("/quit/last-window", Program, argv[1], set_up, test_last_window, tear_down);
  g_test_add ("/quit/silent-server", Program, argv[1], set_up, test_silent_server, tear_down);
  g_test_add ("/quit/started-anew", Program, argv[1], set_up, test_started_anew, tear_down);

  return g_test_run ();
}
