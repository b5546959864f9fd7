#pragma once

#include <gio/gio.h>

#include "aus-media-device.h"

G_BEGIN_DECLS

#define AUS_TYPE_DEVICE_LIST (aus_device_list_get_type ())

G_DECLARE_FINAL_TYPE (AusDeviceList, aus_device_list, AUS, DEVICE_LIST, GObject)

/**
 * AusDeviceList:
 *
 * The #AusMediaDevice of one kind, as a list model that follows what is plugged in and out, and which of them is used.
 *
 * Properties, both with notify: `chosen` (read-write), the id of the one that somebody wants, or empty; `device`, the
 * one in use: the chosen one where it works, else the one in use so far, else the one that the system prefers, else
 * another.
 *
 * Signal `replaced (const char *lost)`: another one, or none, has taken the place of one that works no longer.
 */
AusDeviceList  *aus_device_list_new        (AusDeviceKind   kind);

/* Looks from now on what is plugged in. Empty before and after. */
void            aus_device_list_start      (AusDeviceList  *self);
void            aus_device_list_stop       (AusDeviceList  *self);

const char     *aus_device_list_get_chosen (AusDeviceList  *self);
void            aus_device_list_set_chosen (AusDeviceList  *self,
                                            const char     *id);

/* Returns: (transfer none) (nullable) */
AusMediaDevice *aus_device_list_get_device (AusDeviceList  *self);

/* It cannot be used, until it is plugged in again or chosen anew. */
void            aus_device_list_discard    (AusDeviceList  *self,
                                            AusMediaDevice *device);
/* Takes back what was discarded. */
void            aus_device_list_forgive    (AusDeviceList  *self);

G_END_DECLS
