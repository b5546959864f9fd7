#pragma once

#include "aus-exchange.h"

G_BEGIN_DECLS

/**
 * aus_turnstile_pass:
 * @address: from where
 * @token: (nullable): what was shown
 *
 * Whether one more may come, of those from there and of those who show that. The address counts first, so that nobody
 * is remembered for each token that they make up. This machine itself may come as often as it likes, unless the clinic
 * says otherwise. Main thread.
 *
 * Returns: %FALSE with %AUS_ERROR_THROTTLED, which says when they may come again
 */
gboolean aus_turnstile_pass (AusDesk     *desk,
                             const char  *address,
                             const char  *token,
                             GError     **error);

/* Whether @address is this machine's own. (nullable) */
gboolean aus_turnstile_is_local (const char *address);

G_END_DECLS
