#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef enum
{
  AUS_DEVICE_CAMERA,
  AUS_DEVICE_MICROPHONE,
} AusDeviceKind;

/* Returns: (transfer full) (nullable): the device the system prefers, %NULL where there is none */
GstDevice  *aus_devices_find   (AusDeviceKind   kind);

/* Returns: (transfer floating) (nullable): raw pictures or sound, in the best format there is */
GstElement *aus_devices_open   (GstDevice      *device,
                                AusDeviceKind   kind,
                                GError        **error);

G_END_DECLS
