#include "aus-config-command.h"

#include "aus-server-settings.h"

#include <stdio.h>

AusExit
aus_config_command_run (GOptionContext  *context,
                         char           **arguments)
{
  g_auto (GStrv) rest = arguments;
  const GOptionEntry entries[] = { { NULL } };
  g_autofree char *text = NULL;

  if (!aus_command_options_parse (context, entries, &rest))
    return AUS_EXIT_USAGE;

  if (rest[1] != NULL)
    return aus_command_refuse (context, "“%s” means nothing here.", rest[1]);

  text = aus_server_settings_describe ();
  fputs (text, stdout);

  return AUS_EXIT_SUCCESS;
}
