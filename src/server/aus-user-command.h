#pragma once

#include "aus-command-options.h"
#include "aus-user.h"

G_BEGIN_DECLS

/* Makes an account of the clinic's staff, also while the server runs. @arguments: (transfer full): without the verb */
AusExit aus_user_add_command_run (GOptionContext  *context,
                                  char           **arguments);

/* Gives @user the hash of a new password: one that is made, or the first line of standard input where @from_stdin.
 * (transfer full) (nullable): the password */
char   *aus_user_command_take_password (AusUser    *user,
                                        gboolean    from_stdin,
                                        GError    **error);

G_END_DECLS
