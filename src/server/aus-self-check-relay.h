#pragma once

#include "aus-self-check.h"

G_BEGIN_DECLS

/* Proves each STUN and TURN server of the built-in call: two guests meet through it, as the two sides of a call
 * would. */
void aus_self_check_relays (AusSelfCheck *self);

G_END_DECLS
