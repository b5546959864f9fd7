#pragma once

#include <adwaita.h>

#include "aus-client.h"
#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_DEVICE_CHECK (aus_device_check_get_type ())

G_DECLARE_FINAL_TYPE (AusDeviceCheck, aus_device_check, AUS, DEVICE_CHECK, AdwWindow)

/**
 * aus_device_check_new:
 * @parent: where it has `win.show-panel`, whoever has neither camera nor microphone can go on in writing
 * @media: what is looked at; also while a call uses it
 * @visit_id: (nullable): the visit that is to be held; %NULL where there is none: then the network is tried by any, and
 *   no way is offered to go on without a device
 *
 * Shows whether camera, microphone, speaker and network work, lets choose among them, and says what can be done.
 */
GtkWindow *aus_device_check_new (GtkWindow     *parent,
                                 AusClient     *client,
                                 AusLocalMedia *media,
                                 const char    *visit_id);

G_END_DECLS
