#pragma once

#include "aus-command-options.h"
#include "aus-database.h"
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
/* Has the audit log say that the console did this to @user: nobody is signed in there, and whoever may write to the
 * folder may do all. Inside the job that saves the account. */
gboolean aus_user_command_note (AusDatabase  *database,
                                AusUser      *user,
                                const char   *verb,
                                GError      **error);

G_END_DECLS
