#include "aus-app-clinic.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "aus-json.h"
#include "aus-record-list.h"
#include "aus-recording-bar.h"
#include "aus-recordings-window.h"
#include "aus-room-window.h"
#include "aus-video-view.h"

/* A visit in its room, against the real server, whose path is the first argument; the patient comes by a door. */

#define ENOUGH (100 * 1000)

typedef struct
{
  AppClinic        app;
  SoupSession     *session;
  AusConsultation *visit;
  char            *door;
  char            *folder;
  AusFilmDesk     *films;
  AusRoomWindow   *room;
  GtkWidget       *bar;
} Clinic;

/* Returns: (transfer full) (nullable) */
static JsonObject *
call (Clinic     *clinic,
      const char *method,
      const char *path,
      const char *body)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = NULL;

  aus_client_send_async (clinic->app.client, method, path, body ? json_from_string (body, NULL) : NULL, NULL,
                         app_clinic_result_cb, &result);
  app_test_wait_for (result != NULL);
  answer = aus_client_send_finish (clinic->app.client, result, &error);
  g_assert_no_error (error);

  return JSON_NODE_HOLDS_OBJECT (answer) ? json_object_ref (json_node_get_object (answer)) : NULL;
}

static char *
make_path (Clinic     *clinic,
           const char *action)
{
  return g_strdup_printf ("consultations/%s/%s/", clinic->visit->id, action);
}

static void
patient_does (Clinic     *clinic,
              const char *action,
              const char *body)
{
  g_autofree char *path = make_path (clinic, action);
  g_autofree char *uri = g_strdup_printf ("%s/telemedicine/api/%s", clinic->app.uri, path);
  g_autofree char *authorization = g_strconcat ("Door ", clinic->door, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", uri);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) answer = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);
  answer = soup_session_send_and_read (clinic->session, message, NULL, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpuint (soup_message_get_status (message) / 100, ==, 2);
}

static void
patient_answers (Clinic   *clinic,
                 gboolean  given)
{
  g_autofree char *body = g_strdup_printf ("{\"kind\": \"recording\", \"given\": %s, \"text_version\": \"2026-11\", "
                                           "\"language\": \"en\"}", given ? "true" : "false");

  patient_does (clinic, "consents", body);
}

/* The token at the end of a link. */
static char *
open_door (Clinic *clinic)
{
  g_autofree char *path = make_path (clinic, "doors");
  g_autoptr (JsonObject) door = call (clinic, "POST", path, "{\"role\": \"patient\"}");
  const char *url = aus_json_get_text (door, "url");

  g_assert_nonnull (url);

  return g_strdup (strstr (url, "/d/") + 3);
}

static void
open_room (Clinic *clinic)
{
  const AusRoomSetup setup = {
    clinic->visit, AUS_MEDIA_SOURCE_TEST, clinic->app.folder, .films = clinic->films
  };

  clinic->room = aus_room_window_new (NULL, clinic->app.client, &setup);
  gtk_window_present (GTK_WINDOW (clinic->room));
  clinic->bar = app_test_find_type (GTK_WIDGET (clinic->room), AUS_TYPE_RECORDING_BAR);
  g_assert_nonnull (clinic->bar);
  app_test_wait_for (app_test_find_button (GTK_WIDGET (clinic->room), "Start") != NULL);
  patient_does (clinic, "join_waiting", "{}");
  app_test_click (GTK_WIDGET (clinic->room), "Start");
  app_test_wait_for (aus_room_window_is_in_call (clinic->room));
}

static void
clinic_set_up (Clinic        *clinic,
               gconstpointer  data)
{
  g_autofree char *id = NULL;

  app_clinic_set_up (&clinic->app, data);
  id = app_clinic_find_scheduled (&clinic->app);
  clinic->visit = g_object_ref (aus_record_list_find (
    AUS_RECORD_LIST (aus_client_get_consultations (clinic->app.client)), id));
  clinic->session = soup_session_new ();
  clinic->door = open_door (clinic);
  clinic->folder = g_build_filename (clinic->app.folder, "recordings", NULL);
  clinic->films = aus_film_desk_new (clinic->app.client, clinic->folder);
  open_room (clinic);
}

static void
clinic_tear_down (Clinic        *clinic,
                  gconstpointer  data)
{
  if (clinic->room != NULL) {
    g_object_add_weak_pointer (G_OBJECT (clinic->room), (gpointer *) &clinic->room);
    gtk_window_close (GTK_WINDOW (clinic->room));
    app_test_wait_for (clinic->room == NULL);
  }

  g_rmdir (clinic->folder);
  g_object_unref (clinic->films);
  g_object_unref (clinic->session);
  g_object_unref (clinic->visit);
  app_clinic_tear_down (&clinic->app, data);
  g_free (clinic->door);
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
  g_autofree char *reason = g_strdup_printf ("%s has not answered yet.", clinic->visit->patient_name);

  app_test_wait_for (app_test_find_label (clinic->bar, "This visit is not being recorded.") != NULL);
  g_assert_false (is_pressable (clinic->bar, "Record"));
  app_test_click (clinic->bar, "Ask to Record…");
  press_in (ADW_TYPE_MESSAGE_DIALOG, "_Ask Everybody");
  app_test_wait_for (app_test_find_label (clinic->bar, reason) != NULL);
  g_assert_false (is_pressable (clinic->bar, "Record"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (app_test_find_button (clinic->bar, "Record")), ==, reason);
  app_test_paint (GTK_WINDOW (clinic->room), "recording-reason");
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
  app_test_paint (GTK_WINDOW (clinic->room), "recording-live");
}

static void
assert_ready (Clinic     *clinic,
              const char *reason)
{
  g_autofree char *path = make_path (clinic, "recording");
  g_autoptr (JsonObject) gate = call (clinic, "GET", path, NULL);
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

static void
watch (Clinic *clinic)
{
  GtkWidget *window;

  app_test_wait_for (is_pressable (clinic->bar, "Recordings"));
  app_test_click (clinic->bar, "Recordings");
  press_in (AUS_TYPE_RECORDINGS_WINDOW, "Play");
  window = find_window (AUS_TYPE_RECORDINGS_WINDOW);
  app_test_wait_for (shows_picture (window));
  app_test_paint (GTK_WINDOW (window), "recording-playback");
  app_test_click (window, "Back");
  app_test_paint (GTK_WINDOW (window), "recordings");
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
  patient_answers (clinic, TRUE);
  record (clinic);
  patient_answers (clinic, FALSE);
  app_test_wait_for (app_test_find_button (clinic->bar, "Stop Recording") == NULL);
  app_test_wait_for (is_empty (clinic));
  assert_ready (clinic, "consent_withdrawn");
  watch (clinic);
}

/* The room is closed in the middle of it: that ends the recording, and what there is arrives. */
static void
test_closed (Clinic        *clinic,
             gconstpointer  data)
{
  ask (clinic);
  patient_answers (clinic, TRUE);
  record (clinic);
  g_object_add_weak_pointer (G_OBJECT (clinic->room), (gpointer *) &clinic->room);
  gtk_window_close (GTK_WINDOW (clinic->room));
  app_test_wait_for (clinic->room == NULL);
  app_test_wait_for (is_empty (clinic));
  assert_ready (clinic, "stopped");
}

static void
test_refused (Clinic        *clinic,
              gconstpointer  data)
{
  g_autofree char *reason = g_strdup_printf ("%s does not agree.", clinic->visit->patient_name);

  ask (clinic);
  patient_answers (clinic, FALSE);
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

  return g_test_run ();
}
