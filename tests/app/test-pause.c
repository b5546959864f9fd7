#include "aus-app-visit.h"

#include <glib/gi18n.h>

#include "aus-pause-page.h"

/* Called back, on hold, and by phone, against the real server, whose path is the first argument. */

static GtkWidget *
root (AppVisit *visit)
{
  return GTK_WIDGET (visit->room);
}

static gboolean
is_paused (AppVisit *visit)
{
  GtkWidget *page = app_test_find_type (root (visit), AUS_TYPE_PAUSE_PAGE);

  return page != NULL && gtk_widget_get_mapped (page);
}

static gboolean
says (AppVisit   *visit,
      const char *format)
{
  g_auto (GStrv) parts = g_strsplit (_(format), "%s", 2);
  g_autofree char *text = g_strjoinv (visit->visit->patient_name, parts);

  return is_paused (visit) && app_test_find_label (root (visit), text) != NULL;
}

static void
act (AppVisit   *visit,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (root (visit), action, NULL));
}

static void
set_up (AppVisit      *visit,
        gconstpointer  data)
{
  app_visit_set_up (visit, data);
  app_visit_open_room (visit, NULL);
  app_test_wait_for (app_test_find_button (root (visit), "Admit") != NULL);
}

/* No call begins as long as it can be taken back, and none where it was. */
static void
test_called_back (AppVisit      *visit,
                  gconstpointer  data)
{
  act (visit, "win.admit");
  app_test_wait_for (says (visit, "%s Is Coming In…"));
  g_assert_false (aus_room_window_is_in_call (visit->room));
  app_test_paint (GTK_WINDOW (visit->room), "recall");
  act (visit, "win.recall");
  app_test_wait_for (app_test_find_button (root (visit), "Admit") != NULL);
  app_test_settle ();
  g_assert_false (is_paused (visit));
  g_assert_false (aus_room_window_is_in_call (visit->room));
  act (visit, "win.admit");
  app_test_wait_for (says (visit, "%s Is Coming In…"));
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
  g_assert_false (is_paused (visit));
}

/* Where the character at that index begins, in Pango's units. */
static int
find_character (GtkWidget *label,
                int        index)
{
  PangoRectangle place;

  pango_layout_index_to_pos (gtk_label_get_layout (GTK_LABEL (label)), index, &place);

  return place.x;
}

/* Its groups are not turned around where people read from the right. */
static void
check_number (AppVisit *visit)
{
  const char *number = "+49 30 123 45 67";
  GtkWidget *label;

  app_test_wait_for ((label = app_test_find_label (root (visit), number)) != NULL);
  g_assert_cmpint (find_character (label, 0), <, find_character (label, (int) strlen (number) - 1));
}

static void
test_paused (AppVisit      *visit,
             gconstpointer  data)
{
  g_autofree char *patient = g_strdup_printf ("patients/%s/", visit->visit->patient_id);
  g_autoptr (JsonObject) known = app_visit_call (visit, "PATCH", patient, "{\"phone\": \"+49 30 123 45 67\"}");

  g_assert_nonnull (known);
  act (visit, "win.admit");
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
  act (visit, "win.pause");
  app_test_wait_for (says (visit, "%s Is on Hold"));
  g_assert_false (aus_room_window_is_in_call (visit->room));
  app_test_paint_widths (GTK_WINDOW (visit->room), "hold");

  /* As whoever starts the app anew finds it: the camera is not opened. */
  app_visit_close_room (visit);
  app_test_speak ("ar");
  app_visit_enter_room (visit, NULL);
  app_test_wait_for (says (visit, "%s Is on Hold"));
  g_assert_false (aus_room_window_is_in_call (visit->room));
  app_test_paint_widths (GTK_WINDOW (visit->room), "hold");

  act (visit, "win.phone");
  app_test_wait_for (says (visit, "By Phone With %s"));
  check_number (visit);
  app_test_paint_widths (GTK_WINDOW (visit->room), "phone");
  app_test_speak ("en");
  act (visit, "win.resume");
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
  g_assert_false (is_paused (visit));
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  g_test_add ("/pause/called-back", AppVisit, argv[1], set_up, test_called_back, app_visit_tear_down);
  g_test_add ("/pause/paused", AppVisit, argv[1], set_up, test_paused, app_visit_tear_down);

  return g_test_run ();
}
