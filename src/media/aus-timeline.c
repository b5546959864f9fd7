#include "aus-timeline.h"

GstClockTime
aus_timeline_new (void)
{
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();

  return gst_clock_get_time (clock);
}

void
aus_timeline_apply (GstElement   *pipeline,
                    GstClockTime  base_time)
{
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();

  gst_pipeline_use_clock (GST_PIPELINE (pipeline), clock);
  gst_element_set_start_time (pipeline, GST_CLOCK_TIME_NONE);
  gst_element_set_base_time (pipeline, base_time);
}
