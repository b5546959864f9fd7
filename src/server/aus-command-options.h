#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a program of ours ends with. */
typedef enum
{
  AUS_EXIT_SUCCESS = 0,
  AUS_EXIT_FAILURE = 1,
  AUS_EXIT_USAGE = 2,
  /* What could be done is done, and that is not all of it. */
  AUS_EXIT_INCOMPLETE = 3,
} AusExit;

/* Takes the options out of *@arguments and leaves the rest, program name first. On failure it says what is wrong. */
gboolean aus_command_options_parse (GOptionContext       *context,
                                    const GOptionEntry   *entries,
                                    char               ***arguments);
/* Says on stderr why the command failed. Always: %AUS_EXIT_FAILURE */
AusExit  aus_command_fail          (const GError         *error);
/* The same for words that make no sense. Always: %AUS_EXIT_USAGE */
AusExit  aus_command_refuse        (GOptionContext       *context,
                                    const char           *format,
                                    ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
