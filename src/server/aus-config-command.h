#pragma once

#include "aus-command-options.h"

G_BEGIN_DECLS

/* Prints what may be set. @arguments: (transfer full): without the verb */
AusExit aus_config_command_run (GOptionContext  *context,
                                char           **arguments);

G_END_DECLS
