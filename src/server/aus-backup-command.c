#include "aus-backup-command.h"

#include "aus-data-folder.h"
#include "aus-error.h"
#include "aus-restore.h"

#include <stdio.h>
#include <string.h>

/* A name with a slash at its end names the same, and what is made beside it is not to lie in it. */
static void
strip_slashes (char *path)
{
  gsize length = path ? strlen (path) : 0;

  while (length > 1 && path[length - 1] == '/')
    path[--length] = '\0';
}

/* Many backups may lie in one folder. */
static char *
name_target (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *name = g_date_time_format (now, "ausculta-%Y%m%dT%H%M%SZ");

  return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_build_filename (path, name, NULL) : g_strdup (path);
}

/* Of a server that keeps its data elsewhere nothing is found here, and no folder is to be made of that. */
static gboolean
back_up (const char       *data,
         const char       *target,
         AusBackupCounts  *counts,
         GPtrArray        *lost,
         GError          **error)
{
  g_autofree char *usual = data ? g_strdup (data) : aus_data_folder_find_usual_place ();

  return aus_data_folder_check_there (usual, error) && aus_backup_make (usual, target, counts, lost, error);
}

/* By the ids of their rows: whose they are is not for a log. */
static AusExit
tell_lost (GPtrArray *lost)
{
  for (guint i = 0; i < lost->len; i++)
    fprintf (stderr, "ausculta-server: The content of %s is lost or cut off. The backup is whole without it.\n",
             (const char *) g_ptr_array_index (lost, i));

  return lost->len > 0 ? AUS_EXIT_INCOMPLETE : AUS_EXIT_SUCCESS;
}

AusExit
aus_backup_command_run (GOptionContext  *context,
                        char           **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_autofree char *data = NULL;
  g_autofree char *target = NULL;
  g_autoptr (GPtrArray) lost = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  AusBackupCounts counts;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "The server's data folder", "FOLDER" },
    { NULL }
  };

  if (!aus_command_options_parse (context, entries, &rest))
    return AUS_EXIT_USAGE;

  if (g_strv_length (rest) != 2)
    return aus_command_refuse (context, "Where to? Give one folder.");

  strip_slashes (rest[1]);
  target = name_target (rest[1]);

  if (!back_up (data, target, &counts, lost, &error))
    return aus_command_fail (error);

  printf ("backup %s\nholds %" G_GINT64_FORMAT " users, %" G_GINT64_FORMAT " patients, %" G_GINT64_FORMAT
          " consultations, %" G_GINT64_FORMAT " messages\n",
          target, counts.users, counts.patients, counts.consultations, counts.messages);

  return tell_lost (lost);
}

AusExit
aus_restore_command_run (GOptionContext  *context,
                         char           **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_autofree char *data = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (GError) error = NULL;
  gboolean replace = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "The data folder that is to be", "FOLDER" },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &replace, "Put aside what is there, instead of refusing", NULL },
    { NULL }
  };

  if (!aus_command_options_parse (context, entries, &rest))
    return AUS_EXIT_USAGE;

  if (g_strv_length (rest) != 2)
    return aus_command_refuse (context, "From what? Give the folder of one backup.");

  strip_slashes (data);
  strip_slashes (rest[1]);

  if (!aus_restore_run (rest[1], data, replace, &aside, &error))
    return aus_command_fail (error);

  printf ("restored %s\n", rest[1]);

  if (aside != NULL)
    printf ("aside %s\n", aside);

  return AUS_EXIT_SUCCESS;
}
