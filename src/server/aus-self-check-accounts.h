#pragma once

#include "aus-self-check.h"

G_BEGIN_DECLS

/* The video providers: what the configuration says of them, and the accounts that were set up in the app. */
void aus_self_check_providers (AusSelfCheck *self);

G_END_DECLS
