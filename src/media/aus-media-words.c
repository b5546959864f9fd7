#include "aus-media-words.h"

#include <glib/gi18n-lib.h>

static const char *const faults[][AUS_MEDIA_FAULT_STOPPED + 1] = {
  [AUS_DEVICE_CAMERA] = {
    [AUS_MEDIA_FAULT_MISSING] = N_("No camera was found"),
    [AUS_MEDIA_FAULT_BUSY] = N_("The camera cannot be opened; another program may be using it"),
    [AUS_MEDIA_FAULT_DENIED] = N_("This program may not use the camera"),
    [AUS_MEDIA_FAULT_STOPPED] = N_("The camera stopped working"),
  },
  [AUS_DEVICE_MICROPHONE] = {
    [AUS_MEDIA_FAULT_MISSING] = N_("No microphone was found"),
    [AUS_MEDIA_FAULT_BUSY] = N_("The microphone cannot be opened; another program may be using it"),
    [AUS_MEDIA_FAULT_DENIED] = N_("This program may not use the microphone"),
    [AUS_MEDIA_FAULT_STOPPED] = N_("The microphone stopped working"),
  },
};

const char *
aus_media_describe_fault (AusDeviceKind kind,
                          AusMediaFault fault)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (faults), NULL);

  return faults[kind][fault] ? _(faults[kind][fault]) : NULL;
}

const char *
aus_media_describe_lack (gboolean has_camera,
                         gboolean has_microphone)
{
  if (!has_camera && !has_microphone)
    return _("No camera and no microphone were found; you can neither be seen nor heard");

  if (!has_camera)
    return _("No camera was found; you can be heard, but not seen");

  return has_microphone ? NULL : _("No microphone was found; you can be seen, but not heard");
}
