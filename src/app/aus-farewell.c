#include "aus-farewell.h"

#include "aus-client-settle.h"

/* Whoever has quit looks away; but a program that lingers is in the way of its next start. */
#define LIMIT_MS 2000

static void
settled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GApplication) application = user_data;

  if (!aus_client_settle_finish (AUS_CLIENT (source), result))
    g_message ("The server was not told of the end");

  g_application_release (application);
}

static gboolean
has_window (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next) {
    if (gtk_widget_get_visible (l->data))
      return TRUE;
  }

  return FALSE;
}

static void
quit_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  /* Somebody started it anew meanwhile. */
  if (!has_window (user_data))
    g_application_quit (user_data);

  settled_cb (source, result, user_data);
}

void
aus_farewell_wait (GApplication *application,
                   AusClient    *client)
{
  g_application_hold (application);
  aus_client_settle_async (client, LIMIT_MS, settled_cb, g_object_ref (application));
}

void
aus_farewell_quit (GApplication *application,
                   AusClient    *client)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL; l = l->next)
    gtk_widget_set_visible (l->data, FALSE);

  g_application_hold (application);
  aus_client_settle_async (client, LIMIT_MS, quit_cb, g_object_ref (application));
}
