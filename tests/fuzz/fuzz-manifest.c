#include "aus-fuzz.h"

#include "aus-backup-manifest.h"

#include <glib/gstdio.h>
#include <string.h>

/* The manifest of a backup: whatever it says, it is not believed unless it names these files as they are. */

#define FILES "clinic"

static void
write_file (const char *folder,
            const char *name,
            const void *data,
            gsize       length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
remove_file (const char *folder,
             const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* What somebody who made the files would have written down. */
static gboolean
is_true (const char *text,
         gsize       length)
{
  g_autoptr (GKeyFile) manifest = g_key_file_new ();
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, FILES, -1);
  gboolean all = g_key_file_load_from_data (manifest, text, length, G_KEY_FILE_NONE, NULL);

  for (guint i = 0; all && i < 2; i++) {
    const char *group = i == 0 ? AUS_BACKUP_DATABASE : AUS_BACKUP_KEY;
    g_autofree char *blocks = g_key_file_get_string (manifest, group, "blocks", NULL);

    all = blocks != NULL && strstr (blocks, hash) != NULL &&
          g_key_file_get_int64 (manifest, group, "size", NULL) == (gint64) strlen (FILES);
  }

  return all;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("aus-fuzz-XXXXXX", &error);

  g_assert_no_error (error);
  write_file (folder, AUS_BACKUP_DATABASE, FILES, strlen (FILES));
  write_file (folder, AUS_BACKUP_KEY, FILES, strlen (FILES));
  write_file (folder, AUS_BACKUP_MANIFEST, data, size);

  if (!aus_backup_manifest_check (folder, &error))
    g_assert_nonnull (error);
  else
    g_assert_true (is_true ((const char *) data, size));

  remove_file (folder, AUS_BACKUP_DATABASE);
  remove_file (folder, AUS_BACKUP_KEY);
  remove_file (folder, AUS_BACKUP_MANIFEST);
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  return 0;
}
