#pragma once

#include "aus-command-options.h"

G_BEGIN_DECLS

/* Serves until it is told to stop. @arguments: (transfer full): without the verb */
AusExit aus_serve_command_run (GOptionContext  *context,
                               char           **arguments);

G_END_DECLS
