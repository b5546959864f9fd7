#include "aus-message-file.h"

#include <glib/gi18n.h>
#include <errno.h>

#include "aus-photo.h"
#include "aus-photo-window.h"
#include "aus-room-files.h"

/* Larger pictures are opened, not shown beside others. */
#define MAX_PREVIEW (12 * 1024 * 1024)

struct _AusMessageFile
{
  GtkWidget             parent_instance;

  AusRoom              *room;
  AusMessage           *message;
  GtkFileChooserNative *chooser;
  GCancellable         *cancellable;
  GOutputStream        *preview;

  GtkWidget            *box;
  GtkWidget            *show;
  GtkPicture           *picture;
  GtkLabel             *name;
  GtkLabel             *size;
  GtkWidget            *buttons;
  GtkLabel             *outcome;
};

G_DEFINE_FINAL_TYPE (AusMessageFile, aus_message_file, GTK_TYPE_WIDGET)

static void
say (AusMessageFile *self,
     const char     *text)
{
  if (self->box == NULL)
    return;

  gtk_label_set_label (self->outcome, text);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), *text != '\0');
}

static void
say_fault (AusMessageFile *self,
           const GError   *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, error->message);
}

/* A copy for another program, where nobody else reads and which is gone when the person signs out. */
static GFile *
make_copy (AusMessageFile  *self,
           GError         **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "ausculta-XXXXXX", NULL);

  if (g_mkdtemp (folder) != NULL)
    return g_file_new_build_filename (folder, self->message->file_name, NULL);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder, g_strerror (errno));

  return NULL;
}

/* A file on its way to the disk. */
typedef struct
{
  AusMessageFile *self;
  GFile          *file;
  gboolean        opens;
} Copy;

static void
copy_free (Copy *copy)
{
  g_object_unref (copy->self);
  g_object_unref (copy->file);
  g_free (copy);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, copy_free)

static void
open (AusMessageFile *self,
      GFile          *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Copy) copy = user_data;
  g_autoptr (GError) error = NULL;

  if (!aus_room_read_file_finish (AUS_ROOM (source), result, &error)) {
    say_fault (copy->self, error);
    return;
  }

  say (copy->self, copy->opens ? "" : _("Saved."));

  if (copy->opens && copy->self->box != NULL)
    open (copy->self, copy->file);
}

static void
copy_to (AusMessageFile *self,
         GFile          *file,
         gboolean        opens)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &error);
  Copy *copy;

  if (stream == NULL) {
    say_fault (self, error);
    return;
  }

  copy = g_new0 (Copy, 1);
  copy->self = g_object_ref (self);
  copy->file = g_object_ref (file);
  copy->opens = opens;
  say (self, _("Loading…"));
  aus_room_read_file_async (self->room, self->message, G_OUTPUT_STREAM (stream), self->cancellable, read_cb, copy);
}

static void
open_cb (AusMessageFile *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = make_copy (self, &error);

  if (file != NULL)
    copy_to (self, file, TRUE);
  else
    say_fault (self, error);
}

static void
chosen_cb (AusMessageFile       *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

    copy_to (self, file, FALSE);
  }

  g_clear_object (&self->chooser);
}

static void
save_cb (AusMessageFile *self)
{
  if (self->chooser == NULL) {
    self->chooser = gtk_file_chooser_native_new (_("Save File"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                 GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), self->message->file_name);
    g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  }

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
show_cb (AusMessageFile *self)
{
  gtk_window_present (GTK_WINDOW (aus_photo_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                        self->room, self->message)));
}

static void
preview_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusMessageFile) self = user_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  /* It can still be opened; then it is said why not. */
  if (!aus_room_read_file_finish (AUS_ROOM (source), result, &error)) {
    g_info ("No preview: %s", error->message);
    return;
  }

  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (self->preview));
  texture = aus_photo_load (bytes, &error);

  if (texture == NULL)
    g_info ("No preview: %s", error->message);
  else if (self->box != NULL) {
    gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
    gtk_widget_show (self->show);
  }
}

static gboolean
is_picture (AusMessage *message)
{
  return g_str_has_prefix (message->file_type, "image/") && message->file_size <= MAX_PREVIEW;
}

static void
aus_message_file_map (GtkWidget *widget)
{
  AusMessageFile *self = AUS_MESSAGE_FILE (widget);

  GTK_WIDGET_CLASS (aus_message_file_parent_class)->map (widget);

  if (self->preview != NULL || self->message->file_id == NULL || !is_picture (self->message))
    return;

  self->preview = g_memory_output_stream_new_resizable ();
  aus_room_read_file_async (self->room, self->message, self->preview, self->cancellable, preview_cb,
                            g_object_ref (self));
}

/* Somebody may take it back while it is looked at. */
static void
file_changed_cb (AusMessageFile *self)
{
  const gboolean is_there = self->message->file_id != NULL;

  gtk_widget_set_visible (self->buttons, is_there);

  if (!is_there) {
    gtk_widget_hide (self->show);
    say (self, _("Deleted"));
  }
}

static void
aus_message_file_dispose (GObject *object)
{
  AusMessageFile *self = AUS_MESSAGE_FILE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->chooser);
  g_clear_object (&self->room);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (aus_message_file_parent_class)->dispose (object);
}

static void
aus_message_file_finalize (GObject *object)
{
  AusMessageFile *self = AUS_MESSAGE_FILE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->preview);

  G_OBJECT_CLASS (aus_message_file_parent_class)->finalize (object);
}

static void
aus_message_file_class_init (AusMessageFileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = aus_message_file_dispose;
  object_class->finalize = aus_message_file_finalize;
  widget_class->map = aus_message_file_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-message-file.ui");
  gtk_widget_class_bind_template_child (widget_class, AusMessageFile, box);
  gtk_widget_class_bind_template_child (widget_class, AusMessageFile, show);
  gtk_widget_class_bind_template_child (widget_class, AusMessageFile, picture);
  gtk_widget_class_bind_template_child (widget_class, AusMessageFile, name);
  gtk_widget_class_bind_template_child (widget_class, AusMessageFile, size);
  gtk_widget_class_bind_template_child (widget_class, AusMessageFile, buttons);
  gtk_widget_class_bind_template_child (widget_class, AusMessageFile, outcome);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
}

static void
aus_message_file_init (AusMessageFile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
aus_message_file_new (AusRoom    *room,
                      AusMessage *message)
{
  AusMessageFile *self = g_object_new (AUS_TYPE_MESSAGE_FILE, NULL);
  g_autofree char *size = g_format_size (message->file_size);

  g_set_object (&self->room, room);
  self->message = g_object_ref (message);
  gtk_label_set_label (self->name, message->file_name);
  gtk_label_set_label (self->size, size);
  gtk_picture_set_alternative_text (self->picture, message->file_name);
  g_signal_connect_object (message, "notify::file-id", G_CALLBACK (file_changed_cb), self, G_CONNECT_SWAPPED);
  file_changed_cb (self);

  return GTK_WIDGET (self);
}

gboolean
aus_message_file_is_in (AusMessage *message)
{
  return message->file_name != NULL && *message->file_name != '\0';
}

gboolean
aus_message_file_is_named_by (AusMessage *message)
{
  return aus_message_file_is_in (message) && g_strcmp0 (message->message, message->file_name) == 0;
}
