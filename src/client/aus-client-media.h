#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/* What others need to fetch something of the API by themselves, such as a player. */

/* (transfer full) */
char *aus_client_make_uri           (AusClient  *self,
                                     const char *path);
/* (transfer full) (nullable): the header of that name */
char *aus_client_make_authorization (AusClient  *self);

G_END_DECLS
