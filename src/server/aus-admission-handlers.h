#pragma once

#include "aus-handlers.h"

G_BEGIN_DECLS

/* Who of those in the visit is in the call; see aus-handlers.h. */

AUS_HANDLER (aus_participant_hold);
AUS_HANDLER (aus_participant_let_in);

G_END_DECLS
