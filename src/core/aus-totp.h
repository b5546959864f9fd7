#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One-time passwords by the clock: RFC 6238 with SHA-1, six digits and steps of thirty seconds, as all apps have
 * them. */

#define AUS_TOTP_PERIOD 30
#define AUS_TOTP_DIGITS 6

/* A new secret of 160 bits in base32, as people type it. (transfer full) */
char   *aus_totp_new_secret (void);
/* The secret's bytes; %NULL where @secret is no base32. (transfer full) (nullable) */
GBytes *aus_totp_decode     (const char *secret);
/* What an app shows at @step. (transfer full) */
char   *aus_totp_make       (GBytes     *key,
                             gint64      step,
                             guint       n_digits);

/**
 * aus_totp_find_step:
 * @code: what somebody typed
 * @now: seconds since the epoch
 * @last_step: the newest step that was used; it and those before it do not count
 *
 * Finds the step that @code is of, among that of now and those beside it, for clocks differ. A @last_step that is more
 * than a day ahead is none: the clock was wrong when it was used.
 *
 * Returns: 0 where it is of none
 */
gint64  aus_totp_find_step  (const char *secret,
                             const char *code,
                             gint64      now,
                             gint64      last_step);
/* What an app reads from a QR code. (transfer full) */
char   *aus_totp_make_uri   (const char *secret,
                             const char *issuer,
                             const char *account);

G_END_DECLS
