#include "aus-backup-content.h"

#include "aus-backup-manifest.h"
#include "aus-sealed-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PIECE (1024 * 1024)

/* Each is called like the table that says what lies in it. */
const char *const aus_backup_folders[] = { "recordings", "files" };
const guint aus_n_backup_folders = G_N_ELEMENTS (aus_backup_folders);

static gboolean
fail_errno (const char  *path,
            GError     **error)
{
  const int number = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", path, g_strerror (number));

  return FALSE;
}

/* A name that leads nowhere and a disk that is worn keep one file from us. What else there may be, such as a folder
 * that is closed to us, is mended first. */
static gboolean
fail_source (const char  *path,
             GError     **error)
{
  if (errno != ENOENT && errno != EIO)
    return fail_errno (path, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "%s: %s", path, g_strerror (errno));

  return FALSE;
}

static gboolean
fail_short (const char  *path,
            GError     **error)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "%s has lost its end.", path);

  return FALSE;
}

static gboolean
copy_bytes (int          from,
            int          to,
            const char  *path,
            gint64       length,
            GError     **error)
{
  g_autofree char *piece = g_malloc (PIECE);

  while (length > 0) {
    const gssize n = read (from, piece, MIN (length, PIECE));

    if (n < 0)
      return fail_source (path, error);
    if (n == 0)
      return fail_short (path, error);
    if (write (to, piece, n) != n)
      return fail_errno (path, error);

    length -= n;
  }

  return fsync (to) == 0 || fail_errno (path, error);
}

static gboolean
copy_one (const char  *from,
          const char  *to,
          gint64       length,
          GError     **error)
{
  const int source = g_open (from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  const int target = source < 0 ? -1 : g_open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean is_copied;

  if (source < 0)
    return fail_source (from, error);

  is_copied = target >= 0 ? copy_bytes (source, target, to, length, error) : fail_errno (to, error);

  if (target >= 0)
    close (target);

  close (source);

  return is_copied;
}

typedef gboolean (* Each) (const char    *folder,
                           const char    *name,
                           gint64         length,
                           gconstpointer  data,
                           GError       **error);

/* A backup that an older program made has no such table. */
static gboolean
has_table (AusDatabase  *database,
           const char   *table,
           gboolean     *has,
           GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT count (*) FROM sqlite_master WHERE name = ?1", error);
  gint64 n;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, table);

  if (!aus_statement_run_integer (row, 0, &n, error))
    return FALSE;

  *has = n > 0;

  return TRUE;
}

static gboolean
for_each_in (AusDatabase    *database,
             const char     *table,
             Each            each,
             gconstpointer   data,
             GError        **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, size, is_whole FROM %s "
                                          "WHERE state <> 'deleted' AND has_file ORDER BY id", table);
  g_autoptr (AusStatement) rows = NULL;
  gboolean has;
  AusStep step;

  if (!has_table (database, table, &has, error))
    return FALSE;

  if (!has)
    return TRUE;

  rows = aus_database_prepare (database, sql, error);

  if (rows == NULL)
    return FALSE;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    const gint64 length = aus_sealed_file_get_stored_size (aus_statement_get_integer (rows, 1),
                                                           aus_statement_get_integer (rows, 2) != 0);

    if (!each (table, aus_statement_get_text (rows, 0), length, data, error))
      return FALSE;
  }

  return step == AUS_STEP_DONE;
}

static gboolean
for_each (AusDatabase    *database,
          Each            each,
          gconstpointer   data,
          GError        **error)
{
  for (guint i = 0; i < aus_n_backup_folders; i++) {
    if (!for_each_in (database, aus_backup_folders[i], each, data, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
make_folder (const char  *path,
             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_mkdir (folder, 0700) == 0 || errno == EEXIST || fail_errno (folder, error);
}

typedef struct
{
  const char         *from;
  const char         *to;
  const char *const  *known;
  GPtrArray          *lost;
} Content;

static gboolean
copy_each (const char     *folder,
           const char     *name,
           gint64          length,
           gconstpointer   data,
           GError        **error)
{
  const Content *content = data;
  g_autofree char *from = g_build_filename (content->from, folder, name, NULL);
  g_autofree char *to = g_build_filename (content->to, folder, name, NULL);
  g_autoptr (GError) fault = NULL;

  if (!make_folder (to, error))
    return FALSE;

  if (copy_one (from, to, length, &fault))
    return TRUE;

  if (content->lost == NULL || !g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  g_unlink (to);
  g_ptr_array_add (content->lost, g_build_filename (folder, name, NULL));

  return TRUE;
}

static gboolean
check_each (const char     *folder,
            const char     *name,
            gint64          length,
            gconstpointer   data,
            GError        **error)
{
  const Content *content = data;
  g_autofree char *own_name = g_build_filename (folder, name, NULL);
  g_autofree char *path = g_build_filename (content->from, own_name, NULL);
  GStatBuf info;

  if (content->known != NULL && g_strv_contains (content->known, own_name))
    return TRUE;

  if (g_stat (path, &info) != 0)
    return fail_source (path, error);

  return info.st_size >= length || fail_short (path, error);
}

gboolean
aus_backup_content_copy (const char  *from,
                         const char  *to,
                         GPtrArray   *lost,
                         GError     **error)
{
  const Content content = { .from = from, .to = to, .lost = lost };
  g_autofree char *path = g_build_filename (to, AUS_BACKUP_DATABASE, NULL);
  g_autoptr (AusDatabase) database = aus_database_open (path, AUS_DATABASE_READER, error);

  /* To look costs little, and to copy all of it before one is missed may take hours. */
  return database != NULL && (lost != NULL || for_each (database, check_each, &content, error)) &&
         for_each (database, copy_each, &content, error);
}

gboolean
aus_backup_content_check (const char         *folder,
                          AusDatabase        *database,
                          const char *const  *lost,
                          GError            **error)
{
  const Content content = { .from = folder, .known = lost };

  return for_each (database, check_each, &content, error);
}

GPtrArray *
aus_backup_content_list (const char *folder)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < aus_n_backup_folders; i++) {
    g_autofree char *path = g_build_filename (folder, aus_backup_folders[i], NULL);
    g_autoptr (GDir) names = g_dir_open (path, 0, NULL);
    const char *name;

    while (names != NULL && (name = g_dir_read_name (names)) != NULL)
      g_ptr_array_add (list, g_build_filename (aus_backup_folders[i], name, NULL));
  }

  return list;
}
