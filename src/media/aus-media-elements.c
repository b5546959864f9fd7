#include "aus-media-elements.h"

#include "aus-error.h"

#include <gst/gst.h>

static const char *const needed_elements[] = {
  "webrtcbin", "nicesrc", "dtlsdec", "srtpdec", "vp8enc", "vp8dec", "rtpvp8pay", "opusenc", "opusdec",
  "rtpopuspay", "level", "volume", "videoconvert", "videoscale", "valve", "videorate", "audioconvert", "audioresample",
};

gboolean
aus_media_elements_check (GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (needed_elements); i++) {
    g_autoptr (GstElementFactory) factory = gst_element_factory_find (needed_elements[i]);

    if (factory == NULL) {
      g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "GStreamer lacks “%s”", needed_elements[i]);
      return FALSE;
    }
  }

  return TRUE;
}
