#include "aus-openapi-command.h"

#include "aus-openapi.h"

#include <stdio.h>

AusExit
aus_openapi_command_run (GOptionContext  *context,
                         char           **arguments)
{
  g_auto (GStrv) rest = arguments;
  const GOptionEntry entries[] = { { NULL } };
  AusJsonWriter out;

  if (!aus_command_options_parse (context, entries, &rest))
    return AUS_EXIT_USAGE;

  if (rest[1] != NULL)
    return aus_command_refuse (context, "“%s” means nothing here.", rest[1]);

  aus_json_writer_init (&out);
  aus_openapi_write (&out);
  puts (out.text->str);
  aus_json_writer_clear (&out);

  return AUS_EXIT_SUCCESS;
}
