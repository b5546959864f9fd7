#include "aus-app-caller.h"

#include "aus-call-tile.h"
#include "aus-small-call.h"

/* The call in a corner while notes are read, with a real call against the real server, whose path is the first
 * argument. */

#define NARROW 360

typedef struct
{
  AppVisit   visit;
  AppCaller *caller;
} Fixture;

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->visit.room);
}

static GtkWidget *
find_small (Fixture *fixture)
{
  return app_test_find_type (root (fixture), AUS_TYPE_SMALL_CALL);
}

/* Returns: (nullable): the tile in the corner */
static GtkWidget *
find_tile (Fixture *fixture)
{
  return app_test_find_type (find_small (fixture), AUS_TYPE_CALL_TILE);
}

static gboolean
is_connected (Fixture *fixture)
{
  GtkWidget *tile = app_test_find_type (root (fixture), AUS_TYPE_CALL_TILE);

  return tile != NULL && aus_remote_get_has_picture (aus_call_tile_get_remote (AUS_CALL_TILE (tile)));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  program)
{
  app_visit_set_up (&fixture->visit, program);
  app_visit_open_room (&fixture->visit, NULL);
  app_test_wait_for (app_test_find_button (root (fixture), "Admit") != NULL);
  fixture->caller = app_caller_new (&fixture->visit, fixture->visit.door);
  app_test_click (root (fixture), "Admit");
  app_test_wait_for (is_connected (fixture));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  program)
{
  app_caller_free (fixture->caller);
  app_visit_tear_down (&fixture->visit, program);
}

static AdwFlap *
get_flap (Fixture *fixture)
{
  return ADW_FLAP (app_test_find_type (root (fixture), ADW_TYPE_FLAP));
}

/* Without a window manager, a window gets its size when it is shown. */
static void
resize (Fixture *fixture,
        int      width)
{
  gtk_widget_set_visible (root (fixture), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (root (fixture)), width, 640);
  gtk_window_present (GTK_WINDOW (root (fixture)));
  app_test_wait_for (adw_flap_get_folded (get_flap (fixture)));
}

/* Asserts in which corner the picture is. */
static void
check_corner (Fixture  *fixture,
              gboolean  at_left,
              gboolean  at_top)
{
  GtkWidget *small = find_small (fixture);
  graphene_rect_t bounds;

  app_test_paint (GTK_WINDOW (root (fixture)), "small-call-corner");
  g_assert_true (gtk_widget_compute_bounds (find_tile (fixture), small, &bounds));
  g_assert_cmpint (bounds.origin.x + bounds.size.width / 2 < gtk_widget_get_width (small) / 2.0, ==, at_left);
  g_assert_cmpint (bounds.origin.y + bounds.size.height / 2 < gtk_widget_get_height (small) / 2.0, ==, at_top);
}

/* Where there is room for one, the other is small; pressed, it is all there is. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  program)
{
  adw_flap_set_reveal_flap (get_flap (fixture), FALSE);
  resize (fixture, NARROW);
  g_assert_null (find_tile (fixture));
  app_test_paint (GTK_WINDOW (root (fixture)), "small-call-none");

  gtk_widget_activate_action (root (fixture), "win.show-panel", "s", "notes");
  app_test_wait_for (find_tile (fixture) != NULL);
  app_test_paint (GTK_WINDOW (root (fixture)), "small-call-notes");
  g_assert_null (app_test_find_button (root (fixture), "Small Picture of the Call"));
  gtk_widget_activate_action (root (fixture), "win.show-panel", "s", "chat");
  app_test_paint (GTK_WINDOW (root (fixture)), "small-call-chat");

  app_test_click (find_small (fixture), "Back to the Call");
  app_test_wait_for (find_tile (fixture) == NULL);
  g_assert_false (adw_flap_get_reveal_flap (get_flap (fixture)));
}

/* Where there is room for both, the notes take the whole window only when that is asked for. */
static void
test_wide (Fixture       *fixture,
           gconstpointer  program)
{
  GtkWidget *toggle;

  g_assert_null (find_tile (fixture));
  gtk_widget_activate_action (root (fixture), "win.show-panel", "s", "notes");
  app_test_wait_for (app_test_find_button (root (fixture), "Small Picture of the Call") != NULL);
  toggle = app_test_find_button (root (fixture), "Small Picture of the Call");
  app_test_paint (GTK_WINDOW (root (fixture)), "small-call-offered");
  g_assert_null (find_tile (fixture));
  g_signal_emit_by_name (toggle, "clicked");
  app_test_wait_for (find_tile (fixture) != NULL);
  app_test_paint (GTK_WINDOW (root (fixture)), "small-call-wide");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle)));
  g_assert_cmpint (gtk_widget_get_width (adw_flap_get_flap (get_flap (fixture))), ==,
                   gtk_widget_get_width (find_small (fixture)));

  app_test_click (find_small (fixture), "Back to the Call");
  app_test_wait_for (find_tile (fixture) == NULL);
  g_assert_true (adw_flap_get_reveal_flap (get_flap (fixture)));
  g_assert_false (adw_flap_get_folded (get_flap (fixture)));

  /* Nor does it outlast what it is about. */
  g_signal_emit_by_name (toggle, "clicked");
  app_test_wait_for (find_tile (fixture) != NULL);
  gtk_widget_activate_action (root (fixture), "win.hang-up", NULL);
  app_test_wait_for (find_tile (fixture) == NULL);
  app_test_wait_for (!adw_flap_get_folded (get_flap (fixture)));
}

/* As if that key was pressed while the focus is in the picture. */
static void
move (Fixture *fixture,
      guint    key)
{
  GtkWidget *small = find_small (fixture);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (small);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) keys = g_list_model_get_item (controllers, i);

    for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (keys) && j < g_list_model_get_n_items (G_LIST_MODEL (keys)); j++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (keys), j);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key)
        g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, small,
                                                     gtk_shortcut_get_arguments (shortcut)));
    }
  }
}

/* From the middle of the picture, by so much. */
static void
drag (Fixture *fixture,
      double   x,
      double   y)
{
  GtkWidget *small = find_small (fixture);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (small);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (find_tile (fixture), small, &bounds));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) gesture = g_list_model_get_item (controllers, i);

    if (!GTK_IS_GESTURE_DRAG (gesture))
      continue;

    g_signal_emit_by_name (gesture, "drag-begin", bounds.origin.x + bounds.size.width / 2,
                           bounds.origin.y + bounds.size.height / 2);
    g_signal_emit_by_name (gesture, "drag-update", x, y);
    app_test_paint (GTK_WINDOW (root (fixture)), "small-call-dragged");
    g_signal_emit_by_name (gesture, "drag-end", x, y);
  }
}

static void
open_wide (Fixture *fixture)
{
  gtk_widget_activate_action (root (fixture), "win.show-panel", "s", "notes");
  gtk_widget_activate_action (root (fixture), "win.small-call", NULL);
  app_test_wait_for (find_tile (fixture) != NULL);
  check_corner (fixture, FALSE, FALSE);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  program)
{
  open_wide (fixture);
  move (fixture, GDK_KEY_Left);
  check_corner (fixture, TRUE, FALSE);
  move (fixture, GDK_KEY_Up);
  check_corner (fixture, TRUE, TRUE);
  move (fixture, GDK_KEY_Right);
  check_corner (fixture, FALSE, TRUE);
  gtk_widget_set_direction (find_small (fixture), GTK_TEXT_DIR_RTL);
  check_corner (fixture, TRUE, TRUE);
  move (fixture, GDK_KEY_Right);
  check_corner (fixture, FALSE, TRUE);
}

static void
test_dragged (Fixture       *fixture,
              gconstpointer  program)
{
  open_wide (fixture);
  drag (fixture, -600, -10);
  check_corner (fixture, TRUE, FALSE);
  drag (fixture, 20, -400);
  check_corner (fixture, TRUE, TRUE);
  drag (fixture, 30, 20);
  check_corner (fixture, TRUE, TRUE);

  /* Who only presses goes back. */
  drag (fixture, 1, 2);
  app_test_wait_for (find_tile (fixture) == NULL);
}

#define ADD(path, function) \
  g_test_add (path, Fixture, argv[1], set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  ADD ("/small-call/narrow", test_narrow);
  ADD ("/small-call/wide", test_wide);
  ADD ("/small-call/keys", test_keys);
  ADD ("/small-call/dragged", test_dragged);

  return g_test_run ();
}
