#include "aus-app-clinic.h"

#include <glib/gi18n.h>

#include "aus-new-consultation.h"
#include "aus-record-list.h"
#include "aus-room-window.h"
#include "aus-share-acts.h"
#include "aus-window.h"

/* Who is not to be seen by those whom a screen is shown to, against the real server, whose path is the first
 * argument. */

#define HIDDEN "Hidden While You Share Your Screen"

typedef struct
{
  AppClinic       clinic;
  AdwApplication *application;
  GSettings      *settings;
  AusRoomWindow  *shown;
} Fixture;

/* Of those that are yet to come. */
static AusConsultation *
find_visit (Fixture *fixture,
            guint    n)
{
  GListModel *visits = aus_client_get_consultations (fixture->clinic.client);

  for (guint i = 0; i < g_list_model_get_n_items (visits); i++) {
    g_autoptr (AusConsultation) visit = g_list_model_get_item (visits, i);

    if (visit->status == AUS_STATUS_SCHEDULED && n-- == 0)
      return visit;
  }

  g_assert_not_reached ();
}

static AusRoomWindow *
open_room (Fixture         *fixture,
           AusConsultation *visit)
{
  const AusRoomSetup setup = {
    .visit = visit, .media_source = AUS_MEDIA_SOURCE_TEST, .draft_dir = fixture->clinic.folder,
    .settings = fixture->settings,
  };
  AusRoomWindow *room = aus_room_window_new (GTK_APPLICATION (fixture->application), fixture->clinic.client, &setup);

  gtk_window_present (GTK_WINDOW (room));

  return room;
}

static AusWindow *
open_window (Fixture *fixture)
{
  AusWindow *window = aus_window_new (GTK_APPLICATION (fixture->application), fixture->clinic.client,
                                      fixture->settings, AUS_MEDIA_SOURCE_NONE);

  aus_window_set_ready (window);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  program)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  AusConsultation *visit;

  app_clinic_set_up (&fixture->clinic, program);
  /* What one test has exported by its name outlives it. */
  name = g_path_get_basename (fixture->clinic.folder);
  id = g_strdup_printf ("org.ausculta.%s", name);
  fixture->application = adw_application_new (id, G_APPLICATION_NON_UNIQUE);
  fixture->settings = g_settings_new (AUS_APP_ID);
  g_application_register (G_APPLICATION (fixture->application), NULL, &error);
  g_assert_no_error (error);
  visit = find_visit (fixture, 0);
  fixture->shown = open_room (fixture, visit);
  app_test_wait_for (app_test_find_button (GTK_WIDGET (fixture->shown), "Start") != NULL);
  app_test_click (GTK_WIDGET (fixture->shown), "Start");
  app_test_wait_for (visit->status == AUS_STATUS_IN_PROGRESS && aus_room_window_is_in_call (fixture->shown));
}

static void
close_room (AusRoomWindow *room)
{
  g_object_add_weak_pointer (G_OBJECT (room), (gpointer *) &room);
  gtk_window_close (GTK_WINDOW (room));
  app_test_wait_for (room == NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  program)
{
  close_room (fixture->shown);
  g_object_unref (fixture->settings);
  g_object_unref (fixture->application);
  app_clinic_tear_down (&fixture->clinic, program);
}

static void
share (Fixture    *fixture,
       const char *action)
{
  gtk_widget_activate_action (app_test_find_button (GTK_WIDGET (fixture->shown), "Full Screen"), action, NULL);
}

static gboolean
shows (gpointer    window,
       const char *text)
{
  return app_test_find_label (window, text) != NULL;
}

static void
assert_room_hidden (gpointer         room,
                    AusConsultation *visit)
{
  g_assert_true (shows (room, HIDDEN));
  g_assert_false (shows (room, visit->patient_name));
  g_assert_cmpstr (gtk_window_get_title (room), ==, "Ausculta");
}

static void
assert_room_shown (gpointer         room,
                   AusConsultation *visit)
{
  g_assert_false (shows (room, HIDDEN));
  g_assert_true (shows (room, visit->patient_name));
  g_assert_cmpstr (gtk_window_get_title (room), ==, visit->patient_name);
}

/* Rooms of other visits, with what stands before them, and the room where the screen is shown. */
static void
test_rooms (Fixture       *fixture,
            gconstpointer  program)
{
  AusConsultation *visit = find_visit (fixture, 0);
  AusRoomWindow *other = open_room (fixture, visit);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (other), visit->patient_name, NULL);

  gtk_window_present (GTK_WINDOW (dialog));
  assert_room_shown (other, visit);
  share (fixture, "share.start");
  app_test_wait_for (shows (fixture->shown, "You are sharing your screen"));
  assert_room_hidden (other, visit);
  g_assert_false (gtk_widget_get_visible (dialog));

  /* What is heard of it changes nothing. */
  g_object_set (visit, "reason", "Another", NULL);
  assert_room_hidden (other, visit);

  share (fixture, "share.stop");
  assert_room_shown (other, visit);
  g_assert_true (gtk_widget_get_visible (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_room (other);
}

/* The main window was closed, and the program is started again while the screen is shown; then a visit is opened. */
static void
test_later (Fixture       *fixture,
            gconstpointer  program)
{
  AusConsultation *visit = find_visit (fixture, 0);
  AusRoomWindow *room;
  AusWindow *window;
  GtkWidget *dialog;

  share (fixture, "share.start");
  app_test_wait_for (shows (fixture->shown, "You are sharing your screen"));
  window = open_window (fixture);
  g_assert_true (shows (window, HIDDEN));
  g_assert_false (shows (window, visit->patient_name));
  room = open_room (fixture, visit);
  assert_room_hidden (room, visit);
  dialog = aus_new_consultation_new (GTK_WINDOW (window), fixture->clinic.client);
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_false (gtk_widget_get_visible (dialog));

  share (fixture, "share.stop");
  g_assert_false (shows (window, HIDDEN));
  assert_room_shown (room, visit);
  g_assert_true (gtk_widget_get_visible (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_room (room);
  gtk_window_destroy (GTK_WINDOW (window));
  app_test_settle ();
}

/* What others see of a window and a room instead. */
static void
test_looks (Fixture       *fixture,
            gconstpointer  program)
{
  static const char *const languages[] = { "ar", "de", "en" };

  share (fixture, "share.start");
  app_test_wait_for (shows (fixture->shown, "You are sharing your screen"));
  app_test_paint_widths (GTK_WINDOW (fixture->shown), "room-sharing");

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    AusWindow *window;
    AusRoomWindow *room;

    app_test_speak (languages[i]);
    window = open_window (fixture);
    room = open_room (fixture, find_visit (fixture, 0));
    g_assert_true (shows (window, _(HIDDEN)));
    g_assert_true (shows (room, _(HIDDEN)));
    app_test_paint_widths (GTK_WINDOW (window), "window-hidden");
    app_test_paint_widths (GTK_WINDOW (room), "room-hidden");
    close_room (room);
    gtk_window_destroy (GTK_WINDOW (window));
    app_test_settle ();
  }
}

/* While the desktop asks what is to be shown, it is not asked anew; here it knows no answer. */
static void
test_asked_once (AppClinic     *clinic,
                 gconstpointer  program)
{
  g_autofree char *id = app_clinic_find_scheduled (clinic);
  g_autoptr (AusLocalMedia) media = aus_local_media_new (AUS_MEDIA_SOURCE_DEVICES);
  g_autoptr (AusRoom) room = aus_client_open_room (clinic->client, id);
  AusVideoCall *call = aus_video_call_new (clinic->client, room, media);
  GtkWidget *window = adw_window_new ();
  GtkWidget *toasts = adw_toast_overlay_new ();
  GtkWidget *button = gtk_button_new_with_label ("Share");
  AusShareActs *acts;

  adw_window_set_content (ADW_WINDOW (window), toasts);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), button);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "share.start");
  acts = aus_share_acts_new (ADW_TOAST_OVERLAY (toasts), call);
  g_assert_false (gtk_widget_get_sensitive (button));
  aus_video_call_start (call);
  g_assert_true (gtk_widget_get_sensitive (button));

  gtk_widget_activate_action (button, "share.start", NULL);
  g_assert_false (gtk_widget_get_sensitive (button));
  app_test_wait_for (gtk_widget_get_sensitive (button));

  /* Nor for a call that has ended. */
  gtk_widget_activate_action (button, "share.start", NULL);
  aus_video_call_stop (call);
  aus_video_call_start (call);
  app_test_wait_for (gtk_widget_get_sensitive (button));
  g_assert_false (aus_local_media_get_sharing (media));

  aus_video_call_stop (call);
  g_object_run_dispose (G_OBJECT (acts));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (acts);
  app_test_wait_for (G_OBJECT (call)->ref_count == 1);
  g_assert_finalize_object (call);
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  g_test_add ("/privacy/rooms", Fixture, argv[1], set_up, test_rooms, tear_down);
  g_test_add ("/privacy/later", Fixture, argv[1], set_up, test_later, tear_down);
  g_test_add ("/privacy/looks", Fixture, argv[1], set_up, test_looks, tear_down);

  g_test_add ("/privacy/asked-once", AppClinic, argv[1], app_clinic_set_up, test_asked_once, app_clinic_tear_down);

  return g_test_run ();
}
