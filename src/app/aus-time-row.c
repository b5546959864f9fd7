#include "aus-time-row.h"

struct _AusTimeRow
{
  AdwActionRow   parent_instance;

  GtkWidget     *box;
  GtkSpinButton *hour;
  GtkSpinButton *minute;
};

G_DEFINE_FINAL_TYPE (AusTimeRow, aus_time_row, ADW_TYPE_ACTION_ROW)

static gboolean
output_cb (GtkSpinButton *spin,
           gpointer       user_data)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

static void
aus_time_row_class_init (AusTimeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-time-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AusTimeRow, box);
  gtk_widget_class_bind_template_child (widget_class, AusTimeRow, hour);
  gtk_widget_class_bind_template_child (widget_class, AusTimeRow, minute);
  gtk_widget_class_bind_template_callback (widget_class, output_cb);
}

static void
aus_time_row_init (AusTimeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Hours stand left of minutes in every script. */
  gtk_widget_set_direction (self->box, GTK_TEXT_DIR_LTR);
}

char *
aus_time_row_get_time (AusTimeRow *self)
{
  g_return_val_if_fail (AUS_IS_TIME_ROW (self), NULL);

  /* What is still being typed counts. */
  gtk_spin_button_update (self->hour);
  gtk_spin_button_update (self->minute);

  return g_strdup_printf ("%02d:%02d", gtk_spin_button_get_value_as_int (self->hour),
                          gtk_spin_button_get_value_as_int (self->minute));
}

void
aus_time_row_set_time (AusTimeRow *self,
                       int         hour,
                       int         minute)
{
  g_return_if_fail (AUS_IS_TIME_ROW (self));

  gtk_spin_button_set_value (self->hour, hour);
  gtk_spin_button_set_value (self->minute, minute);
}
