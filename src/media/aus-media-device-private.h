#pragma once

#include "aus-media-device.h"

#include <gst/gst.h>

G_BEGIN_DECLS

/* @n: how many of its name came before it. */
AusMediaDevice *aus_media_device_new        (GstDevice      *device,
                                             guint           n);
GstDevice      *aus_media_device_get_device (AusMediaDevice *self);

G_END_DECLS
