#include "aus-app-clinic.h"

#include "aus-call-memory.h"
#include "aus-record-list.h"
#include "aus-room-window.h"
#include "aus-window.h"

/* What a doctor does while a call goes on. */

static AusLocalMedia *
make_media (GSettings  *settings,
            const char *visit_id)
{
  AusLocalMedia *media = aus_local_media_new (AUS_MEDIA_SOURCE_NONE);

  aus_call_memory_keep (settings, media, visit_id);

  return media;
}

static void
test_memory (void)
{
  g_autoptr (GSettings) settings = g_settings_new (AUS_APP_ID);
  AusLocalMedia *media = make_media (settings, "first");

  g_assert_false (aus_local_media_get_muted (media));
  g_assert_true (aus_local_media_get_camera_on (media));
  aus_local_media_set_muted (media, TRUE);
  aus_local_media_set_camera_on (media, FALSE);
  g_assert_finalize_object (media);

  /* As after a crash. */
  media = make_media (settings, "first");
  g_assert_true (aus_local_media_get_muted (media));
  g_assert_false (aus_local_media_get_camera_on (media));
  aus_local_media_set_camera_on (media, TRUE);
  g_assert_finalize_object (media);

  media = make_media (settings, "first");
  g_assert_true (aus_local_media_get_muted (media));
  g_assert_true (aus_local_media_get_camera_on (media));
  g_assert_finalize_object (media);

  media = make_media (settings, "second");
  g_assert_false (aus_local_media_get_muted (media));
  g_assert_finalize_object (media);
  g_settings_reset (settings, "call");
}

/* A screen is shown in the call, and no patient in other windows meanwhile. */
static void
test_sharing (AppClinic     *clinic,
              gconstpointer  program)
{
  g_autoptr (AdwApplication) application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_autoptr (GSettings) settings = g_settings_new (AUS_APP_ID);
  g_autofree char *id = app_clinic_find_scheduled (clinic);
  const AusRoomSetup setup = {
    .visit = aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (clinic->client)), id),
    .media_source = AUS_MEDIA_SOURCE_TEST, .draft_dir = clinic->folder, .settings = settings,
  };
  AusWindow *window;
  AusRoomWindow *room;
  GtkWidget *widget;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  window = aus_window_new (GTK_APPLICATION (application), clinic->client, settings, AUS_MEDIA_SOURCE_NONE);
  aus_window_set_ready (window);
  gtk_window_present (GTK_WINDOW (window));
  room = aus_room_window_new (GTK_APPLICATION (application), clinic->client, &setup);
  widget = GTK_WIDGET (room);
  gtk_window_present (GTK_WINDOW (room));
  app_test_wait_for (app_test_find_button (widget, "Start") != NULL);
  app_test_click (widget, "Start");
  app_test_wait_for (setup.visit->status == AUS_STATUS_IN_PROGRESS && aus_room_window_is_in_call (room));
  g_assert_null (app_test_find_label (widget, "You are sharing your screen"));

  gtk_widget_activate_action (app_test_find_button (widget, "Full Screen"), "share.start", NULL);
  app_test_wait_for (app_test_find_label (widget, "You are sharing your screen") != NULL);
  g_assert_nonnull (app_test_find_label (GTK_WIDGET (window), "Hidden While You Share Your Screen"));
  app_test_paint (GTK_WINDOW (room), "sharing");
  app_test_paint (GTK_WINDOW (window), "sharing-hidden");
  g_assert_nonnull (app_test_find_label (GTK_WIDGET (window), "Hidden While You Share Your Screen"));
  gtk_widget_activate_action (app_test_find_button (widget, "Full Screen"), "share.stop", NULL);
  g_assert_null (app_test_find_label (widget, "You are sharing your screen"));
  g_assert_null (app_test_find_label (GTK_WIDGET (window), "Hidden While You Share Your Screen"));

  g_object_add_weak_pointer (G_OBJECT (room), (gpointer *) &room);
  gtk_window_close (GTK_WINDOW (room));
  app_test_wait_for (room == NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  app_test_settle ();
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/in-call/memory", test_memory);
  g_test_add ("/in-call/sharing", AppClinic, argv[1], app_clinic_set_up, test_sharing, app_clinic_tear_down);

  return g_test_run ();
}
