#include "aus-database.h"
#include "aus-migrations.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

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

typedef struct
{
  char        *folder;
  char        *path;
  AusDatabase *database;
} Clinic;

static void
open_database (Clinic *clinic)
{
  g_autoptr (GError) error = NULL;

  clinic->database = aus_database_open (clinic->path, AUS_DATABASE_WRITER, &error);
  g_assert_no_error (error);
}

static void
run (Clinic     *clinic,
     const char *sql)
{
  g_autoptr (GError) error = NULL;

  if (!aus_database_run (clinic->database, sql, &error))
    g_error ("%s", error->message);
}

/* As the program left it whose newest script was @version. */
static void
begin (Clinic *clinic,
       gint64  version)
{
  g_autoptr (GError) error = NULL;

  open_database (clinic);
  aus_migrations_apply_to (clinic->database, version, &error);
  g_assert_no_error (error);
}

static void
upgrade (Clinic *clinic)
{
  g_autoptr (GError) error = NULL;

  aus_migrations_apply (clinic->database, &error);
  g_assert_no_error (error);
}

static void
set_up (Clinic        *clinic,
        gconstpointer  data)
{
  clinic->folder = g_dir_make_tmp ("aus-test-XXXXXX", NULL);
  clinic->path = g_build_filename (clinic->folder, "clinic.db", NULL);
}

static void
tear_down (Clinic        *clinic,
           gconstpointer  data)
{
  aus_database_close (clinic->database);
  g_assert_cmpint (g_unlink (clinic->path), ==, 0);
  g_assert_cmpint (g_rmdir (clinic->folder), ==, 0);
  g_free (clinic->path);
  g_free (clinic->folder);
}

/* A clinic that looks back on much is brought to this version with as much memory as a new one. */
static void
test_long_log (Clinic        *clinic,
               gconstpointer  data)
{
  gint64 before;

  begin (clinic, 26);
  run (clinic, "BEGIN; INSERT INTO audit_log WITH RECURSIVE n (i) AS "
               "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " G_STRINGIFY (N_ROWS) ") "
               "SELECT i, i, hex (i % 20), '', 'doctor', 'read', 'consultations', printf ('%036d', i), '', '', '', "
               "'', '' FROM n; COMMIT");
  aus_database_close (clinic->database);

  open_database (clinic);
  n_most = before = n_taken;
  upgrade (clinic);
  g_assert_cmpint (n_most - before, <, MOST);
}

/* What is to be found out before visits that are booked already no longer holds up what the provider posts. */
static void
test_lanes (Clinic        *clinic,
            gconstpointer  data)
{
  g_autoptr (AusStatement) lanes = NULL;

  begin (clinic, 27);
  run (clinic, "INSERT INTO jobs (id, revision, kind, key, lane, state, next_at) VALUES "
               "('1', 1, 'provider_check', '1', 'zoom', 'pending', 1), "
               "('2', 1, 'provider_check', '2', 'zoom', 'done', 1), "
               "('3', 1, 'webhook_inbox', '3', 'zoom', 'pending', 1)");
  upgrade (clinic);
  lanes = aus_database_prepare (clinic->database, "SELECT group_concat (lane) FROM (SELECT lane FROM jobs ORDER BY id)",
                                NULL);
  g_assert_cmpint (aus_statement_step (lanes, NULL), ==, AUS_STEP_ROW);
  g_assert_cmpstr (aus_statement_get_text (lanes, 0), ==, "check:zoom,zoom,zoom");
}

/* Whoever is there already is put in order by name as well. */
static void
test_names (Clinic        *clinic,
            gconstpointer  data)
{
  g_autoptr (AusStatement) keys = NULL;

  begin (clinic, 29);
  run (clinic, "INSERT INTO patients (id, revision, given_name, family_name) VALUES ('p', 1, 'Ömer', 'de Öztürk');"
               "INSERT INTO users (id, revision, email, first_name, last_name, role) "
               "VALUES ('u', 1, '', 'Łukasz', 'Łódź', 'doctor')");
  upgrade (clinic);
  keys = aus_database_prepare (clinic->database, "SELECT family_key || ' ' || given_key || ' ' || last_key || ' ' || "
                                                 "first_key FROM patients, users", NULL);
  g_assert_cmpint (aus_statement_step (keys, NULL), ==, AUS_STEP_ROW);
  g_assert_cmpstr (aus_statement_get_text (keys, 0), ==, "de ozturk omer lodz lukasz");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  watch_memory ();

  g_test_add ("/upgrade/long-log", Clinic, NULL, set_up, test_long_log, tear_down);
  g_test_add ("/upgrade/lanes", Clinic, NULL, set_up, test_lanes, tear_down);
  g_test_add ("/upgrade/names", Clinic, NULL, set_up, test_names, tear_down);

  return g_test_run ();
}
