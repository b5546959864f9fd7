#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Time zero of a new set of pipelines. */
GstClockTime aus_timeline_new   (void);

/* Puts a pipeline on the system clock with @base_time, so that times hold in all pipelines. */
void         aus_timeline_apply (GstElement   *pipeline,
                                 GstClockTime  base_time);

G_END_DECLS
