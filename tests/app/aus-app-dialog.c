#include "aus-app-dialog.h"

GtkWidget *
app_dialog_find (GType      type,
                 GtkWindow *but)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (window != GTK_WIDGET (but) && G_TYPE_CHECK_INSTANCE_TYPE (window, type))
      return window;
  }

  return NULL;
}

GtkWidget *
app_dialog_await (void)
{
  GtkWidget *dialog;

  app_test_wait_for (app_dialog_find (GTK_TYPE_FILE_CHOOSER_DIALOG, NULL) != NULL);
  dialog = app_dialog_find (GTK_TYPE_FILE_CHOOSER_DIALOG, NULL);
  /* Once it is seen it goes to the folder of the last time. */
  app_test_wait_for (gtk_widget_get_mapped (dialog));
  app_test_settle ();

  return dialog;
}

static gboolean
is_chosen (GtkWidget *dialog,
           GFile     *file)
{
  g_autoptr (GFile) chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  return chosen != NULL && g_file_equal (chosen, file);
}

void
app_dialog_choose (GtkWidget *dialog,
                   GFile     *file)
{
  g_assert_true (gtk_file_chooser_set_file (GTK_FILE_CHOOSER (dialog), file, NULL));
  app_test_wait_for (is_chosen (dialog, file));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  app_test_wait_for (app_dialog_find (GTK_TYPE_FILE_CHOOSER_DIALOG, NULL) == NULL);
}
