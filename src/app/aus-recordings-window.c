#include "aus-recordings-window.h"

#include <glib/gi18n.h>

#include "aus-client-media.h"
#include "aus-film-view.h"
#include "aus-json.h"
#include "aus-record-json.h"
#include "aus-recording.h"
#include "aus-visit-text.h"

struct _AusRecordingsWindow
{
  AdwWindow        parent_instance;

  AusClient       *client;
  GCancellable    *cancellable;
  char            *consultation_id;
  AusMediaSource   media_source;

  AdwToastOverlay *toasts;
  GtkWidget       *back;
  GtkStack        *stack;
  AdwStatusPage   *none;
  GtkListBox      *list;
  AusFilmView     *film;
};

G_DEFINE_FINAL_TYPE (AusRecordingsWindow, aus_recordings_window, ADW_TYPE_WINDOW)

/* What a button of a row is about. */
typedef struct
{
  AusRecordingsWindow *window;
  AusRecording        *recording;
} Row;

static void
row_free (gpointer  data,
          GClosure *closure)
{
  Row *row = data;

  g_object_unref (row->recording);
  g_free (row);
}

static Row *
row_new (AusRecordingsWindow *self,
         AusRecording        *recording)
{
  Row *row = g_new (Row, 1);

  row->window = self;
  row->recording = g_object_ref (recording);

  return row;
}

static void
show_problem (AusRecordingsWindow *self,
              const char          *text)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

static void
play_cb (Row *row)
{
  AusRecordingsWindow *self = row->window;
  g_autofree char *path = g_strdup_printf ("recordings/%s/media/", row->recording->id);
  g_autofree char *uri = aus_client_make_uri (self->client, path);
  g_autofree char *authorization = aus_client_make_authorization (self->client);

  gtk_stack_set_visible_child_name (self->stack, "film");
  gtk_widget_set_visible (self->back, TRUE);
  aus_film_view_open (self->film, self->media_source, uri, authorization);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusRecordingsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer == NULL)
    show_problem (self, error->message);

  aus_recordings_window_refresh (self);
}

static void
confirmed_cb (Row        *row,
              const char *response)
{
  g_autofree char *path = g_strdup_printf ("recordings/%s/", row->recording->id);

  if (g_strcmp0 (response, "delete") == 0)
    aus_client_send_async (row->window->client, "DELETE", path, NULL, row->window->cancellable, deleted_cb,
                           g_object_ref (row->window));
}

static void
delete_cb (Row *row)
{
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (row->window), _("Delete This Recording?"),
                                                _("Nobody can watch it any more. This cannot be undone.")));

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "delete", _("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "delete", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (confirmed_cb), row_new (row->window, row->recording), row_free,
                         G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static char *
describe_state (AusRecording *recording)
{
  g_autoptr (GDateTime) local = recording->expires_at ? g_date_time_to_local (recording->expires_at) : NULL;
  g_autofree char *date = local ? g_date_time_format (local, "%x") : NULL;

  switch ((AusRecordingState) recording->state) {
    case AUS_RECORDING_STATE_RECORDING:
      return g_strdup (_("Being recorded now"));
    case AUS_RECORDING_STATE_UPLOADING:
      return g_strdup (_("On its way to the server"));
    case AUS_RECORDING_STATE_READY:
      /* Translators: %s is a date. */
      return date ? g_strdup_printf (_("Kept until %s"), date) : g_strdup ("");
    case AUS_RECORDING_STATE_FAILED:
      return g_strdup (_("Its end never arrived; it cannot be watched"));
    case AUS_RECORDING_STATE_DELETED:
      return g_strdup (_("Deleted"));
  }

  g_return_val_if_reached (NULL);
}

static char *
describe_length (AusRecording *recording)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (recording->started_at);
  g_autofree char *time = g_date_time_format (local, "%X");

  if (recording->state != AUS_RECORDING_STATE_READY)
    return g_steal_pointer (&time);

  /* Translators: when a recording began, and how long it is, minutes and seconds. */
  return g_strdup_printf (_("%s · %d:%02d"), time, (int) (recording->duration_seconds / 60),
                          (int) (recording->duration_seconds % 60));
}

static void
add_button (AdwActionRow *row,
            const char   *icon,
            const char   *word,
            GCallback     callback,
            Row          *data)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_data (button, "clicked", callback, data, row_free, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static GtkWidget *
make_row (AusRecordingsWindow *self,
          AusRecording        *recording)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = describe_length (recording);
  g_autofree char *subtitle = describe_state (recording);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  if (recording->state == AUS_RECORDING_STATE_READY)
    add_button (ADW_ACTION_ROW (row), "media-playback-start-symbolic", _("Play"), G_CALLBACK (play_cb),
                row_new (self, recording));
  if (recording->state != AUS_RECORDING_STATE_RECORDING)
    add_button (ADW_ACTION_ROW (row), "user-trash-symbolic", _("Delete"), G_CALLBACK (delete_cb),
                row_new (self, recording));

  return row;
}

static void
take_list (AusRecordingsWindow *self,
           JsonArray           *array)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);

  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autoptr (AusRecording) recording = g_object_new (AUS_TYPE_RECORDING, NULL);
    g_autoptr (GError) error = NULL;

    if (aus_record_read_json (AUS_RECORD (recording), json_array_get_object_element (array, i), AUS_READ_TRUSTED,
                              &error) && recording->started_at != NULL)
      gtk_list_box_append (self->list, make_row (self, recording));
  }

  gtk_stack_set_visible_child_name (self->stack, json_array_get_length (array) > 0 ? "list" : "none");
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusRecordingsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer != NULL && JSON_NODE_HOLDS_OBJECT (answer)
      && json_object_has_member (json_node_get_object (answer), "results")) {
    take_list (self, json_object_get_array_member (json_node_get_object (answer), "results"));
    return;
  }

  adw_status_page_set_description (self->none, error ? error->message : NULL);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

static void
back_clicked_cb (AusRecordingsWindow *self)
{
  aus_film_view_close (self->film);
  gtk_widget_set_visible (self->back, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static gboolean
aus_recordings_window_close_request (GtkWindow *window)
{
  AusRecordingsWindow *self = AUS_RECORDINGS_WINDOW (window);

  g_cancellable_cancel (self->cancellable);
  aus_film_view_close (self->film);

  return GTK_WINDOW_CLASS (aus_recordings_window_parent_class)->close_request (window);
}

static void
aus_recordings_window_dispose (GObject *object)
{
  AusRecordingsWindow *self = AUS_RECORDINGS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_recordings_window_parent_class)->dispose (object);
}

static void
aus_recordings_window_finalize (GObject *object)
{
  AusRecordingsWindow *self = AUS_RECORDINGS_WINDOW (object);

  g_object_unref (self->cancellable);
  g_free (self->consultation_id);

  G_OBJECT_CLASS (aus_recordings_window_parent_class)->finalize (object);
}

static void
aus_recordings_window_class_init (AusRecordingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_recordings_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_recordings_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = aus_recordings_window_close_request;

  g_type_ensure (AUS_TYPE_FILM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ausculta/Ausculta/ui/aus-recordings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AusRecordingsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingsWindow, back);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingsWindow, none);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingsWindow, film);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
}

static void
aus_recordings_window_init (AusRecordingsWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AusRecordingsWindow *
aus_recordings_window_new (GtkWindow      *parent,
                           AusClient      *client,
                           const char     *consultation_id,
                           AusMediaSource  media_source)
{
  AusRecordingsWindow *self = g_object_new (AUS_TYPE_RECORDINGS_WINDOW, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  self->consultation_id = g_strdup (consultation_id);
  self->media_source = media_source;
  aus_recordings_window_refresh (self);

  return self;
}

void
aus_recordings_window_refresh (AusRecordingsWindow *self)
{
  g_autofree char *path = g_strdup_printf ("recordings/?consultation_id=%s&page_size=200", self->consultation_id);

  aus_client_send_async (self->client, "GET", path, NULL, self->cancellable, listed_cb, g_object_ref (self));
}
