#include "aus-recovery-codes.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _AusRecoveryCodes
{
  GtkWidget             parent_instance;

  GtkFileChooserNative *chooser;

  GtkWidget            *content;
  GtkLabel             *codes;
  GtkLabel             *outcome;
};

G_DEFINE_FINAL_TYPE (AusRecoveryCodes, aus_recovery_codes, GTK_TYPE_WIDGET)

static void
say (AusRecoveryCodes *self,
     const char       *text)
{
  gtk_label_set_label (self->outcome, text);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), *text != '\0');
}

static void
copy_cb (AusRecoveryCodes *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_label (self->codes));
  say (self, _("Copied."));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusRecoveryCodes) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    say (self, _("Saved."));
  else
    say (self, error->message);
}

static void
save_to (AusRecoveryCodes *self,
         GFile            *file)
{
  g_autofree char *text = g_strconcat (_("Recovery codes for Ausculta. Each is good once."), "\n\n",
                                       gtk_label_get_label (self->codes), "\n", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, saved_cb,
                                       g_object_ref (self));
}

static void
chosen_cb (AusRecoveryCodes     *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

    save_to (self, file);
  }

  g_clear_object (&self->chooser);
}

static void
save_cb (AusRecoveryCodes *self)
{
  if (self->chooser == NULL) {
    self->chooser = gtk_file_chooser_native_new (_("Save Recovery Codes"),
                                                 GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                 GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
    /* Translators: the name of a file. */
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _("Ausculta recovery codes.txt"));
    g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  }

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
aus_recovery_codes_dispose (GObject *object)
{
  AusRecoveryCodes *self = AUS_RECOVERY_CODES (object);

  if (self->content != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->content));

  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (aus_recovery_codes_parent_class)->dispose (object);
}

static void
aus_recovery_codes_class_init (AusRecoveryCodesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_recovery_codes_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-recovery-codes.ui");
  gtk_widget_class_bind_template_child (widget_class, AusRecoveryCodes, content);
  gtk_widget_class_bind_template_child (widget_class, AusRecoveryCodes, codes);
  gtk_widget_class_bind_template_child (widget_class, AusRecoveryCodes, outcome);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
aus_recovery_codes_init (AusRecoveryCodes *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_recovery_codes_show (AusRecoveryCodes   *self,
                         const char * const *codes)
{
  g_autofree char *text = g_strjoinv ("\n", (char **) codes);

  g_return_if_fail (AUS_IS_RECOVERY_CODES (self));

  gtk_label_set_label (self->codes, text);
  say (self, "");
}
