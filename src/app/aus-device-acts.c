#include "aus-device-acts.h"

#include <glib/gi18n.h>

#include "aus-device-check.h"

struct _AusDeviceActs
{
  GObject          parent_instance;

  AdwToastOverlay *toasts;
  AusClient       *client;
  AusLocalMedia   *media;
  char            *visit_id;
  GtkWindow       *check;
};

G_DEFINE_FINAL_TYPE (AusDeviceActs, aus_device_acts, G_TYPE_OBJECT)

static void
replaced_cb (AusDeviceActs  *self,
             const char     *lost,
             AusMediaDevice *device)
{
  g_autofree char *message = NULL;
  AdwToast *toast;

  if (self->toasts == NULL)
    return;

  if (device != NULL)
    /* Translators: %s are two devices, say headsets. */
    message = g_strdup_printf (_("“%s” was lost. Now in use: %s"), lost, aus_media_device_get_name (device));
  else
    /* Translators: %s is a device, say a camera. */
    message = g_strdup_printf (_("“%s” was lost, and there is no other"), lost);

  toast = adw_toast_new (message);
  adw_toast_set_button_label (toast, _("Choose…"));
  adw_toast_set_action_name (toast, "devices.check");
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
check_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  AusDeviceActs *self = user_data;

  GtkRoot *parent = gtk_widget_get_root (GTK_WIDGET (self->toasts));

  if (self->check == NULL)
    g_set_weak_pointer (&self->check, aus_device_check_new (GTK_WINDOW (parent), self->client, self->media,
                                                            self->visit_id));

  gtk_window_present (self->check);
}

static const GActionEntry entries[] = {
  { "check", check_cb },
};

static void
aus_device_acts_dispose (GObject *object)
{
  AusDeviceActs *self = AUS_DEVICE_ACTS (object);

  if (self->toasts != NULL)
    gtk_widget_insert_action_group (GTK_WIDGET (self->toasts), "devices", NULL);

  if (self->check != NULL)
    gtk_window_destroy (self->check);

  g_clear_weak_pointer (&self->check);
  g_clear_weak_pointer (&self->toasts);
  g_clear_object (&self->client);
  g_clear_object (&self->media);

  G_OBJECT_CLASS (aus_device_acts_parent_class)->dispose (object);
}

static void
aus_device_acts_finalize (GObject *object)
{
  g_free (AUS_DEVICE_ACTS (object)->visit_id);

  G_OBJECT_CLASS (aus_device_acts_parent_class)->finalize (object);
}

static void
aus_device_acts_class_init (AusDeviceActsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_device_acts_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_device_acts_finalize;
}

static void
aus_device_acts_init (AusDeviceActs *self)
{
}

AusDeviceActs *
aus_device_acts_new (AdwToastOverlay *toasts,
                     AusClient       *client,
                     AusLocalMedia   *media,
                     const char      *visit_id)
{
  AusDeviceActs *self = g_object_new (AUS_TYPE_DEVICE_ACTS, NULL);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_set_weak_pointer (&self->toasts, toasts);
  self->client = g_object_ref (client);
  self->media = g_object_ref (media);
  self->visit_id = g_strdup (visit_id);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (toasts), "devices", G_ACTION_GROUP (actions));
  g_signal_connect_object (media, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);

  return self;
}
