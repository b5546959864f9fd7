#include "aus-devices.h"

#include "aus-media-device-private.h"

typedef struct
{
  const char *caps;
  const char *decoder;
} Format;

/* Best first. Many cameras give 720p fast enough only as JPEG. */
static const Format camera_formats[] = {
  { "video/x-raw,width=1280,height=720,framerate=[20/1,30/1]", NULL },
  { "image/jpeg,width=1280,height=720,framerate=[20/1,30/1]", "jpegdec" },
  { "video/x-raw,width=[640,960],height=[360,720],framerate=[15/1,30/1]", NULL },
  { "image/jpeg,width=[640,1280],height=[360,960],framerate=[15/1,30/1]", "jpegdec" },
  { "video/x-raw", NULL },
  { "image/jpeg", "jpegdec" },
};

static const Format *
choose_camera_format (GstDevice *device)
{
  g_autoptr (GstCaps) offered = gst_device_get_caps (device);

  for (guint i = 0; i < G_N_ELEMENTS (camera_formats); i++) {
    g_autoptr (GstCaps) wanted = gst_caps_from_string (camera_formats[i].caps);

    if (offered != NULL && gst_caps_can_intersect (offered, wanted))
      return &camera_formats[i];
  }

  return NULL;
}

/* Sound servers cancel the echo of a telephone. */
static void
mark_as_telephone (GstElement *element)
{
  g_autoptr (GstStructure) properties =
    gst_structure_new ("props",
                       "media.role", G_TYPE_STRING, "phone",
                       "filter.want", G_TYPE_STRING, "echo-cancel",
                       NULL);

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), "stream-properties") != NULL)
    g_object_set (element, "stream-properties", properties, NULL);
}

static GstElement *
open_camera (GstElement  *source,
             GstDevice   *device,
             GError     **error)
{
  const Format *format = choose_camera_format (device);
  g_autofree char *description = NULL;
  g_autoptr (GstElement) rest = NULL;
  GstElement *bin;
  g_autoptr (GstPad) pad = NULL;

  if (format == NULL) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT, "the camera has no format we can read");
    return NULL;
  }

  description = g_strdup_printf ("capsfilter caps=\"%s\"%s%s",
                                 format->caps,
                                 format->decoder != NULL ? " ! " : "",
                                 format->decoder != NULL ? format->decoder : "");
  rest = gst_parse_bin_from_description (description, TRUE, error);

  if (rest == NULL)
    return NULL;

  gst_object_ref_sink (rest);
  bin = gst_bin_new (NULL);
  gst_bin_add_many (GST_BIN (bin), source, rest, NULL);
  gst_element_link (source, rest);
  pad = gst_element_get_static_pad (rest, "src");
  gst_element_add_pad (bin, gst_ghost_pad_new ("src", pad));

  return bin;
}

GstElement *
aus_devices_open (AusMediaDevice  *device,
                  AusDeviceKind    kind,
                  GError         **error)
{
  GstDevice *plugged = aus_media_device_get_device (device);
  GstElement *element = gst_device_create_element (plugged, NULL);

  if (element == NULL) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, "no element for this device");
    return NULL;
  }

  if (kind == AUS_DEVICE_CAMERA)
    return open_camera (element, plugged, error);

  mark_as_telephone (element);

  return element;
}
