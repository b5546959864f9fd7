#include "aus-json.h"
#include "aus-statement-private.h"
#include "aus-test-store.h"

static gboolean
lent_twice_job (AusDatabase  *database,
                gpointer      data,
                GError      **error)
{
  const char *sql = "SELECT ?1";
  g_autoptr (AusStatement) first = aus_database_prepare (database, sql, error);
  g_autoptr (AusStatement) second = aus_database_prepare (database, sql, error);
  gint64 value;

  g_assert_nonnull (first);
  g_assert_nonnull (second);
  g_assert_true (first != second);
  aus_statement_bind_integer (first, 1, 1);
  aus_statement_bind_integer (second, 1, 2);
  g_assert_true (aus_statement_run_integer (second, 0, &value, error));
  g_assert_cmpint (value, ==, 2);
  g_assert_true (aus_statement_run_integer (first, 0, &value, error));
  g_assert_cmpint (value, ==, 1);

  return TRUE;
}

static gboolean
lent_again_job (AusDatabase  *database,
                gpointer      data,
                GError      **error)
{
  AusStatement *seen = NULL;

  /* Neither rows nor bindings of the borrower before are left. */
  for (guint i = 0; i < 4; i++) {
    g_autoptr (AusStatement) statement = aus_database_prepare (database, "SELECT ?1 UNION ALL SELECT 5", error);
    gint64 value;

    g_assert_nonnull (statement);
    g_assert_true (seen == NULL || seen == statement);
    seen = statement;

    if (i % 2 == 0)
      aus_statement_bind_integer (statement, 1, i + 10);

    g_assert_true (aus_statement_run_integer (statement, -1, &value, error));
    g_assert_cmpint (value, ==, i % 2 == 0 ? (gint64) i + 10 : -1);
  }

  return TRUE;
}

static gboolean
many_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT %u", i);
    g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);
    gint64 value;

    g_assert_true (aus_statement_run_integer (statement, 0, &value, error));
    g_assert_cmpint (value, ==, i);
  }

  return TRUE;
}

static gboolean
fallback_job (AusDatabase  *database,
              gpointer      data,
              GError      **error)
{
  g_autoptr (AusStatement) none = aus_database_prepare (database, "SELECT 1 WHERE 0", error);
  g_autoptr (AusStatement) null = aus_database_prepare (database, "SELECT NULL", error);
  gint64 value;

  g_assert_true (aus_statement_run_integer (none, 7, &value, error));
  g_assert_cmpint (value, ==, 7);
  g_assert_true (aus_statement_run_integer (null, 8, &value, error));
  g_assert_cmpint (value, ==, 8);

  return TRUE;
}

static gboolean
bad_sql_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, "SELEKT 1", error);

  g_assert_null (statement);

  return FALSE;
}

static gboolean
write_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return aus_database_run (database, "DELETE FROM patients", error);
}

static const struct
{
  const char *name;
  AusJob      job;
  gboolean    good;
} jobs[] = {
  { "lent twice", lent_twice_job, TRUE },
  { "lent again", lent_again_job, TRUE },
  { "many", many_job, TRUE },
  { "fallback", fallback_job, TRUE },
  { "bad SQL", bad_sql_job, FALSE },
  { "a reader writes", write_job, FALSE },
};

static void
test_jobs (AusTestStore  *self,
           gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", jobs[i].name);
    g_assert_cmpint (aus_store_read_sync (self->store, jobs[i].job, NULL, &error), ==, jobs[i].good);
    g_assert_true ((error == NULL) == jobs[i].good);
  }

  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM patients"), ==, 1);
}

typedef struct
{
  const char *table;
  AusRecord  *record;
  AusView     view;
  JsonObject *direct;
} Written;

/* Reads the one row as a record, and writes it as JSON without. */
static gboolean
write_json_job (AusDatabase  *database,
                gpointer      data,
                GError      **error)
{
  Written *written = data;
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", written->table);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);
  AusJsonWriter writer;

  g_assert_nonnull (statement);
  g_assert_cmpint (aus_statement_step (statement, error), ==, AUS_STEP_ROW);
  aus_json_writer_init (&writer);
  aus_statement_read_record (statement, written->record);
  aus_statement_write_json (statement, AUS_RECORD_GET_CLASS (written->record), &writer, &written->view);
  written->direct = aus_json_parse_object (writer.text->str, writer.text->len, error);
  aus_json_writer_clear (&writer);

  return written->direct != NULL;
}

static void
check_same_json (AusTestStore *self,
                 const char   *table,
                 GType         type,
                 AusView       view)
{
  g_autoptr (AusRecord) record = g_object_new (type, NULL);
  Written written = { table, record, view, NULL };
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  AusJsonWriter writer;
  JsonObjectIter iter;
  JsonNode *node;
  const char *name;

  aus_store_read_sync (self->store, write_json_job, &written, &error);
  g_assert_no_error (error);
  aus_json_writer_init (&writer);
  aus_record_write_json (record, &writer, NULL, &view);
  object = aus_json_parse_object (writer.text->str, writer.text->len, &error);
  g_assert_no_error (error);

  /* The server's own field has no column, so only the record knows it. */
  json_object_remove_member (object, "meeting_url");
  g_assert_cmpuint (json_object_get_size (object), ==, json_object_get_size (written.direct));
  json_object_iter_init (&iter, object);

  while (json_object_iter_next (&iter, &name, &node)) {
    if (!json_node_equal (node, json_object_get_member (written.direct, name)))
      g_error ("%s.%s differs for role %u", table, name, view.role);
  }

  json_object_unref (written.direct);
  aus_json_writer_clear (&writer);
}

static const struct
{
  const char *table;
  GType    (* type) (void);
} tables[] = {
  { "users", aus_user_get_type },
  { "patients", aus_patient_get_type },
  { "consultations_view", aus_consultation_get_type },
};

/* Both ways from a row to JSON say the same, to everybody. */
static void
test_same_json (AusTestStore  *self,
                gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_add_visit (self);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    for (guint role = AUS_ROLE_NONE; role <= AUS_ROLE_INTERPRETER; role++) {
      check_same_json (self, tables[i].table, tables[i].type (), (AusView) { role, FALSE });
      check_same_json (self, tables[i].table, tables[i].type (), (AusView) { role, TRUE });
    }
  }

  g_object_set (visit, "notes", "Rest", "duration-minutes", (gint64) 3, "actual-start", visit->created_at,
                "status", AUS_STATUS_IN_PROGRESS, "recording-enabled", TRUE, NULL);
  aus_test_store_save (self, visit);
  check_same_json (self, "consultations_view", AUS_TYPE_CONSULTATION, (AusView) { AUS_ROLE_DOCTOR, TRUE });
}

/* A word this version does not know is said, and read as the first. */
static void
test_unknown_word (AusTestStore  *self,
                   gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_add_visit (self);
  g_autoptr (AusConsultation) read = g_object_new (AUS_TYPE_CONSULTATION, NULL);
  Written written = { "consultations", AUS_RECORD (read), { AUS_ROLE_DOCTOR, TRUE }, NULL };
  g_autoptr (AusDatabase) database = aus_database_open (self->path, AUS_DATABASE_WRITER, NULL);

  g_assert_true (aus_database_run (database, "UPDATE consultations SET status = 'dreaming'", NULL));
  g_test_expect_message ("aus-store", G_LOG_LEVEL_WARNING, "*status*dreaming*");
  g_assert_true (aus_store_read_sync (self->store, write_json_job, &written, NULL));
  g_test_assert_expected_messages ();
  g_assert_cmpuint (read->status, ==, AUS_STATUS_SCHEDULED);
  json_object_unref (written.direct);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/statement/jobs", test_jobs);
  AUS_TEST_STORE ("/statement/same-json", test_same_json);
  AUS_TEST_STORE ("/statement/unknown-word", test_unknown_word);

  return g_test_run ();
}
