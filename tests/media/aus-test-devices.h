#pragma once

#include <gst/gst.h>

#include "aus-media-device.h"

G_BEGIN_DECLS

/* Cameras, microphones and speakers that are plugged in and out by the test: a provider of devices like any other. */

/* Once, before anything looks for devices. */
void test_devices_register (void);

/**
 * test_devices_plug:
 * @fault: 0, or the #GstResourceError that opening it fails with
 */
void test_devices_plug     (AusDeviceKind  kind,
                            const char    *name,
                            int            fault);
void test_devices_unplug   (const char    *name);
void test_devices_clear    (void);

/* It breaks down while it is used, and stays in the list. */
void test_devices_break    (const char    *name);

/* Whether it is open, and how often anything came to a speaker. */
gboolean test_devices_is_open (const char *name);
int      test_devices_count   (const char *name);

G_END_DECLS
