#include "aus-query.h"
#include "aus-test-store.h"

static const char *const names[] = { "100%", "1000", "under_score", "underXscore", "Hey!", "Hey", "O'Neil", "Ärzte" };

typedef struct
{
  AusQuery *query;
  gint64    limit;
  gint64    offset;
  GString  *found;
  gint64    count;
} Search;

static gboolean
search_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  Search *search = data;
  g_autoptr (AusStatement) statement =
    aus_query_prepare (search->query, database, "given_name, id", search->limit, search->offset, error);
  AusStep step;

  g_assert_nonnull (statement);

  while ((step = aus_statement_step (statement, error)) == AUS_STEP_ROW) {
    g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, NULL);

    aus_statement_read_record (statement, AUS_RECORD (patient));
    g_string_append_printf (search->found, "%s|", patient->given_name);
  }

  return step == AUS_STEP_DONE && aus_query_count (search->query, database, &search->count, error);
}

/* What is found and, whatever the limit, how many there are. */
static void
assert_finds (AusTestStore *self,
              AusQuery     *query,
              gint64        limit,
              gint64        offset,
              const char   *found,
              gint64        count)
{
  Search search = { query, limit, offset, g_string_new (NULL), 0 };
  g_autoptr (GError) error = NULL;

  aus_store_read_sync (self->store, search_job, &search, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (search.found->str, ==, found);
  g_assert_cmpint (search.count, ==, count);
  g_string_free (search.found, TRUE);
}

/* Patients with those names, and no other. */
static void
add_patients (AusTestStore *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, "given-name", names[i], "family-name", "Test",
                                                   "born", i % 2 ? "2000-01-01" : "", NULL);

    aus_test_store_insert (self, patient);
  }
}

static AusQuery *
make_query (void)
{
  AusQuery *query = aus_query_new ("patients");

  aus_query_and_text (query, "family_name = ?", "Test");

  return query;
}

/* What somebody types means itself and nothing else. */
static const char *const searches[][2] = {
  { "100", "100%|1000|" },
  { "100%", "100%|" },
  { "%", "100%|" },
  { "_", "under_score|" },
  { "r_s", "under_score|" },
  { "UNDER", "underXscore|under_score|" },
  { "!", "Hey!|" },
  { "'", "O'Neil|" },
  { "'; DROP TABLE patients; --", "" },
  { "rzt", "Ärzte|" },
  { "ÄRZTE", "Ärzte|" },
  { "arzte", "Ärzte|" },
  { "A\xcc\x88rzte", "Ärzte|" },
  { "score under", "underXscore|under_score|" },
  { "100%, 1000", "" },
  { " , ", "100%|1000|Hey|Hey!|O'Neil|underXscore|under_score|Ärzte|" },
  { "", "100%|1000|Hey|Hey!|O'Neil|underXscore|under_score|Ärzte|" },
};

static void
test_words (AusTestStore  *self,
           gconstpointer  data)
{
  static const char *columns[] = { "given_name", "email", NULL };

  add_patients (self);

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++) {
    g_autoptr (AusQuery) query = make_query ();
    guint count = 0;

    for (const char *at = searches[i][1]; *at != '\0'; at++)
      count += *at == '|';

    g_test_message ("“%s”", searches[i][0]);
    aus_query_and_words (query, columns, searches[i][0]);
    assert_finds (self, query, 100, 0, searches[i][1], count);
  }
}

static void
test_among (AusTestStore  *self,
            gconstpointer  data)
{
  static const char *two[] = { "Hey", "O'Neil", "nobody", NULL };
  static const char *none[] = { NULL };
  g_autoptr (AusQuery) query = make_query ();
  g_autoptr (AusQuery) empty = make_query ();

  add_patients (self);
  aus_query_and_among (query, "given_name", two);
  assert_finds (self, query, 100, 0, "Hey|O'Neil|", 2);
  aus_query_and_among (empty, "given_name", none);
  assert_finds (self, empty, 100, 0, "", 0);
}

/* An OR inside a clause does not reach beyond it. */
static void
test_and (AusTestStore  *self,
          gconstpointer  data)
{
  g_autoptr (AusQuery) query = make_query ();

  add_patients (self);
  aus_query_and (query, "given_name = 'Hey' OR family_name = 'Hopper'");
  aus_query_and_integer (query, "length (given_name) < ?", 100);
  assert_finds (self, query, 100, 0, "Hey|", 1);
}

static void
test_pages (AusTestStore  *self,
            gconstpointer  data)
{
  g_autoptr (AusQuery) query = make_query ();

  add_patients (self);
  assert_finds (self, query, 3, 0, "100%|1000|Hey|", 8);
  assert_finds (self, query, 3, 6, "under_score|Ärzte|", 8);
  assert_finds (self, query, 3, 9, "", 8);
}

static void
test_no_clause (AusTestStore  *self,
                gconstpointer  data)
{
  g_autoptr (AusQuery) query = aus_query_new ("patients");

  assert_finds (self, query, 100, 0, "Grace|", 1);
}

static gboolean
sum_job (AusDatabase  *database,
         gpointer      data,
         GError      **error)
{
  Search *search = data;

  return aus_query_sum (search->query, database, "revision", &search->count, error);
}

static void
test_sum (AusTestStore  *self,
          gconstpointer  data)
{
  g_autoptr (AusQuery) query = make_query ();
  Search search = { .query = query };

  g_assert_true (aus_store_read_sync (self->store, sum_job, &search, NULL));
  g_assert_cmpint (search.count, ==, 0);
  add_patients (self);
  g_assert_true (aus_store_read_sync (self->store, sum_job, &search, NULL));
  g_assert_cmpint (search.count, ==, G_N_ELEMENTS (names));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/query/words", test_words);
  AUS_TEST_STORE ("/query/among", test_among);
  AUS_TEST_STORE ("/query/and", test_and);
  AUS_TEST_STORE ("/query/pages", test_pages);
  AUS_TEST_STORE ("/query/no-clause", test_no_clause);
  AUS_TEST_STORE ("/query/sum", test_sum);

  return g_test_run ();
}
