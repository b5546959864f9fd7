#include "aus-devices-group.h"

#include "aus-account.h"
#include "aus-visit-text.h"

#include <glib/gi18n.h>

struct _AusDevicesGroup
{
  AdwPreferencesGroup  parent_instance;

  AusClient           *client;
  GCancellable        *cancellable;
  /* Each device has a row; what went wrong may have one behind them. */
  GPtrArray           *devices;
  GPtrArray           *rows;
  GtkWidget           *others;
};

enum
{
  PROP_0,
  PROP_CLIENT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusDevicesGroup, aus_devices_group, ADW_TYPE_PREFERENCES_GROUP)

static void
add_row (AusDevicesGroup *self,
         GtkWidget       *row)
{
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
clear_rows (AusDevicesGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));

  g_ptr_array_set_size (self->rows, 0);
}

static void
show_error (AusDevicesGroup *self,
            const GError    *error)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), error->message);
  gtk_widget_add_css_class (row, "error");
  add_row (self, row);
}

static void
signed_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (AusDevicesGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (aus_account_finish (AUS_CLIENT (source), result, &error) ||
      g_error_matches (error, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    aus_devices_group_load (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
}

static void
sign_out_others_cb (AusDevicesGroup *self)
{
  aus_account_sign_out_device (self->client, NULL, self->cancellable, signed_out_cb, g_object_ref (self));
}

static void
sign_out_cb (AusDevicesGroup *self,
             GtkWidget       *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  const AusDevice *device;
  guint position;

  g_return_if_fail (g_ptr_array_find (self->rows, row, &position) && position < self->devices->len);
  device = g_ptr_array_index (self->devices, position);
  gtk_widget_set_sensitive (button, FALSE);
  aus_account_sign_out_device (self->client, device->id, self->cancellable, signed_out_cb, g_object_ref (self));
}

/* (transfer full) */
static char *
describe (const AusDevice *device)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *day = device->last_used ? aus_format_day (device->last_used) : g_strdup ("");
  g_autofree char *time = aus_format_time (device->last_used);

  if (device->is_current)
    /* Translators: %s is a network address. */
    return g_strdup_printf (_("This device, at %s"), device->address);

  if (device->last_used == NULL)
    return g_strdup (device->address);

  if (aus_minutes_between (device->last_used, now) < 24 * 60)
    /* Translators: a time of day, and a network address. */
    return g_strdup_printf (_("Last used at %s, from %s"), time, device->address);

  /* Translators: a day, and a network address. */
  return g_strdup_printf (_("Last used on %s, from %s"), day, device->address);
}

static GtkWidget *
make_button (AusDevicesGroup *self,
             const AusDevice *device)
{
  GtkWidget *button = gtk_button_new_with_label (_("Sign Out"));
  /* Translators: what a button does, for those who hear it; %s is a device. */
  g_autofree char *sentence = g_strdup_printf (_("Sign out %s"), device->name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (sign_out_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
show_device (AusDevicesGroup *self,
             const AusDevice *device)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text = describe (device);
  const gboolean is_known = device->name != NULL && *device->name != '\0';

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), is_known ? device->name : _("Unknown Device"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);

  if (!device->is_current)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, device));

  add_row (self, row);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusDevicesGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) devices = aus_account_list_devices_finish (AUS_CLIENT (source), result, &error);

  if (devices == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  clear_rows (self);

  if (devices == NULL)
    show_error (self, error);

  for (guint i = 0; devices != NULL && i < devices->len; i++)
    show_device (self, g_ptr_array_index (devices, i));

  gtk_widget_set_visible (self->others, devices != NULL && devices->len > 1);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  self->devices = g_steal_pointer (&devices);
}

static void
aus_devices_group_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_CLIENT:
      g_value_set_object (value, AUS_DEVICES_GROUP (object)->client);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_devices_group_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  AusDevicesGroup *self = AUS_DEVICES_GROUP (object);

  switch (prop_id) {
    case PROP_CLIENT:
      g_set_object (&self->client, g_value_get_object (value));

      if (self->client == NULL)
        g_cancellable_cancel (self->cancellable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_devices_group_dispose (GObject *object)
{
  AusDevicesGroup *self = AUS_DEVICES_GROUP (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (aus_devices_group_parent_class)->dispose (object);
}

static void
aus_devices_group_class_init (AusDevicesGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_devices_group_get_property;
  object_class->set_property = aus_devices_group_set_property;
  object_class->dispose = aus_devices_group_dispose;

  props[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, AUS_TYPE_CLIENT, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
aus_devices_group_init (AusDevicesGroup *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->others = gtk_button_new_with_label (_("Sign Out All Others"));
  gtk_widget_set_visible (self->others, FALSE);
  gtk_widget_set_valign (self->others, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->others, "flat");
  g_signal_connect_object (self->others, "clicked", G_CALLBACK (sign_out_others_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Signed-In Devices"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->others);
}

void
aus_devices_group_load (AusDevicesGroup *self)
{
  g_return_if_fail (AUS_IS_DEVICES_GROUP (self));

  aus_account_list_devices (self->client, self->cancellable, listed_cb, g_object_ref (self));
}
