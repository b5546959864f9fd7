#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Secrets and signatures as in Standard Webhooks 1.0.0: symmetric, “v1”. */

/* “whsec_” and 32 random bytes in base64. */
char     *aus_webhook_secret_new      (void);
/* Whether this is one: 24 to 64 bytes behind its prefix. */
gboolean  aus_webhook_secret_is_valid (const char *secret);
/* “v1,” and the signature of a message in base64; @secret must be valid. @time: in seconds */
char     *aus_webhook_secret_sign     (const char *secret,
                                       const char *id,
                                       gint64      time,
                                       const char *body);

G_END_DECLS
