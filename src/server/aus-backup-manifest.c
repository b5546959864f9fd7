#include "aus-backup-manifest.h"

#include "aus-backup-content.h"
#include "aus-error.h"
#include "aus-uuid.h"

#include <string.h>

#define FORMAT 1
#define BLOCK (1024 * 1024)

static const char *const files[] = { AUS_BACKUP_DATABASE, AUS_BACKUP_KEY };

/* (transfer full) (element-type utf8): a hash of each block of the file. */
static GPtrArray *
hash_file (const char  *path,
           gint64      *size,
           GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  g_autofree guchar *block = g_malloc (BLOCK);
  gsize n = BLOCK;

  if (stream == NULL)
    return NULL;

  *size = 0;

  while (n == BLOCK) {
    if (!g_input_stream_read_all (G_INPUT_STREAM (stream), block, BLOCK, &n, NULL, error))
      return NULL;

    if (n > 0)
      g_ptr_array_add (hashes, g_compute_checksum_for_data (G_CHECKSUM_SHA256, block, n));

    *size += (gint64) n;
  }

  return g_steal_pointer (&hashes);
}

static gboolean
add_file (GKeyFile    *manifest,
          const char  *folder,
          const char  *name,
          GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gint64 size;
  g_autoptr (GPtrArray) hashes = hash_file (path, &size, error);

  if (hashes == NULL)
    return FALSE;

  g_key_file_set_int64 (manifest, name, "size", size);
  g_key_file_set_string_list (manifest, name, "blocks", (const char *const *) hashes->pdata, hashes->len);

  return TRUE;
}

gboolean
aus_backup_manifest_write (const char  *folder,
                           GPtrArray   *lost,
                           GError     **error)
{
  g_autoptr (GKeyFile) manifest = g_key_file_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *made = g_date_time_format_iso8601 (now);
  g_autofree char *path = g_build_filename (folder, AUS_BACKUP_MANIFEST, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) content = aus_backup_content_list (folder);
  gsize length;

  g_key_file_set_integer (manifest, "backup", "format", FORMAT);
  g_key_file_set_string (manifest, "backup", "program", "ausculta-server " AUS_VERSION);
  g_key_file_set_string (manifest, "backup", "made", made);

  if (lost->len > 0)
    g_key_file_set_string_list (manifest, "backup", "lost", (const char *const *) lost->pdata, lost->len);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    if (!add_file (manifest, folder, files[i], error))
      return FALSE;
  }

  for (guint i = 0; i < content->len; i++) {
    if (!add_file (manifest, folder, g_ptr_array_index (content, i), error))
      return FALSE;
  }

  text = g_key_file_to_data (manifest, &length, NULL);

  return g_file_set_contents_full (path, text, (gssize) length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
compare_blocks (const char  *path,
                GPtrArray   *found,
                char       **wanted,
                GError     **error)
{
  const guint n_wanted = wanted ? g_strv_length (wanted) : 0;

  for (guint i = 0; i < MIN (found->len, n_wanted); i++) {
    if (g_strcmp0 (g_ptr_array_index (found, i), wanted[i]) != 0) {
      g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED,
                   "%s is not what was saved: it differs between byte %" G_GUINT64_FORMAT
                   " and byte %" G_GUINT64_FORMAT ".",
                   path, (guint64) i * BLOCK, ((guint64) i + 1) * BLOCK);
      return FALSE;
    }
  }

  if (found->len == n_wanted)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "%s has %u blocks, but %u were saved.", path, found->len, n_wanted);

  return FALSE;
}

static gboolean
check_file (GKeyFile    *manifest,
            const char  *folder,
            const char  *name,
            GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_auto (GStrv) wanted = g_key_file_get_string_list (manifest, name, "blocks", NULL, NULL);
  const gint64 wanted_size = g_key_file_get_int64 (manifest, name, "size", NULL);
  gint64 size;
  g_autoptr (GPtrArray) found = hash_file (path, &size, error);

  if (found == NULL)
    return FALSE;

  if (size != wanted_size) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED,
                 "%s has %" G_GINT64_FORMAT " bytes, but %" G_GINT64_FORMAT " were saved.", path, size, wanted_size);
    return FALSE;
  }

  return compare_blocks (path, found, wanted, error);
}

/* Nothing but what a backup of ours names: a manifest from elsewhere does not have us read elsewhere. */
static gboolean
is_content (const char *name)
{
  const char *slash = strchr (name, '/');
  g_autofree char *folder = slash ? g_strndup (name, slash - name) : NULL;

  for (guint i = 0; folder != NULL && i < aus_n_backup_folders; i++) {
    if (strcmp (folder, aus_backup_folders[i]) == 0)
      return aus_uuid_is_valid (slash + 1);
  }

  return FALSE;
}

static gboolean
check_content (GKeyFile    *manifest,
               const char  *folder,
               GError     **error)
{
  g_auto (GStrv) names = g_key_file_get_groups (manifest, NULL);

  for (guint i = 0; names[i] != NULL; i++) {
    if (is_content (names[i]) && !check_file (manifest, folder, names[i], error))
      return FALSE;
  }

  return TRUE;
}

/* (transfer full) */
static GKeyFile *
load (const char  *folder,
      GError     **error)
{
  g_autofree char *path = g_build_filename (folder, AUS_BACKUP_MANIFEST, NULL);
  g_autoptr (GKeyFile) manifest = g_key_file_new ();

  if (g_key_file_load_from_file (manifest, path, G_KEY_FILE_NONE, error))
    return g_steal_pointer (&manifest);

  g_prefix_error (error, "%s is not a backup of ours: %s: ", folder, path);

  return NULL;
}

GStrv
aus_backup_manifest_read_lost (const char  *folder,
                               GError     **error)
{
  g_autoptr (GKeyFile) manifest = load (folder, error);
  GStrv lost = manifest ? g_key_file_get_string_list (manifest, "backup", "lost", NULL, NULL) : NULL;

  return manifest != NULL && lost == NULL ? g_new0 (char *, 1) : lost;
}

gboolean
aus_backup_manifest_check (const char  *folder,
                           GError     **error)
{
  g_autoptr (GKeyFile) manifest = load (folder, error);

  if (manifest == NULL)
    return FALSE;

  if (g_key_file_get_integer (manifest, "backup", "format", NULL) != FORMAT) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "%s: this program reads backups of format %d alone.",
                 folder, FORMAT);
    return FALSE;
  }

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    if (!check_file (manifest, folder, files[i], error))
      return FALSE;
  }

  return check_content (manifest, folder, error);
}
