#include "aus-app-visit.h"

#include "aus-invite-dialog.h"

/* Who is invited, against the real server, whose path is the first argument. */

#define NARROW 360

/* Whatever is to be said in it, it fits a narrow screen. */
static void
check_width (GtkWidget *dialog)
{
  int least;

  gtk_widget_measure (dialog, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, NARROW);
}

static GtkWidget *
open_dialog (AppVisit *visit)
{
  GtkWidget *dialog = aus_invite_dialog_new (NULL, visit->app.client, visit->visit->id);

  gtk_window_present (GTK_WINDOW (dialog));
  check_width (dialog);

  return dialog;
}

static void
add_guest (AppVisit   *visit,
           const char *name)
{
  g_autofree char *path = app_visit_make_path (visit, "doors");
  g_autofree char *body = g_strdup_printf ("{\"role\": \"guest\", \"name\": \"%s\"}", name);
  g_autoptr (JsonObject) door = app_visit_call (visit, "POST", path, body);

  g_assert_nonnull (door);
}

/* Four people, of whom doctor and patient are two: whoever wants one more is told before they type. */
static void
test_full (AppVisit      *visit,
           gconstpointer  program)
{
  GtkWidget *dialog;

  add_guest (visit, "Ayşe");
  dialog = open_dialog (visit);
  gtk_editable_set_text (GTK_EDITABLE (app_test_find_type (dialog, ADW_TYPE_ENTRY_ROW)), "Murat");
  app_test_click (dialog, "Create Link");
  app_test_wait_for (app_test_find_label (dialog, "Send this link to Murat. No account is needed.") != NULL);
  check_width (dialog);
  app_test_destroy (GTK_WINDOW (dialog));

  dialog = open_dialog (visit);
  app_test_wait_for (app_test_find_label (dialog, "The Call Is Full") != NULL);
  g_assert_nonnull (app_test_find_button (dialog, "Go On with Jitsi"));
  check_width (dialog);
  g_assert_null (app_test_find_button (dialog, "Create Link"));
  app_test_paint (GTK_WINDOW (dialog), "invite-full");
  app_test_destroy (GTK_WINDOW (dialog));
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  g_test_add ("/invite/full", AppVisit, argv[1], app_visit_set_up, test_full, app_visit_tear_down);

  return g_test_run ();
}
