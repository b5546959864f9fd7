#pragma once

#include <gio/gio.h>

#include "aus-local-media.h"

G_BEGIN_DECLS

/**
 * aus_call_memory_keep:
 * @settings: (nullable): %NULL keeps nothing
 * @media: of the call in the visit that @visit_id names; not started yet
 *
 * Where the program ended in the middle of a call, whoever was muted then is muted when they are back, and a camera
 * that was off stays off. Another visit begins afresh. Devices and volume are the same for all.
 */
void aus_call_memory_keep (GSettings     *settings,
                           AusLocalMedia *media,
                           const char    *visit_id);

/* Devices and volume alone. */
void aus_call_memory_keep_devices (GSettings     *settings,
                                   AusLocalMedia *media);

G_END_DECLS
