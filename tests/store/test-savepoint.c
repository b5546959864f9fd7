#include "aus-test-store.h"

#include <string.h>

/* SQLite takes its temporary files out of their folder at once, but whoever has them open sees them. */
static guint
count_temporary_files (void)
{
  g_autoptr (GDir) descriptors = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  guint n_files = 0;

  while ((name = g_dir_read_name (descriptors)) != NULL) {
    g_autofree char *link = g_build_filename ("/proc/self/fd", name, NULL);
    g_autofree char *path = g_file_read_link (link, NULL);

    if (path != NULL && strstr (path, "etilqs") != NULL)
      n_files++;
  }

  return n_files;
}

static gboolean
rewrite_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  const gboolean good = aus_database_run (database, "UPDATE consultations SET notes = hex (randomblob (1500))", error);

  g_assert_cmpuint (count_temporary_files (), ==, 0);

  return good;
}

static void
rewrite (AusTestStore *self,
         guint         n_visits)
{
  for (guint i = 0; i < n_visits; i++)
    g_object_unref (aus_test_store_add_visit (self));

  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    aus_store_write_sync (self->store, rewrite_job, NULL, &error);
    g_assert_no_error (error);
  }
}

/* What a job of many pages may have to bring back is kept in memory, and not written to a file. */
static void
test_many_pages (AusTestStore  *self,
                 gconstpointer  data)
{
  rewrite (self, 60);
}

/* Megabytes of them, too: SQLite takes a copy of more than 128 KiB that it cannot write at once for a full disk. */
static void
test_megabytes (AusTestStore  *self,
                gconstpointer  data)
{
  rewrite (self, 600);
}

/* The server is the first to use SQLite, and sets it up then; here the fixture's file system would come first. */
static void
configure_sqlite (void)
{
  g_autoptr (AusDatabase) database = aus_database_open (":memory:", AUS_DATABASE_CACHE, NULL);

  g_assert_nonnull (database);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  configure_sqlite ();

  AUS_TEST_STORE ("/savepoint/many-pages", test_many_pages);
  AUS_TEST_STORE ("/savepoint/megabytes", test_megabytes);

  return g_test_run ();
}
