#pragma once

#include "aus-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AUS_TYPE_DEVICES_GROUP (aus_devices_group_get_type ())

G_DECLARE_FINAL_TYPE (AusDevicesGroup, aus_devices_group, AUS, DEVICES_GROUP, AdwPreferencesGroup)

/**
 * AusDevicesGroup:
 *
 * Where somebody is signed in, with a way to end each of it. Property `client`; %NULL gives up what is
 * under way.
 */

/* Asks the server and shows what it says. */
void aus_devices_group_load (AusDevicesGroup *self);

G_END_DECLS
