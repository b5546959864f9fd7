#pragma once

#include "aus-caller.h"
#include "aus-clinic.h"

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
/* Other recovery codes in place of those that were. %AUS_ERROR_CONFLICT where no factor counts. */
gboolean aus_factor_renew      (AusDatabase        *database,
                                const char         *user_id,
                                const char * const *recovery_codes,
                                GError            **error);
gboolean aus_factor_remove     (AusDatabase        *database,
                                const char         *user_id,
                                GError            **error);
/* Whether one counts, and how many recovery codes are left, which may be %NULL. */
gboolean aus_factor_read       (AusDatabase        *database,
                                const char         *user_id,
                                gboolean           *is_confirmed,
                                gint64             *n_recovery_codes,
                                GError            **error);

/* Whether the clinic asks this role for a second factor. */
gboolean aus_factor_is_required (AusClinic         *clinic,
                                 AusRole            role);
/* Fails with %AUS_ERROR_FACTOR_REQUIRED where the caller must have one, and has none. */
gboolean aus_factor_check_policy (AusDatabase      *database,
                                  AusClinic        *clinic,
                                  const AusCaller  *caller,
                                  GError          **error);

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
