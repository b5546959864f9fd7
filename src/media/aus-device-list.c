#include "aus-device-list.h"

#include "aus-media-device-private.h"

/* A GstDeviceMonitor would take the messages of a provider from every other one, so the providers are asked
 * themselves. */
struct _AusDeviceList
{
  GObject         parent_instance;

  AusDeviceKind   kind;
  GMainContext   *context;
  GPtrArray      *providers;
  GPtrArray      *devices;
  GPtrArray      *discarded;
  char           *chosen;
  AusMediaDevice *device;
};

enum
{
  PROP_0,
  PROP_CHOSEN,
  PROP_DEVICE,
  N_PROPS,
};

enum
{
  REPLACED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static const char *const classes[] = {
  [AUS_DEVICE_CAMERA] = "Video/Source",
  [AUS_DEVICE_MICROPHONE] = "Audio/Source",
  [AUS_DEVICE_SPEAKER] = "Audio/Sink",
};

static GType
get_item_type (GListModel *model)
{
  return AUS_TYPE_MEDIA_DEVICE;
}

static guint
get_n_items (GListModel *model)
{
  return AUS_DEVICE_LIST (model)->devices->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  AusDeviceList *self = AUS_DEVICE_LIST (model);

  return position < self->devices->len ? g_object_ref (g_ptr_array_index (self->devices, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusDeviceList, aus_device_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* What a speaker plays comes back as a source of sound, too. */
static gboolean
is_monitor (GstDevice *device)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (device);

  return properties != NULL
         && g_strcmp0 (gst_structure_get_string (properties, "device.class"), "monitor") == 0;
}

static gboolean
is_default (AusMediaDevice *device)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (aus_media_device_get_device (device));
  gboolean preferred = FALSE;

  return properties != NULL && gst_structure_get_boolean (properties, "is-default", &preferred) && preferred;
}

static gboolean
is_usable (AusDeviceList  *self,
           AusMediaDevice *device)
{
  return g_ptr_array_find (self->devices, device, NULL) && !g_ptr_array_find (self->discarded, device, NULL);
}

/* (transfer none) (nullable) */
static AusMediaDevice *
choose (AusDeviceList *self)
{
  AusMediaDevice *best = self->device != NULL && is_usable (self, self->device) ? self->device : NULL;

  for (guint i = 0; i < self->devices->len; i++) {
    AusMediaDevice *device = g_ptr_array_index (self->devices, i);

    if (!is_usable (self, device))
      continue;

    if (g_strcmp0 (aus_media_device_get_id (device), self->chosen) == 0)
      return device;

    if (best == NULL || (best != self->device && is_default (device) && !is_default (best)))
      best = device;
  }

  return best;
}

static void
settle (AusDeviceList *self)
{
  AusMediaDevice *device = choose (self);
  g_autoptr (AusMediaDevice) before = self->device ? g_object_ref (self->device) : NULL;

  if (!g_set_object (&self->device, device))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEVICE]);

  /* Whoever heard of it may have found that it does not work either, and has told that. */
  if (self->device == device && before != NULL && !is_usable (self, before))
    g_signal_emit (self, signals[REPLACED], 0, aus_media_device_get_name (before));
}

/* (transfer full): the one we know already, if so */
static AusMediaDevice *
recognise (AusDeviceList *self,
           GstDevice     *device,
           guint          n)
{
  for (guint i = 0; i < self->devices->len; i++) {
    AusMediaDevice *known = g_ptr_array_index (self->devices, i);

    if (aus_media_device_get_device (known) == device)
      return g_object_ref (known);
  }

  return aus_media_device_new (device, n);
}

static guint
count_namesakes (GPtrArray *devices,
                 GstDevice *device)
{
  g_autofree char *name = gst_device_get_display_name (device);
  guint n = 0;

  for (guint i = 0; i < devices->len; i++) {
    g_autofree char *other = gst_device_get_display_name (aus_media_device_get_device (g_ptr_array_index (devices, i)));

    if (g_strcmp0 (name, other) == 0)
      n++;
  }

  return n;
}

/* PipeWire stands for what others would find, too. */
static gboolean
is_hidden (AusDeviceList     *self,
           GstDeviceProvider *provider)
{
  const char *name = GST_OBJECT_NAME (gst_device_provider_get_factory (provider));

  for (guint i = 0; i < self->providers->len; i++) {
    g_auto (GStrv) hidden = gst_device_provider_get_hidden_providers (g_ptr_array_index (self->providers, i));

    if (hidden != NULL && g_strv_contains ((const char *const *) hidden, name))
      return TRUE;
  }

  return FALSE;
}

static void
look (AusDeviceList     *self,
      GstDeviceProvider *provider,
      GPtrArray         *devices)
{
  GList *found = gst_device_provider_get_devices (provider);

  for (GList *l = found; l != NULL; l = l->next)
    if (gst_device_has_classes (l->data, classes[self->kind]) && !is_monitor (l->data))
      g_ptr_array_add (devices, recognise (self, l->data, count_namesakes (devices, l->data)));

  g_list_free_full (found, gst_object_unref);
}

static gboolean
refresh_cb (gpointer user_data)
{
  AusDeviceList *self = user_data;
  g_autoptr (GPtrArray) before = NULL;
  GPtrArray *now;

  if (self->providers->len == 0)
    return G_SOURCE_REMOVE;

  now = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->providers->len; i++) {
    GstDeviceProvider *provider = g_ptr_array_index (self->providers, i);

    if (!is_hidden (self, provider))
      look (self, provider, now);
  }

  before = g_steal_pointer (&self->devices);
  self->devices = now;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before->len, now->len);
  settle (self);

  return G_SOURCE_REMOVE;
}

/* On whatever thread, which may hold locks of the provider. */
static void
message_cb (AusDeviceList *self,
            GstMessage    *message)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, refresh_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

static void
start_provider (AusDeviceList            *self,
                GstDeviceProviderFactory *factory)
{
  g_autoptr (GstDeviceProvider) provider = gst_device_provider_factory_get (factory);
  g_autoptr (GstBus) bus = provider ? gst_device_provider_get_bus (provider) : NULL;

  if (provider == NULL || !gst_device_provider_start (provider))
    return;

  gst_bus_enable_sync_message_emission (bus);
  g_signal_connect_object (bus, "sync-message", G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->providers, g_steal_pointer (&provider));
}

static void
stop_provider (AusDeviceList     *self,
               GstDeviceProvider *provider)
{
  g_autoptr (GstBus) bus = gst_device_provider_get_bus (provider);

  g_signal_handlers_disconnect_by_data (bus, self);
  gst_bus_disable_sync_message_emission (bus);
  gst_device_provider_stop (provider);
}

static void
aus_device_list_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AusDeviceList *self = AUS_DEVICE_LIST (object);

  switch (property_id) {
    case PROP_CHOSEN:
      g_value_set_string (value, self->chosen);
      break;
    case PROP_DEVICE:
      g_value_set_object (value, self->device);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
aus_device_list_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (property_id) {
    case PROP_CHOSEN:
      aus_device_list_set_chosen (AUS_DEVICE_LIST (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
aus_device_list_dispose (GObject *object)
{
  aus_device_list_stop (AUS_DEVICE_LIST (object));

  G_OBJECT_CLASS (aus_device_list_parent_class)->dispose (object);
}

static void
aus_device_list_finalize (GObject *object)
{
  AusDeviceList *self = AUS_DEVICE_LIST (object);

  g_ptr_array_unref (self->providers);
  g_ptr_array_unref (self->devices);
  g_ptr_array_unref (self->discarded);
  g_main_context_unref (self->context);
  g_free (self->chosen);

  G_OBJECT_CLASS (aus_device_list_parent_class)->finalize (object);
}

static void
aus_device_list_class_init (AusDeviceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = aus_device_list_get_property;
  object_class->set_property = aus_device_list_set_property;
  object_class->dispose = aus_device_list_dispose;
  object_class->finalize = aus_device_list_finalize;

  props[PROP_CHOSEN] = g_param_spec_string ("chosen", NULL, NULL, "", readable | G_PARAM_WRITABLE);
  props[PROP_DEVICE] = g_param_spec_object ("device", NULL, NULL, AUS_TYPE_MEDIA_DEVICE, readable);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[REPLACED] = g_signal_new ("replaced", AUS_TYPE_DEVICE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  gst_init (NULL, NULL);
}

static void
aus_device_list_init (AusDeviceList *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->providers = g_ptr_array_new_with_free_func (gst_object_unref);
  self->devices = g_ptr_array_new_with_free_func (g_object_unref);
  self->discarded = g_ptr_array_new_with_free_func (g_object_unref);
  self->chosen = g_strdup ("");
}

AusDeviceList *
aus_device_list_new (AusDeviceKind kind)
{
  AusDeviceList *self = g_object_new (AUS_TYPE_DEVICE_LIST, NULL);

  self->kind = kind;

  return self;
}

void
aus_device_list_start (AusDeviceList *self)
{
  GList *factories;

  g_return_if_fail (AUS_IS_DEVICE_LIST (self));

  if (self->providers->len > 0)
    return;

  factories = gst_device_provider_factory_list_get_device_providers (GST_RANK_MARGINAL);

  for (GList *l = factories; l != NULL; l = l->next)
    if (gst_device_provider_factory_has_classes (l->data, classes[self->kind]))
      start_provider (self, l->data);

  gst_plugin_feature_list_free (factories);
  refresh_cb (self);
}

void
aus_device_list_stop (AusDeviceList *self)
{
  const guint n_devices = self->devices->len;

  g_return_if_fail (AUS_IS_DEVICE_LIST (self));

  for (guint i = 0; i < self->providers->len; i++)
    stop_provider (self, g_ptr_array_index (self->providers, i));

  g_ptr_array_set_size (self->providers, 0);
  g_ptr_array_set_size (self->discarded, 0);
  g_clear_object (&self->device);
  g_ptr_array_set_size (self->devices, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_devices, 0);
}

const char *
aus_device_list_get_chosen (AusDeviceList *self)
{
  g_return_val_if_fail (AUS_IS_DEVICE_LIST (self), NULL);

  return self->chosen;
}

void
aus_device_list_set_chosen (AusDeviceList *self,
                            const char    *id)
{
  g_return_if_fail (AUS_IS_DEVICE_LIST (self));

  if (g_strcmp0 (self->chosen, id) == 0)
    return;

  g_free (self->chosen);
  self->chosen = g_strdup (id ? id : "");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHOSEN]);
  aus_device_list_forgive (self);
}

AusMediaDevice *
aus_device_list_get_device (AusDeviceList *self)
{
  g_return_val_if_fail (AUS_IS_DEVICE_LIST (self), NULL);

  return self->device;
}

void
aus_device_list_discard (AusDeviceList  *self,
                         AusMediaDevice *device)
{
  g_return_if_fail (AUS_IS_DEVICE_LIST (self));

  if (is_usable (self, device))
    g_ptr_array_add (self->discarded, g_object_ref (device));

  settle (self);
}

void
aus_device_list_forgive (AusDeviceList *self)
{
  g_return_if_fail (AUS_IS_DEVICE_LIST (self));

  g_ptr_array_set_size (self->discarded, 0);
  settle (self);
}
