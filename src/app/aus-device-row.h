#pragma once

#include <adwaita.h>

#include "aus-device-list.h"

G_BEGIN_DECLS

#define AUS_TYPE_DEVICE_ROW (aus_device_row_get_type ())

G_DECLARE_FINAL_TYPE (AusDeviceRow, aus_device_row, AUS, DEVICE_ROW, AdwComboRow)

/**
 * AusDeviceRow:
 *
 * Which camera, microphone or speaker is used. What is plugged in and out does not change what somebody has chosen.
 */

/* Once. */
void aus_device_row_attach (AusDeviceRow  *self,
                            AusDeviceList *devices);

G_END_DECLS
