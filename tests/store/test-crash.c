#include "aus-test-store.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define N_KILLS 40
#define N_WRITERS 24
#define WRITER "--write-until-killed"

/* The writing process. */

typedef struct
{
  AusStore   *store;
  AusPatient *patient;
  guint       number;
} Writer;

static void
renew_patient (Writer *writer)
{
  g_clear_object (&writer->patient);
  writer->patient = g_object_new (AUS_TYPE_PATIENT, "given-name", "Given", "family-name", "Family", NULL);
}

static gboolean
write_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return aus_table_insert (database, AUS_RECORD (((Writer *) data)->patient), error);
}

/* Says which record is safe, in one write that cannot be torn, and goes on. */
static void
written_cb (gpointer      data,
            const GError *error)
{
  Writer *writer = data;
  g_autofree char *line = NULL;

  g_assert_no_error (error);
  line = g_strconcat (writer->patient->id, "\n", NULL);

  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    exit (EXIT_FAILURE);

  renew_patient (writer);
  aus_store_write (writer->store, write_job, written_cb, writer);
}

G_GNUC_NORETURN static void
write_until_killed (const char *path)
{
  g_autoptr (GError) error = NULL;
  AusStore *store = aus_store_new (path, AUS_DATABASE_WRITER, 1, &error);
  Writer writers[N_WRITERS] = { 0 };

  g_assert_no_error (error);

  for (guint i = 0; i < N_WRITERS; i++) {
    writers[i].store = store;
    renew_patient (&writers[i]);
    aus_store_write (store, write_job, written_cb, &writers[i]);
  }

  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

/* The test. */

typedef struct
{
  AusTestStore *fixture;
  GPtrArray    *ids;
} Told;

/* Reads what the child says is safe, kills it after some of it, and reads the rest of what it had said by then. */
static void
run_and_kill (Told *told)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", WRITER, told->fixture->path, NULL);
  g_autoptr (GDataInputStream) output = NULL;
  guint left = g_test_rand_int_range (1, 300);
  char *line;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));

  while ((line = g_data_input_stream_read_line (output, NULL, NULL, &error)) != NULL) {
    g_ptr_array_add (told->ids, line);

    if (left-- == 1)
      g_subprocess_force_exit (child);
  }

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
}

static gboolean
find_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Told *told = data;

  for (guint i = 0; i < told->ids->len; i++) {
    g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, NULL);

    if (!aus_table_get (database, AUS_RECORD (patient), g_ptr_array_index (told->ids, i), error))
      return FALSE;
  }

  return TRUE;
}

/* All that was acknowledged is there, whole, and each with its change. */
static void
check_kept (Told *told)
{
  g_autoptr (GError) error = NULL;

  aus_test_store_open (told->fixture);
  aus_store_read_sync (told->fixture->store, find_job, told, &error);
  g_assert_no_error (error);
  g_assert_cmpint (aus_test_store_ask (told->fixture, "SELECT count(*) FROM patients"), >=, told->ids->len);
  g_assert_cmpint (aus_test_store_ask (told->fixture, "SELECT count(*) FROM (SELECT id FROM patients EXCEPT SELECT id "
                                                      "FROM changes WHERE entity = 'patients')"), ==, 0);
  g_assert_cmpint (aus_test_store_ask (told->fixture, "SELECT count(*) FROM pragma_integrity_check "
                                                      "WHERE integrity_check <> 'ok'"), ==, 0);
  aus_test_store_close (told->fixture);
}

static void
test_kill (AusTestStore  *self,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Told told = { self, ids };

  aus_test_store_close (self);

  for (guint i = 0; i < N_KILLS; i++) {
    run_and_kill (&told);
    check_kept (&told);
  }

  g_test_message ("%u acknowledged", ids->len);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], WRITER))
    write_until_killed (argv[2]);

  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/crash/kill", test_kill);

  return g_test_run ();
}
