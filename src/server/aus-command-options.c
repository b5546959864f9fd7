#include "aus-command-options.h"

#include "aus-error.h"

#include <stdio.h>

gboolean
aus_command_options_parse (GOptionContext       *context,
                           const GOptionEntry   *entries,
                           char               ***arguments)
{
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);

  if (g_option_context_parse_strv (context, arguments, &error))
    return TRUE;

  aus_command_refuse (context, "%s", error->message);

  return FALSE;
}

/* Not g_printerr(), which loses all but ASCII where no locale is set, as in many a container. */
AusExit
aus_command_fail (const GError *error)
{
  GPtrArray *fields = aus_error_get_fields (error);

  if (fields == NULL || fields->len == 0)
    fprintf (stderr, "ausculta-server: %s\n", error->message);

  for (guint i = 0; fields != NULL && i < fields->len; i++) {
    const AusFieldFault *fault = g_ptr_array_index (fields, i);

    fprintf (stderr, "ausculta-server: %s: %s\n", fault->name, fault->text);
  }

  return AUS_EXIT_FAILURE;
}

AusExit
aus_command_refuse (GOptionContext *context,
                    const char     *format,
                    ...)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  va_list arguments;

  va_start (arguments, format);
  fputs ("ausculta-server: ", stderr);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
  fprintf (stderr, "\n\n%s", help);

  return AUS_EXIT_USAGE;
}
