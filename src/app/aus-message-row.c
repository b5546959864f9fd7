#include "aus-message-row.h"

#include <glib/gi18n.h>

#include "aus-message-file.h"
#include "aus-visit-text.h"

struct _AusMessageRow
{
  GtkListBoxRow  parent_instance;

  GtkBox        *bubble;
  GtkLabel      *sender;
  GtkLabel      *text;
  GtkLabel      *time;
};

G_DEFINE_FINAL_TYPE (AusMessageRow, aus_message_row, GTK_TYPE_LIST_BOX_ROW)

static void
aus_message_row_class_init (AusMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-message-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AusMessageRow, bubble);
  gtk_widget_class_bind_template_child (widget_class, AusMessageRow, sender);
  gtk_widget_class_bind_template_child (widget_class, AusMessageRow, text);
  gtk_widget_class_bind_template_child (widget_class, AusMessageRow, time);
}

static void
aus_message_row_init (AusMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
aus_message_row_new (AusRoom    *room,
                     AusMessage *message,
                     gboolean    mine)
{
  AusMessageRow *self = g_object_new (AUS_TYPE_MESSAGE_ROW, NULL);
  gboolean system = message->message_type == AUS_MESSAGE_TYPE_SYSTEM;
  const char *sender = message->sender_name ? message->sender_name : "";
  const char *text = message->message ? message->message : "";
  g_autofree char *time = aus_format_time (message->timestamp);
  /* Translators: a message as one spoken sentence: who, when, what. */
  g_autofree char *sentence = g_strdup_printf (_("%s, %s: %s"), mine ? _("You") : sender, time, text);

  gtk_label_set_label (self->sender, sender);
  gtk_label_set_label (self->text, text);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (GTK_WIDGET (self->text), !aus_message_file_is_named_by (message));

  if (aus_message_file_is_in (message))
    gtk_box_insert_child_after (self->bubble, aus_message_file_new (room, message), GTK_WIDGET (self->sender));
  gtk_widget_set_visible (GTK_WIDGET (self->sender), !mine && !system && *sender != '\0');
  gtk_widget_set_halign (GTK_WIDGET (self->bubble),
                         system ? GTK_ALIGN_CENTER : mine ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->bubble), system ? "system" : mine ? "mine" : "theirs");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);

  return GTK_WIDGET (self);
}
