#pragma once

#include "aus-local-media.h"
#include "aus-participant.h"

G_BEGIN_DECLS

/* Whether the others can see us or our screen, and if not, why. */
AusPicture aus_own_picture (AusLocalMedia *media);

G_END_DECLS
