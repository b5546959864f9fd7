#include "aus-app-visit.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "aus-film-banner.h"
#include "aus-json.h"
#include "aus-recording-bar.h"
#include "aus-window.h"

/* Recordings that could not be sent and stay on this computer, against the real server, whose path is the first
 * argument. */

typedef struct
{
  AppVisit     visit;
  char        *folder;
  AusFilmDesk *films;
  GtkWidget   *bar;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  app_visit_set_up (&fixture->visit, data);
  fixture->folder = g_build_filename (fixture->visit.app.folder, "recordings", NULL);
  fixture->films = aus_film_desk_new (fixture->visit.app.client, fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->visit.room != NULL)
    app_visit_close_room (&fixture->visit);

  g_rmdir (fixture->folder);
  g_object_unref (fixture->films);
  app_visit_tear_down (&fixture->visit, data);
  g_free (fixture->folder);
}

static gboolean
is_empty (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);

  return folder == NULL || g_dir_read_name (folder) == NULL;
}

/* Of a visit without a room: begun by calls alone. Returns: (transfer full): its id */
static char *
begin_by_calls (Fixture *fixture)
{
  static const char yes[] =
    "{\"kind\": \"recording\", \"given\": true, \"text_version\": \"2026-11\", \"language\": \"en\"}";
  static const char *const acts[][2] = { { "start", "{}" }, { "recording/ask", NULL }, { "consents", yes } };
  g_autofree char *path = app_visit_make_path (&fixture->visit, "recording");
  g_autoptr (JsonObject) recording = NULL;

  app_visit_patient_does (&fixture->visit, "join_waiting", "{}");

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++) {
    g_autofree char *act = app_visit_make_path (&fixture->visit, acts[i][0]);
    g_autoptr (JsonObject) answer = app_visit_call (&fixture->visit, "POST", act, acts[i][1]);
  }

  app_visit_patient_says (&fixture->visit, TRUE);
  recording = app_visit_call (&fixture->visit, "POST", path, "{}");

  return g_strdup (aus_json_get_text (recording, "id"));
}

/* What a run of the app that was killed left behind, of somebody who signed in with capitals then. */
static void
leave_film (Fixture    *fixture,
            const char *id)
{
  g_autofree char *email = g_ascii_strup (fixture->visit.app.email, -1);
  AusFilmNote note = { (char *) id, fixture->visit.app.uri, email, fixture->visit.visit->id, 50 };
  g_autofree char *path = aus_film_note_path (fixture->folder, id, AUS_FILM_RAW);
  static const char content[100 * 1024] = "the only copy";

  note.server = (char *) aus_client_get_server_uri (fixture->visit.app.client);
  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  g_assert_true (aus_film_note_save (&note, fixture->folder, NULL));
  g_assert_true (g_file_set_contents (path, content, sizeof content, NULL));
}

static gboolean
has_film (Fixture    *fixture,
          const char *id)
{
  g_autofree char *path = aus_film_note_path (fixture->folder, id, AUS_FILM_RAW);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static AusWindow *
open_window (Fixture   *fixture,
             GSettings *settings)
{
  AusWindow *window = aus_window_new (NULL, fixture->visit.app.client, settings, AUS_MEDIA_SOURCE_NONE);

  aus_window_set_films (window, fixture->films);
  aus_window_set_ready (window);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static const char *
get_words (Fixture *fixture)
{
  return aus_film_delivery_get_words (aus_film_desk_find_stuck (fixture->films, NULL));
}

/* A film was left behind and cannot be sent, which the banner says in these words. Returns: the banner */
static GtkWidget *
keep (Fixture    *fixture,
      AusWindow  *window,
      const char *id,
      const char *words)
{
  GtkWidget *banner = app_test_find_type (GTK_WIDGET (window), AUS_TYPE_FILM_BANNER);

  leave_film (fixture, id);
  aus_film_desk_close (fixture->films, id);
  app_test_wait_for (app_test_find_button (banner, "Try Again") != NULL);
  g_assert_cmpstr (get_words (fixture), ==, words);
  g_assert_nonnull (app_test_find_label (banner, words));
  g_assert_true (has_film (fixture, id));

  return banner;
}

static gboolean
is_settled (GtkWidget *widget)
{
  GtkRevealer *revealer = GTK_REVEALER (app_test_find_type (widget, GTK_TYPE_REVEALER));

  return gtk_revealer_get_reveal_child (revealer) == gtk_revealer_get_child_revealed (revealer);
}

static void
show_window (Fixture   *fixture,
             GSettings *settings,
             int        width)
{
  g_autofree char *name = g_strdup_printf ("recording-kept-%s-%d", g_getenv ("LANGUAGE"), width);
  AusWindow *window;
  GtkWidget *banner, *bar;

  /* The bar at the bottom comes up in the middle of a layout, which libadwaita can do slowly alone. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  g_settings_set_int (settings, "width", width);
  window = open_window (fixture, settings);
  banner = app_test_find_type (GTK_WIDGET (window), AUS_TYPE_FILM_BANNER);
  bar = app_test_find_type (GTK_WIDGET (window), ADW_TYPE_VIEW_SWITCHER_BAR);
  app_test_wait_for (app_test_find_button (banner, _("Try Again")) != NULL);
  app_test_paint (GTK_WINDOW (window), name);
  app_test_wait_for (is_settled (banner) && is_settled (bar));
  app_test_paint (GTK_WINDOW (window), name);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, width);
  app_test_destroy (GTK_WINDOW (window));
}

/* The banner of the window; its words are from when it was tried last. */
static void
show_windows (Fixture   *fixture,
              GSettings *settings)
{
  static const char *const languages[] = { "ar", "de", "en" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    app_test_speak (languages[i]);
    aus_film_desk_retry (fixture->films);
    show_window (fixture, settings, 860);
    show_window (fixture, settings, 360);
  }
}

/* It was recorded by whoever had the computer before, say. */
static void
test_refused_by_server (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GSettings) settings = g_settings_new (AUS_APP_ID);
  g_autofree char *id = g_uuid_string_random ();
  AusWindow *window = open_window (fixture, settings);
  GtkWidget *banner = keep (fixture, window, id, "A recording could not be sent and stays on this computer. The server "
                                                 "does not take it from you: perhaps somebody else recorded it.");

  /* Nothing has changed. */
  app_test_click (banner, "Try Again");
  app_test_wait_for (aus_film_desk_find_stuck (fixture->films, NULL) == NULL);
  app_test_wait_for (aus_film_desk_find_stuck (fixture->films, fixture->visit.visit->id) != NULL);
  g_assert_true (has_film (fixture, id));
  app_test_destroy (GTK_WINDOW (window));

  show_windows (fixture, settings);
}

/* The bar of the room. */
static void
show_room (Fixture    *fixture,
           const char *language)
{
  app_test_speak (language);
  aus_film_desk_retry (fixture->films);
  app_visit_enter_room (&fixture->visit, fixture->films);
  fixture->bar = app_test_find_type (GTK_WIDGET (fixture->visit.room), AUS_TYPE_RECORDING_BAR);
  app_test_wait_for (app_test_find_button (fixture->bar, _("Try Again")) != NULL);
  app_test_paint_widths (GTK_WINDOW (fixture->visit.room), "recording-kept-room");
}

/* What cannot be read stays, and people are told. What was deleted goes, once the server says so. */
static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GSettings) settings = g_settings_new (AUS_APP_ID);
  g_autofree char *id = begin_by_calls (fixture);
  g_autofree char *stop = g_strdup_printf ("recordings/%s/stop/", id);
  g_autoptr (JsonObject) stopped = app_visit_call (&fixture->visit, "POST", stop, NULL);
  g_autofree char *path = g_strdup_printf ("recordings/%s/", id);
  AusWindow *window = open_window (fixture, settings);
  GtkWidget *banner = keep (fixture, window, id, "The recording cannot be finished. It stays on this computer. Please "
                                                 "tell whoever looks after it.");

  show_room (fixture, "ar");
  app_visit_close_room (&fixture->visit);
  show_room (fixture, "de");
  app_visit_close_room (&fixture->visit);
  show_room (fixture, "en");
  app_visit_call (&fixture->visit, "DELETE", path, NULL);
  app_test_click (fixture->bar, "Try Again");
  app_test_wait_for (is_empty (fixture));
  g_assert_null (app_test_find_button (banner, "Try Again"));
  app_test_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  g_test_add ("/kept-recording/kept", Fixture, argv[1], set_up, test_kept, tear_down);
  g_test_add ("/kept-recording/refused-by-server", Fixture, argv[1], set_up, test_refused_by_server, tear_down);

  return g_test_run ();
}
