#include "aus-backup.h"

#include "aus-backup-manifest.h"
#include "aus-backup-content.h"
#include "aus-data-folder.h"
#include "aus-integrity.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define TRIES 3

static gboolean
fail_errno (const char  *path,
            GError     **error)
{
  const int number = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", path, g_strerror (number));

  return FALSE;
}

static gboolean
sync_path (const char  *path,
           GError     **error)
{
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (!is_synced)
    fail_errno (path, error);

  if (fd >= 0)
    close (fd);

  return is_synced;
}

static gboolean
count_all (AusDatabase      *database,
           AusBackupCounts  *counts,
           GError          **error)
{
  return aus_integrity_count (database, "users", &counts->users, error) &&
         aus_integrity_count (database, "patients", &counts->patients, error) &&
         aus_integrity_count (database, "consultations", &counts->consultations, error) &&
         aus_integrity_count (database, "messages", &counts->messages, error);
}

gboolean
aus_backup_verify (const char       *folder,
                   AusBackupCounts  *counts,
                   GError          **error)
{
  g_autofree char *path = g_build_filename (folder, AUS_BACKUP_DATABASE, NULL);
  g_autoptr (AusDatabase) database = NULL;
  g_auto (GStrv) lost = NULL;

  if (!aus_backup_manifest_check (folder, error))
    return FALSE;

  lost = aus_backup_manifest_read_lost (folder, error);

  if (lost == NULL)
    return FALSE;

  database = aus_database_open (path, AUS_DATABASE_READER, error);

  if (database == NULL)
    return FALSE;

  if (aus_integrity_check (database, error) &&
      aus_backup_content_check (folder, database, (const char *const *) lost, error) &&
      count_all (database, counts, error))
    return TRUE;

  g_prefix_error (error, "%s: ", path);

  return FALSE;
}

gboolean
aus_backup_copy_file (const char  *from,
                      const char  *to,
                      const char  *name,
                      GError     **error)
{
  g_autoptr (GFile) source = g_file_new_build_filename (from, name, NULL);
  g_autoptr (GFile) target = g_file_new_build_filename (to, name, NULL);

  if (!g_file_copy (source, target, G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, error))
    return FALSE;

  if (g_chmod (g_file_peek_path (target), 0600) != 0)
    return fail_errno (g_file_peek_path (target), error);

  return sync_path (g_file_peek_path (target), error);
}

gboolean
aus_backup_rename (const char  *from,
                   const char  *to,
                   GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (to);

  if (g_rename (from, to) != 0)
    return fail_errno (to, error);

  return sync_path (parent, error);
}

void
aus_backup_discard (const char *folder)
{
  aus_data_folder_discard (folder);
}

static gboolean
copy_database (const char  *data,
               const char  *folder,
               GError     **error)
{
  g_autofree char *from = g_build_filename (data, AUS_BACKUP_DATABASE, NULL);
  g_autofree char *to = g_build_filename (folder, AUS_BACKUP_DATABASE, NULL);
  g_autoptr (AusDatabase) database = aus_database_open (from, AUS_DATABASE_READER, error);

  return database != NULL && aus_database_copy (database, to, error) &&
         (g_chmod (to, 0600) == 0 || fail_errno (to, error));
}

/* Content that is deleted or begun anew between the two copies is in the first alone: then both are made again. */
static void
discard_copy (const char *folder)
{
  g_autofree char *database = g_build_filename (folder, AUS_BACKUP_DATABASE, NULL);

  for (guint i = 0; i < aus_n_backup_folders; i++) {
    g_autofree char *content = g_build_filename (folder, aus_backup_folders[i], NULL);

    aus_data_folder_discard (content);
  }

  g_unlink (database);
}

static gboolean
copy_all (const char  *data,
          const char  *folder,
          GPtrArray   *lost,
          GError     **error)
{
  for (guint tries = TRIES; tries > 0; tries--) {
    const gboolean is_last = tries == 1;
    g_autoptr (GError) fault = NULL;

    if (!copy_database (data, folder, error))
      return FALSE;

    if (aus_backup_content_copy (data, folder, is_last ? lost : NULL, &fault))
      return TRUE;

    if (is_last || !g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

    discard_copy (folder);
  }

  g_return_val_if_reached (FALSE);
}

static gboolean
fill (const char       *data,
      const char       *folder,
      AusBackupCounts  *counts,
      GPtrArray        *lost,
      GError          **error)
{
  return aus_backup_copy_file (data, folder, AUS_BACKUP_KEY, error) && copy_all (data, folder, lost, error) &&
         aus_backup_manifest_write (folder, lost, error) && sync_path (folder, error) &&
         aus_backup_verify (folder, counts, error);
}

gboolean
aus_backup_make (const char       *data,
                 const char       *target,
                 AusBackupCounts  *counts,
                 GPtrArray        *lost,
                 GError          **error)
{
  g_autofree char *folder = g_strconcat (target, ".unfinished-XXXXXX", NULL);

  if (g_file_test (target, G_FILE_TEST_EXISTS)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "%s is there already.", target);
    return FALSE;
  }

  if (g_mkdtemp (folder) == NULL)
    return fail_errno (folder, error);

  if (fill (data, folder, counts, lost, error) && aus_backup_rename (folder, target, error))
    return TRUE;

  aus_backup_discard (folder);

  return FALSE;
}
