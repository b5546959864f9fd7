#pragma once

#include "aus-address-guard.h"

G_BEGIN_DECLS

/**
 * aus_webhook_url_check:
 *
 * Whether this may be somebody's address: https, or plain http on this machine where the clinic has opened it; port 443
 * or one above 1023, for no other web server stands below; no password in it, and no number of a closed network. Where
 * a name leads is only known when it is asked, and guarded then.
 *
 * Returns: %FALSE with an %AUS_ERROR_INVALID that names the field “url”
 */
gboolean aus_webhook_url_check (const char       *url,
                                AusAddressGuard  *guard,
                                GError          **error);
/* Whether it names a number, or this machine, so that it always leads to the same place. */
gboolean aus_webhook_url_is_address (const char *url);

G_END_DECLS
