#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AUS_PASSWORD_MAX_LENGTH 1024

/**
 * AusPasswordCost:
 * @AUS_PASSWORD_COST_INTERACTIVE: 64 MiB and some 50 ms; for real accounts
 * @AUS_PASSWORD_COST_MINIMAL: 8 KiB and some microseconds; for tests and the demo only
 */
typedef enum
{
  AUS_PASSWORD_COST_INTERACTIVE,
  AUS_PASSWORD_COST_MINIMAL,
} AusPasswordCost;

/* Argon2id. Slow by design: on a worker thread, please. All of these may run on several threads at once. A password is
 * the same however a keyboard writes its letters. */

/* Fails with %AUS_ERROR_INVALID for “password” where it is empty or too long. */
char       *aus_password_hash         (const char       *password,
                                       AusPasswordCost   cost,
                                       GError          **error);
gboolean    aus_password_verify       (const char       *hash,
                                       const char       *password);
gboolean    aus_password_needs_rehash (const char       *hash,
                                       AusPasswordCost   cost);

/* A hash that no password fits. Verify against it where there is no account, so that it takes as long. */
const char *aus_password_dummy_hash   (AusPasswordCost   cost);

G_END_DECLS
