#pragma once

#include "aus-hub.h"

G_BEGIN_DECLS

/* Answers a request below /ws/: finds out who it is, seats them, upgrades the connection and adds it to the hub. */
void aus_upgrade_run (AusHub            *hub,
                      AusListener       *listener,
                      SoupServerMessage *message,
                      GHashTable        *query);

G_END_DECLS
