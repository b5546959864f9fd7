#include "aus-query.h"
#include "aus-statement-private.h"
#include "aus-test-store.h"

/* The lists there are: view, clauses, order. Each must find its page through an index, in its order, without looking
 * at every visit, however many there are. */
static const struct
{
  const char *table;
  const char *clauses[3];
  const char *order;
} lists[] = {
  { "consultations_view", { NULL }, "scheduled_start DESC, id DESC" },
  { "consultations_view", { NULL }, "scheduled_start, id" },
  { "consultations_view", { "doctor_id = ?" }, "scheduled_start DESC, id DESC" },
  { "consultations_view", { "doctor_id = ?" }, "scheduled_start, id" },
  { "consultations_of_patients", { "patient_id = ?" }, "scheduled_start DESC, id DESC" },
  { "consultations_of_patients", { "patient_id = ?", "status = ?" }, "scheduled_start DESC, id DESC" },
  { "consultations_of_patients", { "patient_id = ?", "doctor_id = ?", "status = ?" }, "scheduled_start, id" },
  { "consultations_of_patients", { "patient_id = ?", "status = ?" }, "created_at, id" },
  { "consultations_of_patients", { "patient_id = ?", "scheduled_start >= ?", "status = ?" }, "scheduled_start, id" },
  { "consultations_view", { "status = ?" }, "scheduled_start DESC, id DESC" },
  { "consultations_view", { "doctor_id = ?", "status = ?" }, "scheduled_start DESC, id DESC" },
  { "consultations_view", { "scheduled_start >= ?", "scheduled_start < ?" }, "scheduled_start DESC, id DESC" },
  { "consultations_view", { "doctor_id = ?", "scheduled_start >= ?" }, "scheduled_start, id" },
  { "consultations_view", { NULL }, "created_at, id" },
  { "consultations_view", { NULL }, "created_at DESC, id DESC" },
  { "consultations_view", { "id = ?" }, "id" },
  { "bookings_view", { NULL }, "starts_at, id" },
  { "bookings_view", { "patient_id = ?" }, "starts_at DESC" },
  { "patients", { NULL }, "family_key, given_key, id" },
  { "patients", { NULL }, "created_at DESC, id DESC" },
  { "users", { NULL }, "created_at, id" },
  { "users", { "role = ?" }, "last_key, first_key, id" },
  { "messages", { "consultation_id = ?" }, "position, id" },
  { "messages", { "consultation_id = ?" }, "position DESC, id DESC" },
  { "participants", { "consultation_id = ?" }, "joined_at, id" },
  { "participants", { "consultation_id = ?", "user_id = ?" }, "id" },
  { "participants", { "consultation_id = ?", "door_id = ?" }, "id" },
  { "participants", { "user_id = ?" }, "consultation_id" },
  { "webhook_endpoints", { NULL }, "created_at, id" },
  { "doors", { "token_hash = ?" }, "id" },
  { "doors", { "consultation_id = ?" }, "consultation_id" },
  { "sessions", { "token_hash = ?" }, "id" },
  { "changes", { "seq > ?" }, "seq" },
  { "quality_samples", { "consultation_id = ?" }, "id" },
  { "no_shows", { "consultation_id = ?" }, "id DESC" },
  { "technical_issues", { NULL }, "created_at DESC, id DESC" },
  { "technical_issues", { "consultation_id = ?" }, "created_at DESC, id DESC" },
  { "technical_issues", { "reporter_id = ?" }, "created_at DESC, id DESC" },
  { "availability", { "doctor_id = ?" }, "kind, weekday, start_time, id" },
  { "audit_log", { "at >= ?", "seq > coalesce ((SELECT seq FROM audit_log WHERE seq % 64 = 0 AND at < ? "
                              "ORDER BY at DESC LIMIT 1), 0)" }, "seq DESC" },
  { "audit_log", { "seq IN (SELECT seq FROM audit_log_entities WHERE entity_id = ? AND entity_id <> '')" },
    "seq DESC" },
  { "audit_log", { "seq IN (SELECT seq FROM audit_log_users WHERE user_id = ? AND user_id <> '')", "at >= ?" },
    "seq DESC" },
  { "events", { "seq IN (SELECT seq FROM event_visits WHERE consultation_id = ?)" }, "seq DESC" },
  { "events", { "seq IN (SELECT seq FROM event_visits WHERE consultation_id = ? AND seq > ?)", "seq <= ?" }, "seq" },
  { "consultations_view", { "change_request <> '' AND change_request = ?" }, "scheduled_start, id" },
  { "jobs", { NULL }, "id DESC" },
  { "jobs", { "state = ?" }, "id DESC" },
  { "jobs", { "kind = ?" }, "id DESC" },
  { "jobs", { "consultation_id = ?" }, "id DESC" },
  { "jobs", { "state IN ('pending', 'failed') AND kind = ?", "next_at <= ? AND lane NOT IN (SELECT lane FROM jobs "
              "WHERE state = 'running')" }, "next_at, id" },
};

/* A patient has few visits: they are found among all, and may be sorted. */
static gboolean
is_bad_step_to_patient (const char *detail)
{
  return g_str_has_prefix (detail, "SCAN ") ||
         (g_str_has_prefix (detail, "SEARCH c ") && strstr (detail, "_by_patient ") == NULL);
}

/* Whether @table is read from one end to the other, and not merely in the order of an index, or sorted. Of the runs
 * there is one for each 4096 rows of the log. */
static gboolean
is_bad_step (const char *detail)
{
  return strstr (detail, "TEMP B-TREE") != NULL ||
         (g_str_has_prefix (detail, "SCAN ") && strstr (detail, "USING") == NULL &&
          strcmp (detail, "SCAN audit_log_runs") != 0);
}

static gboolean
explain_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  const guint row = GPOINTER_TO_UINT (data);
  const gboolean is_patients = strcmp (lists[row].table, "consultations_of_patients") == 0;
  g_autofree char *table = g_strconcat (lists[row].table, NULL);
  g_autoptr (AusQuery) query = aus_query_new (table);
  g_autoptr (AusStatement) plain = NULL;
  g_autoptr (AusStatement) plan = NULL;
  g_autofree char *sql = NULL;
  AusStep step;

  for (guint i = 0; i < G_N_ELEMENTS (lists[row].clauses) && lists[row].clauses[i] != NULL; i++)
    aus_query_and_text (query, lists[row].clauses[i], "x");

  plain = aus_query_prepare (query, database, lists[row].order, 20, 0, error);
  g_assert_nonnull (plain);
  sql = g_strconcat ("EXPLAIN QUERY PLAN ", sqlite3_sql (plain->handle), NULL);
  plan = aus_database_prepare (database, sql, error);
  g_assert_nonnull (plan);

  while ((step = aus_statement_step (plan, error)) == AUS_STEP_ROW) {
    const char *detail = aus_statement_get_text (plan, 3);

    g_test_message ("%s: %s", sql, detail);
    g_assert_false (is_patients ? is_bad_step_to_patient (detail) : is_bad_step (detail));
  }

  return step == AUS_STEP_DONE;
}

static void
test_lists (AusTestStore  *self,
            gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_assert_true (aus_store_read_sync (self->store, explain_job, GUINT_TO_POINTER (i), NULL));
}

/* Several values of a column: their rows are found by index, and only those are sorted. */
static gboolean
among_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  g_autoptr (AusStatement) plan =
    aus_database_prepare (database, "EXPLAIN QUERY PLAN SELECT * FROM consultations_view WHERE doctor_id = ? AND "
                                    "status IN (?, ?) ORDER BY scheduled_start DESC, id DESC LIMIT 20", error);

  g_assert_nonnull (plan);
  g_assert_cmpint (aus_statement_step (plan, error), ==, AUS_STEP_ROW);
  g_assert_true (g_str_has_prefix (aus_statement_get_text (plan, 3), "SEARCH c USING INDEX"));

  return TRUE;
}

static void
test_among (AusTestStore  *self,
            gconstpointer  data)
{
  g_assert_true (aus_store_read_sync (self->store, among_job, NULL, NULL));
}

typedef struct
{
  AusRecord *record;
  guint      n_steps;
} Cost;

static gboolean
costly_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  Cost *cost = data;

  aus_test_take_steps (database);

  if (!aus_table_save (database, cost->record, error))
    return FALSE;

  cost->n_steps = aus_test_take_steps (database);

  return TRUE;
}

static guint
measure_save (AusTestStore *self,
              gpointer      record)
{
  Cost cost = { record, 0 };
  g_autoptr (GError) error = NULL;

  aus_store_write_sync (self->store, costly_job, &cost, &error);
  g_assert_no_error (error);

  return cost.n_steps;
}

static gboolean
fill_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  AusConsultation *visit = data;
  g_autofree char *sql =
    g_strdup_printf ("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
                     "INSERT INTO participants (id, revision, consultation_id, role) SELECT 'p' || i, 1, '%s', "
                     "'guest' FROM n", visit->id);

  return aus_database_run (database, sql, error);
}

/* To save a record costs the same however many others refer to it. */
static void
test_save (AusTestStore  *self,
           gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_add_visit (self);
  guint before, user_before;

  measure_save (self, visit);
  before = measure_save (self, visit);
  measure_save (self, self->doctor);
  user_before = measure_save (self, self->doctor);
  g_assert_true (aus_store_write_sync (self->store, fill_job, visit, NULL));

  g_assert_cmpuint (measure_save (self, visit), <=, before + 20);
  g_assert_cmpuint (measure_save (self, self->doctor), <=, user_before + 20);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/plan/lists", test_lists);
  AUS_TEST_STORE ("/plan/among", test_among);
  AUS_TEST_STORE ("/plan/save", test_save);

  return g_test_run ();
}
