#include "aus-server-command.h"

int
main (int    argc,
      char **argv)
{
  return aus_server_command_run (argc, argv);
}
