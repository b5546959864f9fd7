#include "aus-sources.h"

#include "aus-devices.h"

G_DEFINE_ENUM_TYPE (AusMediaSource, aus_media_source,
                    G_DEFINE_ENUM_VALUE (AUS_MEDIA_SOURCE_DEVICES, "devices"),
                    G_DEFINE_ENUM_VALUE (AUS_MEDIA_SOURCE_TEST, "test"),
                    G_DEFINE_ENUM_VALUE (AUS_MEDIA_SOURCE_NONE, "none"))

static const char test_camera[] =
  "videotestsrc is-live=true horizontal-speed=4 "
  "! capsfilter caps=video/x-raw,format=I420,width=640,height=360,framerate=25/1";
static const char test_microphone[] =
  "audiotestsrc is-live=true wave=ticks tick-interval=200000000 samplesperbuffer=480 "
  "! capsfilter caps=audio/x-raw,format=S16LE,rate=48000,channels=1";

GstElement *
aus_sources_camera (AusMediaSource   source,
                    GstDevice       *device,
                    GError         **error)
{
  if (source == AUS_MEDIA_SOURCE_TEST)
    return gst_parse_bin_from_description (test_camera, TRUE, error);

  return aus_devices_open (device, AUS_DEVICE_CAMERA, error);
}

GstElement *
aus_sources_microphone (AusMediaSource   source,
                        GError         **error)
{
  g_autoptr (GstDevice) device = NULL;

  if (source == AUS_MEDIA_SOURCE_TEST)
    return gst_parse_bin_from_description (test_microphone, TRUE, error);

  device = aus_devices_find (AUS_DEVICE_MICROPHONE);

  return device != NULL ? aus_devices_open (device, AUS_DEVICE_MICROPHONE, error) : NULL;
}

GstElement *
aus_sources_darkness (int      width,
                      int      height,
                      GError **error)
{
  g_autofree char *description =
    g_strdup_printf ("videotestsrc is-live=true pattern=black num-buffers=3 "
                     "! capsfilter caps=video/x-raw,format=I420,width=%d,height=%d,framerate=5/1",
                     width, height);

  return gst_parse_bin_from_description (description, TRUE, error);
}
