#pragma once

#include <adwaita.h>

#include "aus-remote.h"

G_BEGIN_DECLS

#define AUS_TYPE_SMALL_CALL (aus_small_call_get_type ())

G_DECLARE_FINAL_TYPE (AusSmallCall, aus_small_call, AUS, SMALL_CALL, GtkWidget)

/**
 * AusSmallCall:
 *
 * Lies over a flap, and shows the call in a corner while what is in the flap covers it, be it for want of room or
 * because that was wished for. The picture can be moved to the other corners; to press it leads back to the whole call.
 *
 * Properties, notified: `wanted` (read-write: whether the flap takes the whole window), `has-call` (read-only).
 */

/* Once. */
void aus_small_call_attach   (AusSmallCall *self,
                              AdwFlap      *flap);
/**
 * aus_small_call_show:
 * @remote: (nullable): whose picture it is
 * @view: (nullable): of which a copy is shown, where there is no @remote
 *
 * With neither there is no call.
 */
void aus_small_call_show     (AusSmallCall *self,
                              AusRemote    *remote,
                              GtkWidget    *view);

G_END_DECLS
