#pragma once

#include "aus-command-options.h"

G_BEGIN_DECLS

/* Makes an account of the clinic's staff, also while the server runs. @arguments: (transfer full): without the verb */
AusExit aus_user_add_command_run (GOptionContext  *context,
                                  char           **arguments);

G_END_DECLS
