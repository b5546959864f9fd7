#include "aus-embed-download.h"

#include <glib/gi18n-lib.h>

static void
chosen_cb (WebKitDownload *download,
           int             response,
           GtkFileChooser *chooser)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (chooser) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (path != NULL) {
    /* That it may be replaced was asked by the dialog. */
    webkit_download_set_allow_overwrite (download, TRUE);
    webkit_download_set_destination (download, path);
  } else {
    webkit_download_cancel (download);
  }

  g_object_unref (chooser);
}

static gboolean
decide_cb (WebKitDownload *download,
           const char     *name,
           GtkWidget      *parent)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Save File"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                 GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), download, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));

  return TRUE;
}

static void
started_cb (GtkWidget      *parent,
            WebKitDownload *download)
{
  g_signal_connect_object (download, "decide-destination", G_CALLBACK (decide_cb), parent, 0);
}

void
aus_embed_download_watch (WebKitNetworkSession *session,
                          GtkWidget            *parent)
{
  g_signal_connect_object (session, "download-started", G_CALLBACK (started_cb), parent, G_CONNECT_SWAPPED);
}
