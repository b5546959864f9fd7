#pragma once

#include "aus-hub.h"

G_BEGIN_DECLS

/* Notes that the last socket of @subscriber's seat is gone: whoever was there is lost until they come back. */
void aus_departure_note (AusHub              *hub,
                         const AusSubscriber *subscriber);

G_END_DECLS
