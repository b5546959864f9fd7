#pragma once

#include <adwaita.h>

#include "aus-client.h"
#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_DEVICE_ACTS (aus_device_acts_get_type ())

G_DECLARE_FINAL_TYPE (AusDeviceActs, aus_device_acts, AUS, DEVICE_ACTS, GObject)

/**
 * aus_device_acts_new:
 * @toasts: below it there is the action `devices.check`, and by it is told that another device took over
 * @visit_id: (nullable): see aus_device_check_new()
 */
AusDeviceActs *aus_device_acts_new (AdwToastOverlay *toasts,
                                    AusClient       *client,
                                    AusLocalMedia   *media,
                                    const char      *visit_id);

G_END_DECLS
