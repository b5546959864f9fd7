#pragma once

#include "aus-self-check.h"

G_BEGIN_DECLS

/* What the clinic's data need. */

void aus_self_check_folder   (AusSelfCheck *self);
void aus_self_check_space    (AusSelfCheck *self);
void aus_self_check_key      (AusSelfCheck *self);
void aus_self_check_database (AusSelfCheck *self);
/* Reads all that is kept of recordings and files once through. */
void aus_self_check_media    (AusSelfCheck *self);

G_END_DECLS
