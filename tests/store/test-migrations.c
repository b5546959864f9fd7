#include "aus-availability.h"
#include "aus-audit-record.h"
#include "aus-booking.h"
#include "aus-door.h"
#include "aus-job-record.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-session.h"
#include "aus-technical-issue.h"
#include "aus-test-broken.h"
#include "aus-test-next.h"
#include "aus-test-store.h"
#include "aus-webhook-delivery.h"
#include "aus-webhook-endpoint.h"

#include <sqlite3.h>

static void
run_sql (AusTestStore *self,
         const char   *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusDatabase) database = aus_database_open (self->path, AUS_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  g_assert_true (aus_database_run (database, sql, &error));
}

static gint64
ask_version (AusTestStore *self)
{
  return aus_test_store_ask (self, "PRAGMA user_version");
}

static void
test_twice (AusTestStore  *self,
            gconstpointer  data)
{
  const gint64 version = ask_version (self);

  g_assert_cmpint (version, >, 0);
  aus_test_store_close (self);
  aus_test_store_open (self);
  g_assert_cmpint (ask_version (self), ==, version);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM users"), ==, 1);
}

/* Opening fails, says @text, and leaves the file as it was. */
static void
assert_refused (AusTestStore *self,
                const char   *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusStore) store = aus_store_new (self->path, AUS_DATABASE_WRITER, 1, &error);

  g_assert_null (store);
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, text));
}

static void
test_newer (AusTestStore  *self,
            gconstpointer  data)
{
  const gint64 version = ask_version (self);
  g_autofree char *back = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, version);

  aus_test_store_close (self);
  run_sql (self, "PRAGMA user_version = 99999");
  assert_refused (self, "99999");
  run_sql (self, back);
  aus_test_store_open (self);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM users"), ==, 1);
}

/* What the next version brings is added to what is there. */
static void
test_next (AusTestStore  *self,
           gconstpointer  data)
{
  aus_test_store_close (self);
  aus_test_next_register_resource ();
  aus_test_store_open (self);
  aus_test_next_unregister_resource ();

  g_assert_cmpint (ask_version (self), ==, 9001);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT legs FROM animals"), ==, 4);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM users"), ==, 1);
}

/* A script that fails in the middle leaves nothing, and does not undo those before it. */
static void
test_broken (AusTestStore  *self,
             gconstpointer  data)
{
  aus_test_store_close (self);
  aus_test_next_register_resource ();
  aus_test_broken_register_resource ();
  assert_refused (self, "9002-broken.sql");
  aus_test_broken_unregister_resource ();
  aus_test_store_open (self);
  aus_test_next_unregister_resource ();

  g_assert_cmpint (ask_version (self), ==, 9001);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM animals"), ==, 1);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM sqlite_schema WHERE name = 'plants'"), ==, 0);
}

static void
test_not_a_database (AusTestStore  *self,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "letter.txt", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AusStore) store = NULL;

  g_assert_true (g_file_set_contents (path, "Dear Ada,\n", -1, NULL));
  store = aus_store_new (path, AUS_DATABASE_WRITER, 1, &error);
  g_assert_null (store);
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);
  g_assert_true (g_str_has_prefix (error->message, path));
}

typedef struct
{
  AusRecordClass *klass;
  char           *table;
  guint           n_columns;
} Check;

/* What SQLite calls the type of a kind, in the order of #AusKind. */
static const char *const types[] = { "TEXT", "INTEGER", "REAL", "INTEGER", "INTEGER", "TEXT" };

static void
check_column (AusRecordClass *klass,
              AusStatement   *row)
{
  const char *name = aus_statement_get_text (row, 0);
  const AusField *field = aus_record_class_find (klass, name);
  const gboolean is_generated = aus_statement_get_integer (row, 3) != 0;

  g_test_message ("%s.%s", klass->table, name);
  g_assert_nonnull (field);
  g_assert_cmpint (aus_field_is (field, AUS_FIELD_COMPUTED), ==, is_generated);
  g_assert_cmpstr (aus_statement_get_text (row, 1), ==, types[field->kind]);

  /* A time may be unset in either; all else is null in the one exactly where it is in the other. */
  if (field->kind != AUS_KIND_TIME)
    g_assert_cmpint (aus_statement_get_integer (row, 2), ==, !aus_field_is (field, AUS_FIELD_NULLABLE));
}

static gboolean
columns_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  Check *check = data;
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT name, type, \"notnull\", hidden FROM pragma_table_xinfo (?1)", error);
  AusStep step;

  g_assert_nonnull (row);
  aus_statement_bind_text (row, 1, check->table);

  while ((step = aus_statement_step (row, error)) == AUS_STEP_ROW) {
    check_column (check->klass, row);
    check->n_columns++;
  }

  return step == AUS_STEP_DONE;
}

static gboolean
view_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Check *check = data;
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT name FROM pragma_table_xinfo (?1)", error);
  AusStep step;

  g_assert_nonnull (row);
  aus_statement_bind_text (row, 1, check->table);

  while ((step = aus_statement_step (row, error)) == AUS_STEP_ROW) {
    g_assert_nonnull (aus_record_class_find (check->klass, aus_statement_get_text (row, 0)));
    check->n_columns++;
  }

  return step == AUS_STEP_DONE;
}

/* How many fields the server fills in, which neither table nor view know. */
static const struct
{
  GType    (* type) (void);
  gboolean  has_view;
  guint     n_without_column;
} records[] = {
  { aus_user_get_type, FALSE, 0 },
  { aus_session_get_type, FALSE, 0 },
  { aus_patient_get_type, FALSE, 0 },
  { aus_booking_get_type, TRUE, 0 },
  { aus_consultation_get_type, TRUE, 1 },
  { aus_door_get_type, FALSE, 0 },
  { aus_participant_get_type, FALSE, 0 },
  { aus_message_get_type, FALSE, 0 },
  { aus_technical_issue_get_type, FALSE, 0 },
  { aus_availability_get_type, FALSE, 0 },
  { aus_audit_record_get_type, FALSE, 2 },
  { aus_job_record_get_type, FALSE, 0 },
  { aus_webhook_endpoint_get_type, FALSE, 0 },
  { aus_webhook_delivery_get_type, TRUE, 0 },
};

static guint
count_computed (AusRecordClass *klass)
{
  guint n_computed = 0;

  for (guint i = 0; i < klass->n_fields; i++)
    n_computed += aus_field_is (&klass->fields[i], AUS_FIELD_COMPUTED);

  return n_computed;
}

/* Each column is a field and each field a column, of the same type and as able to be null. */
static void
check_record (AusTestStore *self,
              guint         row)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (records[row].type ());
  Check table = { AUS_RECORD_CLASS (klass), g_strdup (AUS_RECORD_CLASS (klass)->table), 0 };
  Check view = { table.klass, g_strconcat (table.table, "_view", NULL), 0 };
  guint n_seen = 0;

  g_assert_true (aus_store_read_sync (self->store, columns_job, &table, NULL));
  g_assert_true (aus_store_read_sync (self->store, view_job, &view, NULL));

  if (records[row].has_view) {
    g_assert_cmpuint (table.n_columns, ==, table.klass->n_fields - count_computed (table.klass));
    n_seen = view.n_columns;
  } else {
    g_assert_cmpuint (view.n_columns, ==, 0);
    n_seen = table.n_columns;
  }

  g_assert_cmpuint (n_seen + records[row].n_without_column, ==, table.klass->n_fields);
  g_free (table.table);
  g_free (view.table);
}

static void
test_schema (AusTestStore  *self,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    check_record (self, i);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/migrations/twice", test_twice);
  AUS_TEST_STORE ("/migrations/newer", test_newer);
  AUS_TEST_STORE ("/migrations/next", test_next);
  AUS_TEST_STORE ("/migrations/broken", test_broken);
  AUS_TEST_STORE ("/migrations/not-a-database", test_not_a_database);
  AUS_TEST_STORE ("/migrations/schema", test_schema);

  return g_test_run ();
}
