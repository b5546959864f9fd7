#include "aus-database.h"
#include "aus-migrations.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define SCRIPTS "/org/ausculta/Ausculta/sql/"
#define N_ROWS 300000
/* In bytes: the page cache, and a little. What was kept of each page came to twice as much. */
#define MOST (24 * 1024 * 1024)

/* What SQLite has taken, and the most that it ever had. */
static gint64 n_taken, n_most;
static sqlite3_mem_methods usual;

static void *
note (void *memory)
{
  n_taken += memory ? usual.xSize (memory) : 0;
  n_most = MAX (n_most, n_taken);

  return memory;
}

static void *
take (int size)
{
  return note (usual.xMalloc (size));
}

static void
give_back (void *memory)
{
  n_taken -= memory ? usual.xSize (memory) : 0;
  usual.xFree (memory);
}

static void *
resize (void *memory,
        int   size)
{
  const int old = memory ? usual.xSize (memory) : 0;
  void *resized = usual.xRealloc (memory, size);

  if (resized != NULL)
    n_taken -= old;

  return note (resized);
}

static void
watch_memory (void)
{
  sqlite3_mem_methods watched;

  sqlite3_config (SQLITE_CONFIG_GETMALLOC, &usual);
  watched = usual;
  watched.xMalloc = take;
  watched.xFree = give_back;
  watched.xRealloc = resize;
  sqlite3_config (SQLITE_CONFIG_MALLOC, &watched);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char **) a, *(const char **) b);
}

static void
run (AusDatabase *database,
     const char  *sql)
{
  g_autoptr (GError) error = NULL;

  if (!aus_database_run (database, sql, &error))
    g_error ("%s", error->message);
}

/* A clinic of the version before @number. */
static void
make_old (AusDatabase *database,
          int          number)
{
  g_auto (GStrv) names = g_resources_enumerate_children (SCRIPTS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  qsort (names, g_strv_length (names), sizeof *names, compare_names);

  for (guint i = 0; names[i] != NULL && g_ascii_strtoll (names[i], NULL, 10) < number; i++) {
    g_autofree char *path = g_strconcat (SCRIPTS, names[i], NULL);
    g_autoptr (GBytes) script = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_autofree char *sql = g_strdup_printf ("%s; PRAGMA user_version = %.4s",
                                            (const char *) g_bytes_get_data (script, NULL), names[i]);

    run (database, sql);
  }
}

/* A clinic that looks back on much is brought to this version with as much memory as a new one. */
static void
test_long_log (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("aus-test-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "clinic.db", NULL);
  AusDatabase *database = aus_database_open (path, AUS_DATABASE_WRITER, &error);
  gint64 before;

  g_assert_no_error (error);
  make_old (database, 27);
  run (database, "BEGIN; INSERT INTO audit_log WITH RECURSIVE n (i) AS "
                 "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " G_STRINGIFY (N_ROWS) ") "
                 "SELECT i, i, hex (i % 20), '', 'doctor', 'read', 'consultations', printf ('%036d', i), '', '', '', "
                 "'', '' FROM n; COMMIT");
  aus_database_close (database);

  database = aus_database_open (path, AUS_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  n_most = before = n_taken;
  g_assert_true (aus_migrations_apply (database, &error));
  g_assert_cmpint (n_most - before, <, MOST);
  aus_database_close (database);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  watch_memory ();

  g_test_add_func ("/upgrade/long-log", test_long_log);

  return g_test_run ();
}
