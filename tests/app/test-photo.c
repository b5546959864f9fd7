#include "aus-app-visit.h"

#include "aus-attach-button.h"
#include "aus-message-file.h"
#include "aus-photo-window.h"

/* A picture in the conversation, shown as large as it is, and kept or not; against the real server, whose path is the
 * first argument. */

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

static gboolean
is_pressable (GtkWidget  *root,
              const char *label)
{
  GtkWidget *button = root ? app_test_find_button (root, label) : NULL;

  return button != NULL && gtk_widget_is_sensitive (button);
}

/* A real picture, of a size that no window has. */
static GFile *
make_picture (AppVisit *visit)
{
  g_autofree char *path = g_build_filename (visit->app.folder, "Knee.png", NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 1600, 1200);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0xd04040ff);
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

static void
set_up (AppVisit      *visit,
        gconstpointer  data)
{
  g_autoptr (GFile) file = NULL;
  GtkWidget *attach;

  app_visit_set_up (visit, data);
  app_visit_open_room (visit, NULL);
  app_test_wait_for (app_test_find_button (GTK_WIDGET (visit->room), "Admit") != NULL);
  app_test_click (GTK_WIDGET (visit->room), "Admit");
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
  file = make_picture (visit);
  gtk_widget_activate_action (GTK_WIDGET (visit->room), "win.show-panel", "s", "chat");
  attach = app_test_find_type (GTK_WIDGET (visit->room), AUS_TYPE_ATTACH_BUTTON);
  g_assert_nonnull (attach);
  aus_attach_button_send (AUS_ATTACH_BUTTON (attach), file);
  app_test_wait_for (is_pressable (GTK_WIDGET (visit->room), "Show in Full Size"));
  app_test_click (GTK_WIDGET (visit->room), "Show in Full Size");
  app_test_wait_for (is_pressable (find_window (AUS_TYPE_PHOTO_WINDOW), "_Keep"));
  g_file_delete (file, NULL, NULL);
}

static void
test_kept (AppVisit      *visit,
           gconstpointer  data)
{
  GtkWidget *window = find_window (AUS_TYPE_PHOTO_WINDOW);
  GtkWidget *picture;
  AusUser *user = aus_client_get_user (visit->app.client);
  g_autofree char *words = NULL;

  app_test_wait_for ((picture = app_test_find_type (window, GTK_TYPE_PICTURE)) != NULL
                     && gtk_picture_get_paintable (GTK_PICTURE (picture)) != NULL);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (gtk_picture_get_paintable (GTK_PICTURE (picture))), ==, 1600);
  app_test_paint (GTK_WINDOW (window), "photo");
  app_test_click (window, "Full Size");
  g_assert_false (gtk_picture_get_can_shrink (GTK_PICTURE (picture)));
  app_test_click (window, "_Keep");
  app_test_wait_for (!is_pressable (window, "_Keep"));
  words = g_strdup_printf ("Kept in the record by %s", user->name);
  app_test_wait_for (app_test_find_label (window, words) != NULL);
  app_test_paint (GTK_WINDOW (window), "photo-kept");
  gtk_window_close (GTK_WINDOW (window));
}

static void
test_discarded (AppVisit      *visit,
                gconstpointer  data)
{
  app_test_click (find_window (AUS_TYPE_PHOTO_WINDOW), "_Discard");
  app_test_wait_for (is_pressable (find_window (ADW_TYPE_MESSAGE_DIALOG), "_Discard"));
  app_test_click (find_window (ADW_TYPE_MESSAGE_DIALOG), "_Discard");
  app_test_wait_for (find_window (AUS_TYPE_PHOTO_WINDOW) == NULL);
  app_test_wait_for (app_test_find_label (GTK_WIDGET (visit->room), "Deleted") != NULL);
}

/* Whoever closes a visit, or signs out, leaves no picture of its patient behind. */
static void
test_goes_with_the_room (AppVisit      *visit,
                         gconstpointer  data)
{
  app_visit_close_room (visit);
  g_assert_null (find_window (AUS_TYPE_PHOTO_WINDOW));
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  g_test_add ("/photo/kept", AppVisit, argv[1], set_up, test_kept, app_visit_tear_down);
  g_test_add ("/photo/discarded", AppVisit, argv[1], set_up, test_discarded, app_visit_tear_down);

  g_test_add ("/photo/goes-with-the-room", AppVisit, argv[1], set_up, test_goes_with_the_room,
              app_visit_tear_down);

  return g_test_run ();
}
