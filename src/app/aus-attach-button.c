#include "aus-attach-button.h"

#include <glib/gi18n.h>

#include "aus-error.h"
#include "aus-room-files.h"

struct _AusAttachButton
{
  GtkWidget             parent_instance;

  AusRoom              *room;
  GtkFileChooserNative *chooser;
  GCancellable         *cancellable;
  GQueue                waiting;
  char                 *status;

  GtkWidget            *button;
};

enum
{
  PROP_0,
  PROP_BUSY,
  PROP_STATUS,
  N_PROPS
};

enum
{
  FAILED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusAttachButton, aus_attach_button, GTK_TYPE_WIDGET)

static void
fail (AusAttachButton *self,
      const char      *text)
{
  g_signal_emit (self, signals[FAILED], 0, text);
}

/* The first of those that wait is the one on its way. */
static void
say_status (AusAttachButton *self)
{
  GFile *file = g_queue_peek_head (&self->waiting);
  g_autofree char *name = file ? g_file_get_basename (file) : NULL;
  g_autofree char *shown = name ? g_filename_display_name (name) : NULL;

  g_free (self->status);
  /* Translators: %s is the name of a file. */
  self->status = shown ? g_strdup_printf (_("Sending “%s”…"), shown) : g_strdup ("");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

/* The server speaks one language only. */
static const char *
explain (const GError *error)
{
  if (g_error_matches (error, AUS_ERROR, AUS_ERROR_UNSUPPORTED))
    return _("Only whole pictures, PDF and text documents, DICOM, sound and films can be sent.");

  return error->message;
}

/* What failed is not tried again by itself, and those behind it are. */
static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusAttachButton) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;

  if (!aus_room_send_file_finish (AUS_ROOM (source), result, &error) && self->room != NULL) {
    /* Translators: %s is a sentence that says why a file was not sent. */
    g_autofree char *text = g_strdup_printf (_("Not sent. %s"), explain (error));

    fail (self, text);
  }

  file = g_queue_pop_head (&self->waiting);

  if (self->room == NULL)
    return;

  say_status (self);

  if (!g_queue_is_empty (&self->waiting))
    aus_room_send_file_async (self->room, g_queue_peek_head (&self->waiting), self->cancellable, sent_cb,
                              g_object_ref (self));
}

static void
chosen_cb (AusAttachButton      *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));

  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    aus_attach_button_send (self, file);
  }

  g_clear_object (&self->chooser);
}

static void
clicked_cb (AusAttachButton *self)
{
  if (self->chooser == NULL) {
    self->chooser = gtk_file_chooser_native_new (_("Send Files"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                 GTK_FILE_CHOOSER_ACTION_OPEN, _("_Send"), NULL);
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
    gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
    g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  }

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (AusAttachButton *self,
         const GValue    *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = files; l != NULL; l = l->next)
    aus_attach_button_send (self, l->data);

  return files != NULL;
}

static void
aus_attach_button_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  AusAttachButton *self = AUS_ATTACH_BUTTON (object);

  switch (prop_id) {
    case PROP_BUSY:
      g_value_set_boolean (value, !g_queue_is_empty (&self->waiting));
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_attach_button_dispose (GObject *object)
{
  AusAttachButton *self = AUS_ATTACH_BUTTON (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->chooser);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (aus_attach_button_parent_class)->dispose (object);
}

static void
aus_attach_button_finalize (GObject *object)
{
  AusAttachButton *self = AUS_ATTACH_BUTTON (object);

  g_queue_clear_full (&self->waiting, g_object_unref);
  g_clear_object (&self->cancellable);
  g_free (self->status);

  G_OBJECT_CLASS (aus_attach_button_parent_class)->finalize (object);
}

static void
aus_attach_button_class_init (AusAttachButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_attach_button_get_property;
  object_class->dispose = aus_attach_button_dispose;
  object_class->finalize = aus_attach_button_finalize;

  props[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_STATUS] =
    g_param_spec_string ("status", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FAILED] = g_signal_new ("failed", AUS_TYPE_ATTACH_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-attach-button.ui");
  gtk_widget_class_bind_template_child (widget_class, AusAttachButton, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
aus_attach_button_init (AusAttachButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_queue_init (&self->waiting);
  self->cancellable = g_cancellable_new ();
  self->status = g_strdup ("");
}

void
aus_attach_button_set_room (AusAttachButton *self,
                            AusRoom         *room,
                            GtkWidget       *target)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_set_object (&self->room, room);
  g_signal_connect_object (drop, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (target, GTK_EVENT_CONTROLLER (drop));
}

void
aus_attach_button_send (AusAttachButton *self,
                        GFile           *file)
{
  fail (self, NULL);

  if (!aus_room_get_connected (self->room)) {
    fail (self, _("Not sent. There is no connection to the server; try again when it is back."));
    return;
  }

  g_queue_push_tail (&self->waiting, g_object_ref (file));

  if (self->waiting.length == 1)
    aus_room_send_file_async (self->room, file, self->cancellable, sent_cb, g_object_ref (self));

  say_status (self);
}
