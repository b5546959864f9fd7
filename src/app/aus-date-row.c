#include "aus-date-row.h"

#include <glib/gi18n.h>

struct _AusDateRow
{
  AdwActionRow   parent_instance;

  GtkMenuButton *button;
  GtkPopover    *popover;
  GtkCalendar   *calendar;
};

G_DEFINE_FINAL_TYPE (AusDateRow, aus_date_row, ADW_TYPE_ACTION_ROW)

static void
update_label (AusDateRow *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  /* Translators: a day for strftime(), such as Tue, 3 Nov 2026. */
  g_autofree char *text = g_date_time_format (date, _("%a, %-d %b %Y"));
  /* Translators: %s is a day. */
  g_autofree char *spoken = g_strdup_printf (_("Date: %s"), text);

  gtk_menu_button_set_label (self->button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
day_selected_cb (AusDateRow *self)
{
  update_label (self);
  gtk_popover_popdown (self->popover);
}

static void
aus_date_row_class_init (AusDateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-date-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AusDateRow, button);
  gtk_widget_class_bind_template_child (widget_class, AusDateRow, popover);
  gtk_widget_class_bind_template_child (widget_class, AusDateRow, calendar);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_label);
}

static void
aus_date_row_init (AusDateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_label (self);
}

char *
aus_date_row_get_date (AusDateRow *self)
{
  g_autoptr (GDateTime) date = NULL;

  g_return_val_if_fail (AUS_IS_DATE_ROW (self), NULL);

  date = gtk_calendar_get_date (self->calendar);

  return g_date_time_format (date, "%Y-%m-%d");
}

void
aus_date_row_set_date (AusDateRow *self,
                       GDateTime  *date)
{
  g_return_if_fail (AUS_IS_DATE_ROW (self));

  gtk_calendar_select_day (self->calendar, date);
  update_label (self);
}
