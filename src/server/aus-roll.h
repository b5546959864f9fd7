#pragma once

#include "aus-hub.h"

G_BEGIN_DECLS

/* Looks whether all who listen may still do so, closes the sockets of those who may not, and keeps the sign-ins of the
 * others from going idle. */
void aus_roll_call (AusHub *hub);

G_END_DECLS
