#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* The second factor of an account: an app that shows codes by the clock, and recovery codes on paper. In jobs. */

/* Puts in place of an unconfirmed one a new one with its recovery codes, which are kept as hashes.
 * %AUS_ERROR_CONFLICT where one is confirmed. @key: seals @secret */
gboolean aus_factor_begin      (AusDatabase        *database,
                                GBytes             *key,
                                const char         *user_id,
                                const char         *secret,
                                const char * const *recovery_codes,
                                GError            **error);
/* Counts from now on, if @otp is right. %AUS_ERROR_CONFLICT where there is nothing to confirm. */
gboolean aus_factor_confirm    (AusDatabase        *database,
                                GBytes             *key,
                                const char         *user_id,
                                const char         *otp,
                                GError            **error);
gboolean aus_factor_remove     (AusDatabase        *database,
                                const char         *user_id,
                                GError            **error);
/* Whether one counts, and how many recovery codes are left. */
gboolean aus_factor_read       (AusDatabase        *database,
                                const char         *user_id,
                                gboolean           *is_confirmed,
                                gint64             *n_recovery_codes,
                                GError            **error);

/**
 * aus_factor_check:
 * @otp: (nullable): what came with the password: a code of the app, or a recovery code, which is then spent
 *
 * Lets in whoever has no second factor, or shows it.
 *
 * Returns: %FALSE with %AUS_ERROR_OTP_REQUIRED where @otp is %NULL and must not be, and %AUS_ERROR_UNAUTHENTICATED
 *   where it is wrong
 */
gboolean aus_factor_check      (AusDatabase        *database,
                                GBytes             *key,
                                const char         *user_id,
                                const char         *otp,
                                GError            **error);

G_END_DECLS
