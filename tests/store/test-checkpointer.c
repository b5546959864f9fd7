#include "aus-test-store.h"

#include <glib/gstdio.h>

/* Writes more than the log should keep. */
static gboolean
flood_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return aus_database_run (database,
                           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2800) "
                           "INSERT INTO settings SELECT 'flood ' || i, hex (zeroblob (3000)) FROM n", error);
}

/* While a long log is moved to where it belongs, writers write. */
static void
test_move (AusTestStore  *self,
           gconstpointer  data)
{
  const guint before = aus_test_vfs_get_n_syncs (self->vfs, AUS_TEST_VFS_DATABASE);

  aus_test_vfs_hold (self->vfs, AUS_TEST_VFS_DATABASE);
  g_assert_true (aus_store_write_sync (self->store, flood_job, NULL, NULL));
  aus_test_vfs_wait_held (self->vfs, AUS_TEST_VFS_DATABASE);

  for (guint i = 0; i < 20; i++)
    g_object_unref (aus_test_store_add_visit (self));

  g_assert_true (aus_test_vfs_is_held (self->vfs, AUS_TEST_VFS_DATABASE));
  g_assert_cmpuint (aus_test_vfs_get_n_syncs (self->vfs, AUS_TEST_VFS_DATABASE), ==, before);
  aus_test_vfs_release (self->vfs, AUS_TEST_VFS_DATABASE);
  g_assert_cmpint (aus_test_store_count_visits (self), ==, 20);
}

static gsize
get_log_size (AusTestStore *self)
{
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);

  return status.st_size;
}

static gboolean
unflood_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  return aus_database_run (database, "DELETE FROM settings", error);
}

/* However much is written, the log does not grow for ever. */
static void
test_size (AusTestStore  *self,
           gconstpointer  data)
{
  for (guint i = 0; i < 12; i++) {
    g_assert_true (aus_store_write_sync (self->store, flood_job, NULL, NULL));
    g_assert_true (aus_store_write_sync (self->store, unflood_job, NULL, NULL));
  }

  /* All of it would be three times as much. */
  g_assert_cmpuint (get_log_size (self), <, 160 * 1024 * 1024);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/checkpointer/move", test_move);
  AUS_TEST_STORE ("/checkpointer/size", test_size);

  return g_test_run ();
}
