#pragma once

#include "aus-command-options.h"

G_BEGIN_DECLS

/* `ausculta-server user list`, and what is done to one account: `user password EMAIL` and its like. The arguments are
 * taken over. They work beside a running server, too. */
AusExit aus_user_list_command_run     (GOptionContext  *context,
                                       char           **arguments);
AusExit aus_user_password_command_run (GOptionContext  *context,
                                       char           **arguments);
AusExit aus_user_disable_command_run  (GOptionContext  *context,
                                       char           **arguments);
AusExit aus_user_enable_command_run   (GOptionContext  *context,
                                       char           **arguments);
AusExit aus_user_reset_command_run    (GOptionContext  *context,
                                       char           **arguments);

G_END_DECLS
