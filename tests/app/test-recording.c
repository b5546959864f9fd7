#include "aus-app-visit.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "aus-client-private.h"
#include "aus-json.h"
#include "aus-recording-bar.h"
#include "aus-recordings-window.h"
#include "aus-video-view.h"

/* A visit in its room, against the real server, whose path is the first argument; the patient comes by a door. */

#define ENOUGH (100 * 1000)

typedef struct
{
  AppVisit         visit;
  char            *folder;
  AusFilmDesk     *films;
  GtkWidget       *bar;
  gboolean         is_late;
  gboolean         has_begun;
} Clinic;

static void
clinic_set_up (Clinic        *clinic,
               gconstpointer  data)
{
  AppVisit *visit = &clinic->visit;

  app_visit_set_up (visit, data);
  clinic->folder = g_build_filename (visit->app.folder, "recordings", NULL);
  clinic->films = aus_film_desk_new (visit->app.client, clinic->folder);
  app_visit_open_room (visit, clinic->films);
  clinic->bar = app_test_find_type (GTK_WIDGET (visit->room), AUS_TYPE_RECORDING_BAR);
  g_assert_nonnull (clinic->bar);
  app_test_click (GTK_WIDGET (visit->room), "Start");
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
}

static void
clinic_tear_down (Clinic        *clinic,
                  gconstpointer  data)
{
  if (clinic->visit.room != NULL)
    app_visit_close_room (&clinic->visit);

  g_rmdir (clinic->folder);
  g_object_unref (clinic->films);
  app_visit_tear_down (&clinic->visit, data);
  g_free (clinic->folder);
}

static gboolean
is_pressable (GtkWidget  *root,
              const char *label)
{
  GtkWidget *button = app_test_find_button (root, label);

  return button != NULL && gtk_widget_is_sensitive (button);
}

/* A window that came up beside the room. */
static GtkWidget *
find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next) {
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type) && gtk_widget_get_visible (l->data))
      return l->data;
  }

  return NULL;
}

static void
press_in (GType       type,
          const char *label)
{
  app_test_wait_for (find_window (type) != NULL);
  app_test_wait_for (is_pressable (find_window (type), label));
  app_test_click (find_window (type), label);
}

static void
ask (Clinic *clinic)
{
  g_autofree char *reason = g_strdup_printf ("%s has not answered yet.", clinic->visit.visit->patient_name);

  app_test_wait_for (app_test_find_label (clinic->bar, "This visit is not being recorded.") != NULL);
  g_assert_false (is_pressable (clinic->bar, "Record"));
  app_test_click (clinic->bar, "Ask to Record…");
  press_in (ADW_TYPE_MESSAGE_DIALOG, "_Ask Everybody");
  app_test_wait_for (app_test_find_label (clinic->bar, reason) != NULL);
  g_assert_false (is_pressable (clinic->bar, "Record"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (app_test_find_button (clinic->bar, "Record")), ==, reason);
  app_test_paint_widths (GTK_WINDOW (clinic->visit.room), "recording-reason");
}

static gboolean
has_enough (Clinic *clinic)
{
  g_autoptr (GDir) folder = g_dir_open (clinic->folder, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (clinic->folder, name, NULL);
    GStatBuf status;

    if (g_stat (path, &status) == 0 && status.st_size > ENOUGH) {
      g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
      return TRUE;
    }
  }

  return FALSE;
}

static gboolean
is_empty (Clinic *clinic)
{
  g_autoptr (GDir) folder = g_dir_open (clinic->folder, 0, NULL);

  return folder == NULL || g_dir_read_name (folder) == NULL;
}

static void
record (Clinic *clinic)
{
  app_test_wait_for (is_pressable (clinic->bar, "Record"));
  app_test_click (clinic->bar, "Record");
  app_test_wait_for (app_test_find_button (clinic->bar, "Stop Recording") != NULL);
  g_assert_nonnull (app_test_find_label (clinic->bar, "Recording"));
  app_test_wait_for (has_enough (clinic));
  app_test_paint_widths (GTK_WINDOW (clinic->visit.room), "recording-live");
}

static void
assert_ready (Clinic     *clinic,
              const char *reason)
{
  g_autofree char *path = app_visit_make_path (&clinic->visit, "recording");
  g_autoptr (JsonObject) gate = app_visit_call (&clinic->visit, "GET", path, NULL);
  JsonArray *all = json_object_get_array_member (gate, "recordings");
  JsonObject *recording = json_array_get_object_element (all, 0);

  g_assert_cmpuint (json_array_get_length (all), ==, 1);
  g_assert_cmpstr (aus_json_get_text (recording, "state"), ==, "ready");
  g_assert_cmpstr (aus_json_get_text (recording, "stop_reason"), ==, reason);
}

static gboolean
shows_picture (GtkWidget *window)
{
  return aus_video_view_has_frame (AUS_VIDEO_VIEW (app_test_find_type (window, AUS_TYPE_VIDEO_VIEW)));
}

/* As on all players, time goes from the left to the right, in every language. */
static void
assert_goes_right (GtkWidget *window)
{
  GtkWidget *scale = app_test_find_type (window, GTK_TYPE_SCALE);

  g_assert_cmpint (gtk_widget_get_direction (scale), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpint (gtk_widget_get_direction (gtk_widget_get_parent (scale)), ==, GTK_TEXT_DIR_LTR);
}

/* Returns: a window with the list of recordings, one of which was watched */
static GtkWidget *
watch (Clinic     *clinic,
       const char *language)
{
  GtkWidget *window;

  app_test_speak (language);
  app_test_click (clinic->bar, "Recordings");
  press_in (AUS_TYPE_RECORDINGS_WINDOW, _("Play"));
  window = find_window (AUS_TYPE_RECORDINGS_WINDOW);
  app_test_wait_for (shows_picture (window));
  assert_goes_right (window);
  app_test_paint_widths (GTK_WINDOW (window), "recording-playback");
  app_test_click (window, _("Back"));
  app_test_paint_widths (GTK_WINDOW (window), "recordings");

  return window;
}

static void
watch_and_delete (Clinic *clinic)
{
  GtkWidget *window;

  app_test_wait_for (is_pressable (clinic->bar, "Recordings"));
  gtk_window_close (GTK_WINDOW (watch (clinic, "ar")));
  window = watch (clinic, "en");
  app_test_click (window, "Delete");
  press_in (ADW_TYPE_MESSAGE_DIALOG, "_Delete");
  app_test_wait_for (app_test_find_label (window, "No Recordings") != NULL);
  gtk_window_close (GTK_WINDOW (window));
}

/* Asked, agreed, recorded, taken back, sent, watched, deleted. */
static void
test_whole_way (Clinic        *clinic,
                gconstpointer  data)
{
  ask (clinic);
  app_visit_patient_says (&clinic->visit, TRUE);
  record (clinic);
  app_visit_patient_says (&clinic->visit, FALSE);
  app_test_wait_for (app_test_find_button (clinic->bar, "Stop Recording") == NULL);
  app_test_wait_for (is_empty (clinic));
  assert_ready (clinic, "consent_withdrawn");
  watch_and_delete (clinic);
}

/* The room is closed in the middle of it: that ends the recording, and what there is arrives. */
static void
test_closed (Clinic        *clinic,
             gconstpointer  data)
{
  ask (clinic);
  app_visit_patient_says (&clinic->visit, TRUE);
  record (clinic);
  app_visit_close_room (&clinic->visit);
  app_test_wait_for (is_empty (clinic));
  assert_ready (clinic, "stopped");
}

/* Returns: what the server knows of the only recording of the visit; %NULL where there is none. (transfer full) */
static JsonObject *
find_recording (Clinic *clinic)
{
  g_autofree char *path = app_visit_make_path (&clinic->visit, "recording");
  g_autoptr (JsonObject) gate = app_visit_call (&clinic->visit, "GET", path, NULL);
  JsonArray *all = json_object_get_array_member (gate, "recordings");

  return json_array_get_length (all) == 1 ? json_object_ref (json_array_get_object_element (all, 0)) : NULL;
}

static gboolean
was_stopped (Clinic *clinic)
{
  g_autoptr (JsonObject) recording = find_recording (clinic);

  return recording != NULL && g_strcmp0 (aus_json_get_text (recording, "state"), "uploading") == 0;
}

static void
begin_to_record (Clinic *clinic)
{
  ask (clinic);
  app_visit_patient_says (&clinic->visit, TRUE);
  app_test_wait_for (is_pressable (clinic->bar, "Record"));
  app_test_click (clinic->bar, "Record");
}

/* The call ends before the server has answered that it is recorded: nobody records it. */
static void
test_hung_up_meanwhile (Clinic        *clinic,
                        gconstpointer  data)
{
  begin_to_record (clinic);
  gtk_widget_activate_action (GTK_WIDGET (clinic->visit.room), "win.hang-up", NULL);
  app_test_wait_for (was_stopped (clinic));
  g_assert_true (is_empty (clinic));

  /* The next time it is. */
  gtk_widget_activate_action (GTK_WIDGET (clinic->visit.room), "win.call", NULL);
  record (clinic);
}

static void
test_closed_meanwhile (Clinic        *clinic,
                       gconstpointer  data)
{
  begin_to_record (clinic);
  app_visit_close_room (&clinic->visit);
  app_test_wait_for (was_stopped (clinic));
  g_assert_true (is_empty (clinic));
}

/* The server has answered; that is heard only when the recording has begun of which it does not know. */
static void
answered_cb (SoupMessage *message,
             Clinic      *clinic)
{
  app_test_click (clinic->bar, "Record");
  app_test_wait_for (clinic->has_begun);
}

static void
queued_cb (SoupSession *session,
           SoupMessage *message,
           Clinic      *clinic)
{
  const char *path = g_uri_get_path (soup_message_get_uri (message));

  clinic->has_begun |= g_str_has_suffix (path, "/film_key/");

  if (!clinic->is_late && g_str_has_suffix (path, "/recording/")) {
    clinic->is_late = TRUE;
    g_signal_connect (message, "got-headers", G_CALLBACK (answered_cb), clinic);
  }
}

/* What was asked before says that nothing is recorded, and does not end what has begun since. */
static void
test_overtaken (Clinic        *clinic,
                gconstpointer  data)
{
  SoupSession *session = aus_api_get_session (aus_client_get_api (clinic->visit.app.client));

  ask (clinic);
  app_visit_patient_says (&clinic->visit, TRUE);
  app_test_wait_for (is_pressable (clinic->bar, "Record"));
  g_signal_connect (session, "request-queued", G_CALLBACK (queued_cb), clinic);
  g_signal_emit_by_name (clinic->films, "changed", NULL);
  app_test_wait_for (clinic->has_begun && has_enough (clinic));
  g_assert_nonnull (app_test_find_button (clinic->bar, "Stop Recording"));
  g_signal_handlers_disconnect_by_data (session, clinic);
}

static void
test_refused (Clinic        *clinic,
              gconstpointer  data)
{
  g_autofree char *reason = g_strdup_printf ("%s does not agree.", clinic->visit.visit->patient_name);

  ask (clinic);
  app_visit_patient_says (&clinic->visit, FALSE);
  app_test_wait_for (app_test_find_label (clinic->bar, reason) != NULL);
  g_assert_false (is_pressable (clinic->bar, "Record"));
  app_test_wait_for (is_pressable (clinic->bar, "Ask Again"));
}

#define ADD(path, function) \
  g_test_add (path, Clinic, argv[1], clinic_set_up, function, clinic_tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  ADD ("/recording/refused", test_refused);
  ADD ("/recording/whole-way", test_whole_way);
  ADD ("/recording/closed", test_closed);

  ADD ("/recording/hung-up-meanwhile", test_hung_up_meanwhile);
  ADD ("/recording/closed-meanwhile", test_closed_meanwhile);
  ADD ("/recording/overtaken", test_overtaken);

  return g_test_run ();
}
