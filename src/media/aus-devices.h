#pragma once

#include <gst/gst.h>

#include "aus-media-device.h"

G_BEGIN_DECLS

/* Returns: (transfer floating) (nullable): where raw pictures or sound come from, in the best format there is, or where
 * sound goes */
GstElement *aus_devices_open (AusMediaDevice  *device,
                              AusDeviceKind    kind,
                              GError         **error);

G_END_DECLS
