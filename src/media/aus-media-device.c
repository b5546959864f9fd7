#include "aus-media-device.h"

#include "aus-media-device-private.h"

struct _AusMediaDevice
{
  GObject    parent_instance;

  GstDevice *device;
  char      *id;
  char      *name;
};

G_DEFINE_FINAL_TYPE (AusMediaDevice, aus_media_device, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
aus_media_device_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (property_id) {
    case PROP_ID:
      g_value_set_string (value, AUS_MEDIA_DEVICE (object)->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, AUS_MEDIA_DEVICE (object)->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
aus_media_device_finalize (GObject *object)
{
  AusMediaDevice *self = AUS_MEDIA_DEVICE (object);

  gst_object_unref (self->device);
  g_free (self->id);
  g_free (self->name);

  G_OBJECT_CLASS (aus_media_device_parent_class)->finalize (object);
}

static void
aus_media_device_class_init (AusMediaDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = aus_media_device_get_property;
  object_class->finalize = aus_media_device_finalize;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
aus_media_device_init (AusMediaDevice *self)
{
}

/* PipeWire has a name that stays; else what people read must do, for numbers change from one start to the next. */
static char *
make_id (AusMediaDevice *self)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (self->device);
  const char *node = properties ? gst_structure_get_string (properties, "node.name") : NULL;

  return g_strdup (node ? node : self->name);
}

AusMediaDevice *
aus_media_device_new (GstDevice *device,
                      guint      n)
{
  AusMediaDevice *self = g_object_new (AUS_TYPE_MEDIA_DEVICE, NULL);
  g_autofree char *name = gst_device_get_display_name (device);

  self->device = gst_object_ref (device);
  self->name = n > 0 ? g_strdup_printf ("%s (%u)", name, n + 1) : g_steal_pointer (&name);
  self->id = make_id (self);

  return self;
}

GstDevice *
aus_media_device_get_device (AusMediaDevice *self)
{
  return self->device;
}

const char *
aus_media_device_get_id (AusMediaDevice *self)
{
  g_return_val_if_fail (AUS_IS_MEDIA_DEVICE (self), NULL);

  return self->id;
}

const char *
aus_media_device_get_name (AusMediaDevice *self)
{
  g_return_val_if_fail (AUS_IS_MEDIA_DEVICE (self), NULL);

  return self->name;
}
