#include "aus-device-row.h"

struct _AusDeviceRow
{
  AdwComboRow    parent_instance;

  AusDeviceList *devices;
  gboolean       is_following;
};

G_DEFINE_FINAL_TYPE (AusDeviceRow, aus_device_row, ADW_TYPE_COMBO_ROW)

/* A choice that is not the person's. */
static void
select_used (AusDeviceRow *self)
{
  AusMediaDevice *used = aus_device_list_get_device (self->devices);
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->devices)); i++) {
    g_autoptr (AusMediaDevice) device = g_list_model_get_item (G_LIST_MODEL (self->devices), i);

    if (device == used)
      selected = i;
  }

  self->is_following = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), selected);
  self->is_following = FALSE;
}

/* The row has a list of its own, for it would take another choice by itself when what is chosen goes. */
static void
list_devices (AusDeviceRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->devices)); i++) {
    g_autoptr (AusMediaDevice) device = g_list_model_get_item (G_LIST_MODEL (self->devices), i);

    gtk_string_list_append (names, aus_media_device_get_name (device));
  }

  self->is_following = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (names));
  select_used (self);
}

static void
selected_cb (AusDeviceRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  g_autoptr (AusMediaDevice) device = NULL;

  if (self->is_following || self->devices == NULL)
    return;

  device = g_list_model_get_item (G_LIST_MODEL (self->devices), selected);

  if (device != NULL)
    aus_device_list_set_chosen (self->devices, aus_media_device_get_id (device));
}

static void
aus_device_row_dispose (GObject *object)
{
  AusDeviceRow *self = AUS_DEVICE_ROW (object);

  if (self->devices != NULL)
    g_signal_handlers_disconnect_by_data (self->devices, self);

  g_clear_object (&self->devices);

  G_OBJECT_CLASS (aus_device_row_parent_class)->dispose (object);
}

static void
aus_device_row_class_init (AusDeviceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_device_row_dispose;
}

static void
aus_device_row_init (AusDeviceRow *self)
{
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

void
aus_device_row_attach (AusDeviceRow  *self,
                       AusDeviceList *devices)
{
  g_return_if_fail (AUS_IS_DEVICE_ROW (self));
  g_return_if_fail (self->devices == NULL);

  self->devices = g_object_ref (devices);
  g_signal_connect_object (devices, "items-changed", G_CALLBACK (list_devices), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (devices, "notify::device", G_CALLBACK (select_used), self, G_CONNECT_SWAPPED);
  list_devices (self);
}
