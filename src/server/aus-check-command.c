#include "aus-check-command.h"

#include "aus-self-check.h"

#include <stdio.h>

AusExit
aus_check_command_run (GOptionContext  *context,
                       char           **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_autofree char *config = NULL;
  g_autofree char *data = NULL;
  g_auto (AusSelfCheck) check = { NULL };
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &config, "The configuration", "FILE" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "The server's data folder", "FOLDER" },
    { NULL }
  };

  if (!aus_command_options_parse (context, entries, &rest))
    return AUS_EXIT_USAGE;

  if (rest[1] != NULL)
    return aus_command_refuse (context, "“%s” means nothing here.", rest[1]);

  aus_self_check_run (&check, config, data);
  fputs (check.out->str, stdout);

  return check.worst == AUS_VERDICT_FAIL ? AUS_EXIT_FAILURE : AUS_EXIT_SUCCESS;
}
