#include "aus-sources.h"

#include "aus-devices.h"

G_DEFINE_ENUM_TYPE (AusMediaSource, aus_media_source,
                    G_DEFINE_ENUM_VALUE (AUS_MEDIA_SOURCE_DEVICES, "devices"),
                    G_DEFINE_ENUM_VALUE (AUS_MEDIA_SOURCE_TEST, "test"),
                    G_DEFINE_ENUM_VALUE (AUS_MEDIA_SOURCE_LARGE_TEST, "large-test"),
                    G_DEFINE_ENUM_VALUE (AUS_MEDIA_SOURCE_NONE, "none"))

#define AUTOMATIC "autoaudiosink name=output"

#define TEST_CAMERA "videotestsrc is-live=true horizontal-speed=4 ! capsfilter caps=video/x-raw,format=I420,"

static const char *const test_cameras[] = {
  [AUS_MEDIA_SOURCE_TEST] = TEST_CAMERA "width=640,height=360,framerate=25/1",
  [AUS_MEDIA_SOURCE_LARGE_TEST] = TEST_CAMERA "width=1280,height=720,framerate=30/1",
};
static const char test_screen[] =
  "videotestsrc is-live=true pattern=ball "
  "! capsfilter caps=video/x-raw,format=I420,width=1280,height=800,framerate=15/1";
static const char test_microphone[] =
  "audiotestsrc is-live=true wave=ticks tick-interval=200000000 samplesperbuffer=480 "
  "! capsfilter caps=audio/x-raw,format=S16LE,rate=48000,channels=1";

gboolean
aus_media_source_is_test (AusMediaSource source)
{
  return source == AUS_MEDIA_SOURCE_TEST || source == AUS_MEDIA_SOURCE_LARGE_TEST;
}

GstElement *
aus_sources_open (AusMediaSource   source,
                  AusDeviceKind    kind,
                  AusMediaDevice  *device,
                  GError         **error)
{
  if (aus_media_source_is_test (source))
    return gst_parse_bin_from_description (kind == AUS_DEVICE_CAMERA ? test_cameras[source] : test_microphone, TRUE,
                                           error);

  return aus_devices_open (device, kind, error);
}

/* Screens are larger than what is sent, and stand still for most of the time. */
GstElement *
aus_sources_screen (AusMediaSource   source,
                    int              fd,
                    guint            node,
                    GError         **error)
{
  g_autofree char *description = NULL;

  if (aus_media_source_is_test (source))
    return gst_parse_bin_from_description (test_screen, TRUE, error);

  description = g_strdup_printf ("pipewiresrc fd=%d path=%u do-timestamp=true keepalive-time=1000 "
                                 "! videorate drop-only=true max-rate=15 ! videoconvert", fd, node);

  return gst_parse_bin_from_description_full (description, TRUE, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);
}

GstElement *
aus_sources_output (AusMediaSource   source,
                    AusMediaDevice  *device,
                    GError         **error)
{
  if (device != NULL)
    return aus_devices_open (device, AUS_DEVICE_SPEAKER, error);

  return gst_parse_launch_full (source == AUS_MEDIA_SOURCE_DEVICES ? AUTOMATIC : "fakesink sync=true", NULL,
                                GST_PARSE_FLAG_FATAL_ERRORS, error);
}

GError *
aus_sources_complain (GstMessage *message)
{
  GError *error = NULL;

  /* Where there is no sound card at all, autoaudiosink itself only warns. */
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING
           && g_strcmp0 (GST_MESSAGE_SRC_NAME (message), "output") == 0)
    gst_message_parse_warning (message, &error, NULL);

  return error;
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
