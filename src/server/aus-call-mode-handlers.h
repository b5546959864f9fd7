#pragma once

#include "aus-handlers.h"

G_BEGIN_DECLS

/* How people talk in a visit, and how they do not yet. */

AUS_HANDLER (aus_consultation_recall);
AUS_HANDLER (aus_consultation_pause);
AUS_HANDLER (aus_consultation_phone);
AUS_HANDLER (aus_consultation_resume);

G_END_DECLS
