#pragma once

#include "aus-user.h"

G_BEGIN_DECLS

/**
 * aus_password_rules_check:
 * @field: what the error names
 * @password: (nullable): what somebody wants for a password
 * @shortest: characters that it must have
 * @user: whose it would be; their names are no passwords
 *
 * Fails with %AUS_ERROR_INVALID where it is too short or too long, is tried first by everybody, or is a name.
 */
gboolean aus_password_rules_check (const char  *field,
                                   const char  *password,
                                   guint        shortest,
                                   AusUser     *user,
                                   GError     **error);

G_END_DECLS
