#include "aus-leave-dialog.h"

#include <glib/gi18n.h>

#include "aus-room-window.h"

typedef struct
{
  GtkWindow *window;
  GtkWindow *other;
  char      *action;
} Leaving;

static void
leaving_free (gpointer  data,
              GClosure *closure)
{
  Leaving *leaving = data;

  g_clear_weak_pointer (&leaving->window);
  g_clear_weak_pointer (&leaving->other);
  g_free (leaving->action);
  g_free (leaving);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Leaving          *leaving)
{
  if (g_strcmp0 (response, "leave") != 0 || leaving->window == NULL)
    return;

  if (leaving->other != NULL)
    gtk_widget_activate_action (GTK_WIDGET (leaving->other), "win.hang-up", NULL);

  gtk_widget_activate_action (GTK_WIDGET (leaving->window), leaving->action, NULL);
}

static char *
make_body (GtkWindow *window)
{
  if (AUS_IS_ROOM_WINDOW (window) && aus_room_window_get_private (AUS_ROOM_WINDOW (window)))
    return g_strdup (_("You are in another call. It has to end before this one begins; its visit stays open."));

  /* Translators: %s is a patient. */
  return g_strdup_printf (_("You are in another call. To talk to %s, that call has to end; its visit stays open."),
                          gtk_window_get_title (window));
}

static void
present (GtkWindow  *window,
         const char *action,
         GtkWindow  *other)
{
  /* Translators: %s is a patient. */
  g_autofree char *heading = g_strdup_printf (_("Hang Up With %s?"), gtk_window_get_title (other));
  g_autofree char *body = make_body (window);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, NULL, NULL));
  Leaving *leaving = g_new0 (Leaving, 1);

  g_set_weak_pointer (&leaving->window, window);
  g_set_weak_pointer (&leaving->other, other);
  leaving->action = g_strdup (action);

  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "leave", _("_Hang Up"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "leave", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), leaving, leaving_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

GtkWindow *
aus_leave_dialog_find_other (GtkWindow *window)
{
  GtkApplication *application = gtk_window_get_application (window);

  for (GList *l = application ? gtk_application_get_windows (application) : NULL; l != NULL; l = l->next) {
    if (l->data != window && AUS_IS_ROOM_WINDOW (l->data) && aus_room_window_is_in_call (l->data))
      return l->data;
  }

  return NULL;
}

gboolean
aus_leave_dialog_ask (GtkWindow  *window,
                      const char *action)
{
  GtkWindow *other = aus_leave_dialog_find_other (window);

  if (other != NULL)
    present (window, action, other);

  return other != NULL;
}
