#include "aus-test-devices.h"

typedef struct
{
  GstDevice      parent_instance;

  AusDeviceKind  kind;
  int            fault;
  GWeakRef       element;
  int            n_buffers;
} TestDevice;

typedef GstDeviceClass TestDeviceClass;

GType test_device_get_type (void);

G_DEFINE_TYPE (TestDevice, test_device, GST_TYPE_DEVICE)

/* Whoever stops it forgets its devices, but they are plugged all the same. */
typedef struct
{
  GstDeviceProvider  parent_instance;

  GPtrArray         *plugged;
  gboolean           started;
} TestProvider;

typedef GstDeviceProviderClass TestProviderClass;

GType test_provider_get_type (void);

G_DEFINE_TYPE (TestProvider, test_provider, GST_TYPE_DEVICE_PROVIDER)

/* As a driver that refuses: it fails when it is to be opened. */
typedef struct
{
  GstBin parent_instance;

  int    fault;
} TestRefusal;

typedef GstBinClass TestRefusalClass;

GType test_refusal_get_type (void);

G_DEFINE_TYPE (TestRefusal, test_refusal, GST_TYPE_BIN)

static const char *const classes[] = {
  [AUS_DEVICE_CAMERA] = "Video/Source",
  [AUS_DEVICE_MICROPHONE] = "Audio/Source",
  [AUS_DEVICE_SPEAKER] = "Audio/Sink",
};

static const char *const caps[] = {
  [AUS_DEVICE_CAMERA] = "video/x-raw,format=I420,width=640,height=360,framerate=20/1",
  [AUS_DEVICE_MICROPHONE] = "audio/x-raw,format=S16LE,rate=48000,channels=1",
  [AUS_DEVICE_SPEAKER] = "audio/x-raw,format=S16LE,rate=48000,channels=1",
};

static const char *const descriptions[] = {
  [AUS_DEVICE_CAMERA] = "videotestsrc is-live=true horizontal-speed=4 "
                        "! capsfilter caps=video/x-raw,format=I420,width=640,height=360,framerate=20/1",
  [AUS_DEVICE_MICROPHONE] = "audiotestsrc is-live=true wave=ticks tick-interval=200000000 samplesperbuffer=480 "
                            "! capsfilter caps=audio/x-raw,format=S16LE,rate=48000,channels=1",
  [AUS_DEVICE_SPEAKER] = "fakesink name=ear sync=true signal-handoffs=true",
};

static GstStateChangeReturn
test_refusal_change_state (GstElement     *element,
                           GstStateChange  transition)
{
  if (transition != GST_STATE_CHANGE_NULL_TO_READY)
    return GST_ELEMENT_CLASS (test_refusal_parent_class)->change_state (element, transition);

  gst_element_message_full (element, GST_MESSAGE_ERROR, GST_RESOURCE_ERROR, ((TestRefusal *) element)->fault,
                            g_strdup ("refused"), NULL, __FILE__, G_STRFUNC, __LINE__);

  return GST_STATE_CHANGE_FAILURE;
}

static void
test_refusal_class_init (TestRefusalClass *klass)
{
  GST_ELEMENT_CLASS (klass)->change_state = test_refusal_change_state;
  gst_element_class_add_pad_template (GST_ELEMENT_CLASS (klass),
                                      gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_CAPS_ANY));
}

static void
test_refusal_init (TestRefusal *self)
{
  gst_element_add_pad (GST_ELEMENT (self), gst_ghost_pad_new_no_target ("src", GST_PAD_SRC));
}

static void
handoff_cb (GstElement *ear,
            GstBuffer  *buffer,
            GstPad     *pad,
            TestDevice *self)
{
  g_atomic_int_inc (&self->n_buffers);
}

static GstElement *
test_device_create_element (GstDevice  *device,
                            const char *name)
{
  TestDevice *self = (TestDevice *) device;
  GstElement *element;

  if (self->fault != 0) {
    element = g_object_new (test_refusal_get_type (), NULL);
    ((TestRefusal *) element)->fault = self->fault;
    return element;
  }

  element = gst_parse_bin_from_description (descriptions[self->kind], TRUE, NULL);
  g_weak_ref_set (&self->element, element);

  if (self->kind == AUS_DEVICE_SPEAKER) {
    g_autoptr (GstElement) ear = gst_bin_get_by_name (GST_BIN (element), "ear");

    g_signal_connect_object (ear, "handoff", G_CALLBACK (handoff_cb), self, 0);
  }

  return element;
}

static void
test_device_finalize (GObject *object)
{
  g_weak_ref_clear (&((TestDevice *) object)->element);

  G_OBJECT_CLASS (test_device_parent_class)->finalize (object);
}

static void
test_device_class_init (TestDeviceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_device_finalize;
  klass->create_element = test_device_create_element;
}

static void
test_device_init (TestDevice *self)
{
  g_weak_ref_init (&self->element, NULL);
}

static gboolean
test_provider_start (GstDeviceProvider *provider)
{
  TestProvider *self = (TestProvider *) provider;

  self->started = TRUE;

  for (guint i = 0; i < self->plugged->len; i++)
    gst_device_provider_device_add (provider, g_ptr_array_index (self->plugged, i));

  return TRUE;
}

static void
test_provider_stop (GstDeviceProvider *provider)
{
  ((TestProvider *) provider)->started = FALSE;
}

static void
test_provider_class_init (TestProviderClass *klass)
{
  klass->start = test_provider_start;
  klass->stop = test_provider_stop;
  gst_device_provider_class_set_static_metadata (klass, "Test devices", "Source/Sink/Audio/Video", "Plugged by tests",
                                                 "Ausculta");
}

static void
test_provider_init (TestProvider *self)
{
  self->plugged = g_ptr_array_new_with_free_func (gst_object_unref);
}

/* There is one, and it stays. */
static TestProvider *
get_provider (void)
{
  g_autoptr (GstDeviceProvider) provider = gst_device_provider_factory_get_by_name ("austestdevices");

  return (TestProvider *) provider;
}

static TestDevice *
find (const char *name)
{
  TestProvider *provider = get_provider ();

  for (guint i = 0; i < provider->plugged->len; i++) {
    GstDevice *device = g_ptr_array_index (provider->plugged, i);
    g_autofree char *other = gst_device_get_display_name (device);

    if (g_str_equal (other, name))
      return (TestDevice *) device;
  }

  return NULL;
}

static void
unplug (TestProvider *provider,
        TestDevice   *device)
{
  if (provider->started)
    gst_device_provider_device_remove (GST_DEVICE_PROVIDER (provider), GST_DEVICE (device));

  g_ptr_array_remove (provider->plugged, device);
}

void
test_devices_register (void)
{
  gst_init (NULL, NULL);
  gst_device_provider_register (NULL, "austestdevices", GST_RANK_PRIMARY, test_provider_get_type ());
}

void
test_devices_plug (AusDeviceKind  kind,
                   const char    *name,
                   int            fault)
{
  TestProvider *provider = get_provider ();
  g_autoptr (GstCaps) offered = gst_caps_from_string (caps[kind]);
  TestDevice *device = g_object_new (test_device_get_type (), "display-name", name, "device-class", classes[kind],
                                     "caps", offered, NULL);

  device->kind = kind;
  device->fault = fault;
  g_ptr_array_add (provider->plugged, gst_object_ref_sink (device));

  if (provider->started)
    gst_device_provider_device_add (GST_DEVICE_PROVIDER (provider), GST_DEVICE (device));
}

void
test_devices_unplug (const char *name)
{
  unplug (get_provider (), find (name));
}

void
test_devices_clear (void)
{
  TestProvider *provider = get_provider ();

  while (provider->plugged->len > 0)
    unplug (provider, g_ptr_array_index (provider->plugged, 0));
}

void
test_devices_break (const char *name)
{
  TestDevice *device = find (name);
  g_autoptr (GstElement) element = g_weak_ref_get (&device->element);

  g_assert_nonnull (element);
  GST_ELEMENT_ERROR (element, RESOURCE, READ, ("broken"), (NULL));
}

gboolean
test_devices_is_open (const char *name)
{
  TestDevice *device = find (name);
  g_autoptr (GstElement) element = device ? g_weak_ref_get (&device->element) : NULL;

  return element != NULL && GST_STATE (element) >= GST_STATE_READY;
}

int
test_devices_count (const char *name)
{
  return g_atomic_int_get (&find (name)->n_buffers);
}
