#include "aus-complete-dialog.h"

#include <glib/gi18n.h>

struct _AusCompleteDialog
{
  AdwWindow       parent_instance;

  GtkLabel       *question;
  GtkCheckButton *notes_check;
  AdwActionRow   *notes_row;
};

G_DEFINE_FINAL_TYPE (AusCompleteDialog, aus_complete_dialog, ADW_TYPE_WINDOW)

static int
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n\r", -1);
  int n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    n += *words[i] != '\0';

  return n;
}

static void
complete_cb (AusCompleteDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.end", NULL);

  gtk_window_destroy (GTK_WINDOW (self));
}

static void
aus_complete_dialog_class_init (AusCompleteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ausculta/Ausculta/ui/aus-complete-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AusCompleteDialog, question);
  gtk_widget_class_bind_template_child (widget_class, AusCompleteDialog, notes_check);
  gtk_widget_class_bind_template_child (widget_class, AusCompleteDialog, notes_row);
  gtk_widget_class_bind_template_callback (widget_class, complete_cb);
}

static void
aus_complete_dialog_init (AusCompleteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
aus_complete_dialog_new (GtkWindow  *parent,
                         const char *patient_name,
                         const char *notes)
{
  AusCompleteDialog *self = g_object_new (AUS_TYPE_COMPLETE_DIALOG, "transient-for", parent, NULL);
  int words = count_words (notes);
  /* Translators: how much was written. */
  g_autofree char *written = g_strdup_printf (ngettext ("%d word", "%d words", words), words);
  /* Translators: %s is the patient. */
  g_autofree char *question = g_strdup_printf (_("The link of %s then says that the visit is over."),
                                               patient_name);

  gtk_label_set_label (self->question, question);
  gtk_check_button_set_active (self->notes_check, words > 0);
  adw_action_row_set_subtitle (self->notes_row, words > 0 ? written : _("Nothing written yet"));

  return GTK_WIDGET (self);
}
