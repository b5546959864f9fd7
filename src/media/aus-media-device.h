#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  AUS_DEVICE_CAMERA,
  AUS_DEVICE_MICROPHONE,
  AUS_DEVICE_SPEAKER,
} AusDeviceKind;

#define AUS_N_DEVICE_KINDS (AUS_DEVICE_SPEAKER + 1)

#define AUS_TYPE_MEDIA_DEVICE (aus_media_device_get_type ())

G_DECLARE_FINAL_TYPE (AusMediaDevice, aus_media_device, AUS, MEDIA_DEVICE, GObject)

/**
 * AusMediaDevice:
 *
 * A camera, microphone or speaker that is plugged in. Properties, constant: `id`, the same whenever it is plugged in;
 * `name`, for people.
 */
const char *aus_media_device_get_id   (AusMediaDevice *self);
const char *aus_media_device_get_name (AusMediaDevice *self);

G_END_DECLS
