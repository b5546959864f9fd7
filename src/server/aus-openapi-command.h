#pragma once

#include "aus-command-options.h"

G_BEGIN_DECLS

/* Prints the description of the API. @arguments: (transfer full): without the verb */
AusExit aus_openapi_command_run (GOptionContext  *context,
                                char           **arguments);

G_END_DECLS
