#include "aus-booking-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-visit-text.h"

struct _AusBookingPage
{
  GtkWidget           parent_instance;

  GListModel         *model;

  GtkStack           *stack;
  GtkListBox         *list;
  GtkFilterListModel *open_bookings;
  GtkFilterListModel *shown;
  GtkLabel           *fault;
};

enum
{
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusBookingPage, aus_booking_page, GTK_TYPE_WIDGET)

static gboolean
is_open (AusBooking     *booking,
         AusBookingPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (now),
                                                          g_date_time_get_month (now),
                                                          g_date_time_get_day_of_month (now), 0, 0, 0);

  return (booking->consultation_id == NULL || *booking->consultation_id == '\0')
         && (booking->status == AUS_BOOKING_STATUS_PENDING || booking->status == AUS_BOOKING_STATUS_CONFIRMED)
         && booking->starts_at != NULL && g_date_time_compare (booking->starts_at, midnight) >= 0;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  AusBooking *booking = item;
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "activatable", TRUE, NULL);
  g_autofree char *name = g_markup_escape_text (booking->patient_name ? booking->patient_name : "", -1);
  g_autofree char *day = aus_format_day (booking->starts_at);
  g_autofree char *time = aus_format_time (booking->starts_at);
  /* Translators: day, time and doctor of a booking. */
  g_autofree char *when = g_strdup_printf (_("%s, %s · %s"), day, time,
                                           booking->doctor_name ? booking->doctor_name : "");
  g_autofree char *escaped = g_markup_escape_text (when, -1);
  g_autofree char *sentence = g_strdup_printf ("%s, %s", booking->patient_name, when);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);

  return row;
}

static void
items_changed_cb (AusBookingPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, aus_booking_page_has_bookings (self) ? "bookings" : "empty");
}

static void
aus_booking_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_MODEL:
      g_value_set_object (value, AUS_BOOKING_PAGE (object)->model);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_booking_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id) {
    case PROP_MODEL:
      g_set_object (&AUS_BOOKING_PAGE (object)->model, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_booking_page_dispose (GObject *object)
{
  AusBookingPage *self = AUS_BOOKING_PAGE (object);

  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));

  g_clear_object (&self->model);

  G_OBJECT_CLASS (aus_booking_page_parent_class)->dispose (object);
}

static void
aus_booking_page_class_init (AusBookingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_booking_page_get_property;
  object_class->set_property = aus_booking_page_set_property;
  object_class->dispose = aus_booking_page_dispose;

  props[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (AUS_TYPE_BOOKING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-booking-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusBookingPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AusBookingPage, list);
  gtk_widget_class_bind_template_child (widget_class, AusBookingPage, open_bookings);
  gtk_widget_class_bind_template_child (widget_class, AusBookingPage, shown);
  gtk_widget_class_bind_template_child (widget_class, AusBookingPage, fault);
  gtk_widget_class_bind_template_callback (widget_class, is_open);
}

static void
aus_booking_page_init (AusBookingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->shown), create_row, NULL, NULL);
  g_signal_connect_object (self->open_bookings, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  items_changed_cb (self);
}

AusBooking *
aus_booking_page_get_selected (AusBookingPage *self)
{
  GtkListBoxRow *row;
  g_autoptr (AusBooking) booking = NULL;

  g_return_val_if_fail (AUS_IS_BOOKING_PAGE (self), NULL);

  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    booking = g_list_model_get_item (G_LIST_MODEL (self->shown), gtk_list_box_row_get_index (row));

  /* The list keeps it. */
  return booking;
}

gboolean
aus_booking_page_has_bookings (AusBookingPage *self)
{
  g_return_val_if_fail (AUS_IS_BOOKING_PAGE (self), FALSE);

  return g_list_model_get_n_items (G_LIST_MODEL (self->open_bookings)) > 0;
}

void
aus_booking_page_show_error (AusBookingPage *self,
                             const char     *text)
{
  g_return_if_fail (AUS_IS_BOOKING_PAGE (self));

  gtk_label_set_label (self->fault, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
}
