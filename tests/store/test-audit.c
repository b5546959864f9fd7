#include "aus-audit.h"
#include "aus-test-store.h"

#define N_ROWS 5

typedef struct
{
  gint64  n_rows;
  char   *fault;
} Verdict;

static gboolean
append_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  const AusAuditEntry entry = { .at = 1, .role = AUS_ROLE_DOCTOR, .user_id = (char *) "ada", .action = (char *) "read",
                                .entity = (char *) "patients" };

  for (guint i = 0; i < N_ROWS; i++) {
    if (!aus_audit_append (database, &entry, error))
      return FALSE;
  }

  return data == NULL || aus_database_run (database, data, error);
}

static gboolean
verify_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  Verdict *verdict = data;

  return aus_audit_verify (database, &verdict->n_rows, &verdict->fault, error);
}

#define OPEN "DROP TRIGGER audit_log_no_update; DROP TRIGGER audit_log_no_delete; "

/* What is done to the log, how many rows before it are whole, and what is said. */
static const struct
{
  const char *sql;
  gint64      n_whole;
  const char *fault;
} cases[] = {
  { NULL, N_ROWS, NULL },
  { OPEN "UPDATE audit_log SET role = 'nurse' WHERE seq = 3", 2, "row 3 was changed" },
  { OPEN "UPDATE audit_log SET hash = previous WHERE seq = 1", 0, "row 1 was changed" },
  { OPEN "UPDATE audit_log SET user_id = 'ad', door_id = 'a' WHERE seq = 2", 1, "row 2 was changed" },
  { OPEN "UPDATE audit_log SET previous = '' WHERE seq = 4", 3, "row 4 does not follow the one before it" },
  { OPEN "DELETE FROM audit_log WHERE seq = 2", 1, "row 2 is missing" },
  { OPEN "DELETE FROM audit_log WHERE seq = 5", 4, "row 5 is missing" },
  { OPEN "DELETE FROM audit_log", 0, "row 1 is missing" },
};

static void
test_verify (AusTestStore  *self,
             gconstpointer  data)
{
  const guint row = GPOINTER_TO_UINT (data);
  Verdict verdict = { -1, NULL };

  g_assert_true (aus_store_write_sync (self->store, append_job, (gpointer) cases[row].sql, NULL));
  g_assert_true (aus_store_read_sync (self->store, verify_job, &verdict, NULL));
  g_assert_cmpint (verdict.n_rows, ==, cases[row].n_whole);
  g_assert_cmpstr (verdict.fault, ==, cases[row].fault);
  g_free (verdict.fault);
}

/* Neither changed nor taken out. */
static void
test_only_added_to (AusTestStore  *self,
                    gconstpointer  data)
{
  const char *const statements[] = { "UPDATE audit_log SET at = 2", "DELETE FROM audit_log" };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (aus_store_write_sync (self->store, append_job, (gpointer) statements[i], &error));
    g_assert_nonnull (strstr (error->message, "only added to"));
  }

  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM audit_log"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/audit/verify/%u", i);

    g_test_add (path, AusTestStore, GUINT_TO_POINTER (i), aus_test_store_set_up, test_verify, aus_test_store_tear_down);
  }

  AUS_TEST_STORE ("/audit/only-added-to", test_only_added_to);

  return g_test_run ();
}
