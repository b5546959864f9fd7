#include "aus-shaper.h"

/* Sides keep their proportions, for pixels stay square. */
static GstCaps *
make_caps (int width)
{
  return gst_caps_new_simple ("video/x-raw",
                              "format", G_TYPE_STRING, "I420",
                              "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1,
                              "width", GST_TYPE_INT_RANGE, 16, width,
                              "height", GST_TYPE_INT_RANGE, 16, width,
                              NULL);
}

void
aus_shaper_apply (GstBin        *pipeline,
                  const AusRung *rung)
{
  g_autoptr (GstElement) valve = gst_bin_get_by_name (pipeline, "valve");
  g_autoptr (GstElement) rate = gst_bin_get_by_name (pipeline, "rate");
  g_autoptr (GstElement) size = gst_bin_get_by_name (pipeline, "size");
  g_autoptr (GstCaps) caps = NULL;

  g_object_set (valve, "drop", rung->frame_rate == 0, NULL);

  if (rung->frame_rate == 0)
    return;

  caps = make_caps (rung->width);
  g_object_set (rate, "max-rate", rung->frame_rate, NULL);
  g_object_set (size, "caps", caps, NULL);
}
