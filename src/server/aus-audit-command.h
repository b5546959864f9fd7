#pragma once

#include "aus-command-options.h"

G_BEGIN_DECLS

/* Says whether the audit log is whole, also while the server runs. @arguments: (transfer full): without the verb */
AusExit aus_audit_verify_command_run (GOptionContext  *context,
                                      char           **arguments);

G_END_DECLS
