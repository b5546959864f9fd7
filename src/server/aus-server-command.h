#pragma once

#include "aus-command-options.h"

G_BEGIN_DECLS

/* The program ausculta-server. Returns: what main() returns */
int aus_server_command_run (int    argc,
                            char **argv);

G_END_DECLS
