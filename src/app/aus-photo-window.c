#include "aus-photo-window.h"

#include <glib/gi18n.h>

#include "aus-json.h"
#include "aus-photo.h"
#include "aus-room-files.h"

struct _AusPhotoWindow
{
  AdwWindow       parent_instance;

  AusRoom        *room;
  AusMessage     *message;
  GCancellable   *cancellable;
  GOutputStream  *content;

  AdwWindowTitle *title;
  GtkStack       *stack;
  GtkPicture     *picture;
  AdwStatusPage  *fault;
  GtkWidget      *bar;
  GtkLabel       *words;
  GtkWidget      *choices;
};

G_DEFINE_FINAL_TYPE (AusPhotoWindow, aus_photo_window, ADW_TYPE_WINDOW)

static void
say (AusPhotoWindow *self,
     const char     *text)
{
  gtk_label_set_label (self->words, text);
  gtk_widget_show (self->bar);
}

/* What the server says of the file now: whether it is in the record, or might be. */
static void
show_file (AusPhotoWindow *self,
           JsonNode       *answer)
{
  JsonObject *file = JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  const gboolean is_kept = file != NULL && aus_json_get_boolean (file, "kept", FALSE);
  const char *by = file ? aus_json_get_text (file, "kept_by") : NULL;
  /* Translators: %s is a person. */
  g_autofree char *kept = g_strdup_printf (_("Kept in the record by %s"), by ? by : "");

  say (self, is_kept ? kept : _("Keep this picture in the record?"));
  gtk_widget_set_visible (self->choices, file != NULL && !is_kept);
}

/* Whoever may not see the record is not asked about it. */
static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusPhotoWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_room_ask_file_finish (AUS_ROOM (source), result, &error);

  if (answer != NULL)
    show_file (self, answer);
  else
    g_info ("Not asked whether to keep it: %s", error->message);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusPhotoWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_room_ask_file_finish (AUS_ROOM (source), result, &error);

  gtk_widget_set_sensitive (self->choices, TRUE);

  if (answer != NULL)
    show_file (self, answer);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, error->message);
}

static void
keep_cb (AusPhotoWindow *self)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_boolean_member (body, "kept", TRUE);
  gtk_widget_set_sensitive (self->choices, FALSE);
  aus_room_ask_file_async (self->room, self->message, "PATCH", body, self->cancellable, kept_cb, g_object_ref (self));
}

static void
discarded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (AusPhotoWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_room_ask_file_finish (AUS_ROOM (source), result, &error);

  gtk_widget_set_sensitive (self->choices, TRUE);

  if (answer != NULL)
    gtk_window_close (GTK_WINDOW (self));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, error->message);
}

static void
response_cb (AusPhotoWindow *self,
             const char     *response)
{
  if (!g_str_equal (response, "discard"))
    return;

  gtk_widget_set_sensitive (self->choices, FALSE);
  aus_room_ask_file_async (self->room, self->message, "DELETE", NULL, self->cancellable, discarded_cb,
                           g_object_ref (self));
}

static void
discard_cb (AusPhotoWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Discard This Picture?"),
                                              _("It is deleted for everybody in the visit."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "discard", _("_Discard"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
fail (AusPhotoWindow *self,
      const GError   *error)
{
  g_autofree char *escaped = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  escaped = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (self->fault, escaped);
  gtk_stack_set_visible_child_name (self->stack, "fault");
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusPhotoWindow) self = user_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  if (!aus_room_read_file_finish (AUS_ROOM (source), result, &error)) {
    fail (self, error);
    return;
  }

  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (self->content));
  texture = aus_photo_load (bytes, &error);

  if (texture == NULL) {
    fail (self, error);
    return;
  }

  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, "picture");
}

/* Somebody may take it back while it is looked at. */
static void
file_changed_cb (AusPhotoWindow *self)
{
  if (self->message->file_id == NULL)
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
invert (AusPhotoWindow *self,
        gboolean        is_active)
{
  return !is_active;
}

static void
aus_photo_window_dispose (GObject *object)
{
  AusPhotoWindow *self = AUS_PHOTO_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->room);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (aus_photo_window_parent_class)->dispose (object);
}

static void
aus_photo_window_finalize (GObject *object)
{
  AusPhotoWindow *self = AUS_PHOTO_WINDOW (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->content);

  G_OBJECT_CLASS (aus_photo_window_parent_class)->finalize (object);
}

static void
aus_photo_window_class_init (AusPhotoWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_photo_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_photo_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-photo-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPhotoWindow, title);
  gtk_widget_class_bind_template_child (widget_class, AusPhotoWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AusPhotoWindow, picture);
  gtk_widget_class_bind_template_child (widget_class, AusPhotoWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, AusPhotoWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, AusPhotoWindow, words);
  gtk_widget_class_bind_template_child (widget_class, AusPhotoWindow, choices);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, invert);
}

static void
aus_photo_window_init (AusPhotoWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->content = g_memory_output_stream_new_resizable ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AusPhotoWindow *
aus_photo_window_new (GtkWindow  *parent,
                      AusRoom    *room,
                      AusMessage *message)
{
  AusPhotoWindow *self = g_object_new (AUS_TYPE_PHOTO_WINDOW, "transient-for", parent, NULL);

  self->room = g_object_ref (room);
  self->message = g_object_ref (message);
  gtk_window_set_title (GTK_WINDOW (self), message->file_name);
  adw_window_title_set_title (self->title, message->file_name);
  adw_window_title_set_subtitle (self->title, message->sender_name ? message->sender_name : "");
  gtk_picture_set_alternative_text (self->picture, message->file_name);
  g_signal_connect_object (message, "notify::file-id", G_CALLBACK (file_changed_cb), self, G_CONNECT_SWAPPED);
  aus_room_read_file_async (room, message, self->content, self->cancellable, read_cb, g_object_ref (self));
  aus_room_ask_file_async (room, message, "GET", NULL, self->cancellable, looked_cb, g_object_ref (self));

  return self;
}
