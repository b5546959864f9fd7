#pragma once

#include "aus-store.h"

G_BEGIN_DECLS

/**
 * AusWatchdog:
 *
 * Tells systemd that the server lives, where the unit asks for that (WatchdogSec=): twice within its time, from the
 * main loop, and only once the store's writer has answered. Whoever hangs in either, or before a disk that does, is
 * silent.
 */
typedef struct _AusWatchdog AusWatchdog;

/* Returns: (transfer full) (nullable): %NULL where nobody asks */
AusWatchdog *aus_watchdog_new  (AusStore    *store);
void         aus_watchdog_free (AusWatchdog *self);

G_END_DECLS
