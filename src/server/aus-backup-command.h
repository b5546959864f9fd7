#pragma once

#include "aus-command-options.h"

G_BEGIN_DECLS

/* Copies a clinic's data, and back. @arguments: (transfer full): without the verb */
AusExit aus_backup_command_run  (GOptionContext  *context,
                                 char           **arguments);
AusExit aus_restore_command_run (GOptionContext  *context,
                                 char           **arguments);

G_END_DECLS
