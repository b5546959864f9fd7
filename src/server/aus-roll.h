#pragma once

#include "aus-hub.h"

G_BEGIN_DECLS

/* Looks whether those who listen to @consultation_id, or all where it is %NULL, may still do so, closes the sockets of
 * those who may not, and keeps the sign-ins of the others from going idle. */
void aus_roll_call (AusHub     *hub,
                    const char *consultation_id);

G_END_DECLS
