#include "aus-app-visit.h"

#include "aus-banner.h"

/* When a call begins and ends while room and list know different things, against the real server, whose path is the
 * first argument. */

/* The room of a record that no list keeps up, as if what is new was still on its way. */
static AusConsultation *
open_unlisted (AppVisit  *visit,
               AusStatus  status)
{
  AusConsultation *copy =
    g_object_new (AUS_TYPE_CONSULTATION, "id", visit->visit->id, "patient-name", visit->visit->patient_name,
                  "status", status, "revision", visit->visit->revision, NULL);
  const AusRoomSetup setup = { copy, AUS_MEDIA_SOURCE_TEST, visit->app.folder };

  visit->room = aus_room_window_new (NULL, visit->app.client, &setup);
  gtk_window_present (GTK_WINDOW (visit->room));

  return copy;
}

static gboolean
is_cut_off (AppVisit *visit)
{
  GtkWidget *banner = app_test_find_type (GTK_WIDGET (visit->room), AUS_TYPE_BANNER);

  return banner != NULL && aus_banner_is_shown (AUS_BANNER (banner));
}

/* The server, and with it the room, is gone before the list has heard of the beginning. */
static void
test_lost_room (AppVisit      *visit,
                gconstpointer  program)
{
  g_autoptr (AusConsultation) copy = open_unlisted (visit, visit->visit->status);

  app_test_wait_for (app_test_find_button (GTK_WIDGET (visit->room), "Start") != NULL);
  app_test_click (GTK_WIDGET (visit->room), "Start");
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
  app_clinic_kill_server (&visit->app);
  app_test_wait_for (is_cut_off (visit));
  g_assert_cmpint (copy->status, !=, AUS_STATUS_IN_PROGRESS);
  g_assert_true (aus_room_window_is_in_call (visit->room));

  /* But what the list knows later holds. */
  g_object_set (copy, "status", AUS_STATUS_COMPLETED, "revision", copy->revision + 10, NULL);
  g_assert_false (aus_room_window_is_in_call (visit->room));
}

/* What the list believes opens no call: the server alone knows whether the room is open. */
static void
test_not_heard_yet (AppVisit      *visit,
                    gconstpointer  program)
{
  g_autoptr (AusConsultation) copy = open_unlisted (visit, AUS_STATUS_IN_PROGRESS);
  gboolean began = FALSE;

  app_test_wait_for ((began |= aus_room_window_is_in_call (visit->room),
                      app_test_find_button (GTK_WIDGET (visit->room), "Start") != NULL));
  g_assert_false (began);
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  g_test_add ("/room-call/not-heard-yet", AppVisit, argv[1], app_visit_set_up, test_not_heard_yet,
              app_visit_tear_down);
  g_test_add ("/room-call/lost-room", AppVisit, argv[1], app_visit_set_up, test_lost_room, app_visit_tear_down);

  return g_test_run ();
}
