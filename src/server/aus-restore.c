#include "aus-restore.h"

#include "aus-backup-manifest.h"
#include "aus-backup-content.h"
#include "aus-data-folder.h"
#include "aus-error.h"
#include "aus-rewind.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const files[] = { AUS_BACKUP_DATABASE, AUS_BACKUP_KEY, AUS_BACKUP_MANIFEST };

/* All but the lock, which we hold ourselves. */
static gboolean
is_empty (const char *path)
{
  g_autoptr (GDir) names = g_dir_open (path, 0, NULL);
  const char *name;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL) {
    if (!g_str_equal (name, "lock"))
      return FALSE;
  }

  return names != NULL;
}

/* Whoever restores as root does it for the one who serves. */
static gboolean
give_away (const char  *path,
           const char  *like,
           GError     **error)
{
  GStatBuf owner;

  if (geteuid () != 0 || g_stat (like, &owner) != 0 || chown (path, owner.st_uid, owner.st_gid) == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path, g_strerror (errno));

  return FALSE;
}

/* It would soon be wrong of a folder that is served. */
static gboolean
drop_manifest (const char  *folder,
               GError     **error)
{
  g_autofree char *path = g_build_filename (folder, AUS_BACKUP_MANIFEST, NULL);

  if (g_unlink (path) == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path, g_strerror (errno));

  return FALSE;
}

static gboolean
give_content (const char  *folder,
              const char  *data,
              GError     **error)
{
  g_autoptr (GPtrArray) names = aus_backup_content_list (folder);

  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

    if (!give_away (path, data, error))
      return FALSE;
  }

  for (guint i = 0; i < aus_n_backup_folders; i++) {
    g_autofree char *place = g_build_filename (folder, aus_backup_folders[i], NULL);

    if (g_file_test (place, G_FILE_TEST_EXISTS) && !give_away (place, data, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
note_rewind (const char  *folder,
             GError     **error)
{
  g_autofree char *path = g_build_filename (folder, AUS_BACKUP_DATABASE, NULL);

  return aus_rewind_note (path, error);
}

static gboolean
fill (const char  *backup,
      const char  *folder,
      const char  *data,
      GError     **error)
{
  g_autoptr (GPtrArray) lost = g_ptr_array_new_with_free_func (g_free);
  AusBackupCounts counts;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    if (!aus_backup_copy_file (backup, folder, files[i], error))
      return FALSE;
  }

  /* Whatever was not lost before is missed when the copy is proved. */
  if (!aus_backup_content_copy (backup, folder, lost, error) || !aus_backup_verify (folder, &counts, error) ||
      !drop_manifest (folder, error) || !note_rewind (folder, error))
    return FALSE;

  /* The last is gone. */
  for (guint i = 0; i < G_N_ELEMENTS (files) - 1; i++) {
    g_autofree char *path = g_build_filename (folder, files[i], NULL);

    if (!give_away (path, data, error))
      return FALSE;
  }

  return give_content (folder, data, error) && give_away (folder, data, error);
}

static char *
name_aside (const char *data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%S%fZ");

  return g_strconcat (data, ".before-", stamp, NULL);
}

/* Both names change hands; in between there is none, and the old one takes it back if the new one cannot. */
static gboolean
exchange (const char  *folder,
          const char  *data,
          char       **aside,
          GError     **error)
{
  g_autofree char *old = name_aside (data);

  if (!aus_backup_rename (data, old, error))
    return FALSE;

  if (!aus_backup_rename (folder, data, error)) {
    if (g_rename (old, data) != 0)
      g_prefix_error (error, "What was there is now at %s. ", old);
    return FALSE;
  }

  if (is_empty (old))
    aus_backup_discard (old);
  else
    *aside = g_steal_pointer (&old);

  return TRUE;
}

/* What is known before all is copied: a mounted folder keeps its name. */
static gboolean
check_place (const char  *data,
             GError     **error)
{
  struct statx info;

  if (statx (AT_FDCWD, data, 0, 0, &info) != 0 || (info.stx_attributes & STATX_ATTR_MOUNT_ROOT) == 0)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT,
               "A file system is mounted at the data folder %s, so another cannot take its place. Restore to a new "
               "folder with --data, and move what is in it to %s, which has to be empty and not in use.", data, data);

  return FALSE;
}

static gboolean
check_room (const char  *data,
            gboolean     replace,
            GError     **error)
{
  if (replace || is_empty (data))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT,
               "The data folder %s is not empty. With --replace what is there is put aside.", data);

  return FALSE;
}

gboolean
aus_restore_run (const char  *backup,
                 const char  *data,
                 gboolean     replace,
                 char       **aside,
                 GError     **error)
{
  g_autoptr (AusDataFolder) held = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  AusBackupCounts counts;

  if (!aus_backup_verify (backup, &counts, error))
    return FALSE;

  held = aus_data_folder_open (data, AUS_DATA_FOLDER_ALONE, error);

  if (held == NULL)
    return FALSE;

  /* A link to it stays one. */
  path = realpath (aus_data_folder_get_path (held), NULL);

  if (path == NULL) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", aus_data_folder_get_path (held),
                 g_strerror (errno));
    return FALSE;
  }

  folder = g_strconcat (path, ".unfinished-XXXXXX", NULL);

  if (!check_place (path, error) || !check_room (path, replace, error))
    return FALSE;

  if (g_mkdtemp (folder) == NULL) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder, g_strerror (errno));
    return FALSE;
  }

  if (fill (backup, folder, path, error) && exchange (folder, path, aside, error))
    return TRUE;

  aus_backup_discard (folder);

  return FALSE;
}
