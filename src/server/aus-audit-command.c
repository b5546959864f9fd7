#include "aus-audit-command.h"

#include "aus-audit.h"
#include "aus-data-folder.h"
#include "aus-migrations.h"

#include <stdio.h>

static gboolean
verify (const char  *data,
        gint64      *n_rows,
        char       **fault,
        GError     **error)
{
  g_autoptr (AusDataFolder) folder = aus_data_folder_open (data, AUS_DATA_FOLDER_THERE, error);
  g_autoptr (AusDatabase) database = NULL;

  if (folder == NULL)
    return FALSE;

  database = aus_database_open (aus_data_folder_get_database (folder), AUS_DATABASE_READER, error);

  /* One snapshot, for the log may be added to meanwhile. */
  return database != NULL && aus_database_run (database, "BEGIN", error) && aus_migrations_check (database, error) &&
         aus_audit_verify (database, n_rows, fault, error) && aus_database_run (database, "COMMIT", error);
}

AusExit
aus_audit_verify_command_run (GOptionContext  *context,
                              char           **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_autofree char *data = NULL;
  g_autofree char *fault = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_rows;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "The server's data folder", "FOLDER" },
    { NULL }
  };

  if (!aus_command_options_parse (context, entries, &rest))
    return AUS_EXIT_USAGE;

  if (rest[1] != NULL)
    return aus_command_refuse (context, "“%s” means nothing here.", rest[1]);

  if (!verify (data, &n_rows, &fault, &error))
    return aus_command_fail (error);

  if (fault != NULL) {
    fprintf (stderr, "ausculta-server: The audit log is broken: %s; what comes before it is whole.\n", fault);
    return AUS_EXIT_FAILURE;
  }

  printf ("The audit log is whole: %" G_GINT64_FORMAT " rows.\n", n_rows);

  return AUS_EXIT_SUCCESS;
}
