#pragma once

#include "aus-command-options.h"

G_BEGIN_DECLS

/* Says what keeps a server from working, also while it runs. @arguments: (transfer full): without the verb */
AusExit aus_check_command_run (GOptionContext  *context,
                               char           **arguments);

G_END_DECLS
