#pragma once

#include "aus-self-check.h"

G_BEGIN_DECLS

/* What the server needs of the machine and of the network. */

void aus_self_check_clock     (AusSelfCheck *self);
void aus_self_check_zones     (AusSelfCheck *self);
void aus_self_check_url       (AusSelfCheck *self);
void aus_self_check_tls       (AusSelfCheck *self);
void aus_self_check_port      (AusSelfCheck *self);
void aus_self_check_mail      (AusSelfCheck *self);

G_END_DECLS
