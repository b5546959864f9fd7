#include "aus-patient.h"
#include "aus-record-list.h"

#define LONGEST_RUN 1000

/* A list, and a copy of it kept by its signals alone, as a view would. */
typedef struct
{
  AusRecordList *list;
  GPtrArray     *view;
  guint          n_changes;
} Fixture;

static char *
key_patient (gpointer record)
{
  return g_strdup (((AusPatient *) record)->family_name);
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_changes++;

  if (removed > 0)
    g_ptr_array_remove_range (fixture->view, position, removed);

  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (fixture->view, (int) (position + i), g_list_model_get_item (model, position + i));

  g_assert_cmpuint (fixture->view->len, ==, g_list_model_get_n_items (model));

  for (guint i = 0; i < fixture->view->len; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (model, i);

    g_assert_true (item == g_ptr_array_index (fixture->view, i));
  }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->list = aus_record_list_new (AUS_TYPE_PATIENT, key_patient);
  fixture->view = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_ptr_array_unref (fixture->view);
  g_assert_finalize_object (fixture->list);
}

/* From words such as “1:Byron 2:Turing”. */
static GPtrArray *
make_patients (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GPtrArray *patients = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++) {
    g_auto (GStrv) parts = g_strsplit (words[i], ":", 2);

    g_ptr_array_add (patients, g_object_new (AUS_TYPE_PATIENT, "id", parts[0], "family-name", parts[1], NULL));
  }

  return patients;
}

static void
merge (Fixture    *fixture,
       const char *text)
{
  g_autoptr (GPtrArray) patients = make_patients (text);

  fixture->n_changes = 0;
  aus_record_list_merge (fixture->list, patients);
}

static void
replace (Fixture    *fixture,
         const char *text)
{
  g_autoptr (GPtrArray) patients = make_patients (text);

  fixture->n_changes = 0;
  aus_record_list_replace (fixture->list, patients);
}

static void
assert_ids (Fixture    *fixture,
            const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < fixture->view->len; i++)
    g_string_append (ids, ((AusPatient *) g_ptr_array_index (fixture->view, i))->id);

  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_sorts (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_false (aus_record_list_get_loaded (fixture->list));
  merge (fixture, "3:C 1:A 2:B 5:B 4:B");
  assert_ids (fixture, "12453");
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_true (aus_record_list_get_loaded (fixture->list));

  merge (fixture, "9:A 8:D 7:B");
  assert_ids (fixture, "19245738");
  g_assert_cmpuint (fixture->n_changes, ==, 3);
}

static void
test_updates_in_place (Fixture       *fixture,
                       gconstpointer  data)
{
  AusPatient *patient;
  g_autoptr (GPtrArray) changed = make_patients ("2:B");

  merge (fixture, "1:A 2:B 3:C");
  patient = aus_record_list_find (fixture->list, "2");
  g_object_set (g_ptr_array_index (changed, 0), "phone", "030 1", NULL);
  fixture->n_changes = 0;
  aus_record_list_merge (fixture->list, changed);

  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_cmpstr (patient->phone, ==, "030 1");
  g_assert_true (aus_record_list_find (fixture->list, "2") == patient);
}

static void
test_moves (Fixture       *fixture,
            gconstpointer  data)
{
  AusPatient *patient;

  merge (fixture, "1:A 2:B 3:C");
  patient = aus_record_list_find (fixture->list, "1");
  merge (fixture, "1:D");
  assert_ids (fixture, "231");
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  g_assert_true (g_ptr_array_index (fixture->view, 2) == patient);
}

static void
test_replaces (Fixture       *fixture,
               gconstpointer  data)
{
  merge (fixture, "1:A 2:B 3:C 4:D");
  replace (fixture, "5:E 1:A 4:D");
  assert_ids (fixture, "145");
  g_assert_cmpuint (fixture->n_changes, ==, 3);

  replace (fixture, "1:A 4:D 5:E");
  g_assert_cmpuint (fixture->n_changes, ==, 0);

  replace (fixture, "");
  assert_ids (fixture, "");
  g_assert_true (aus_record_list_get_loaded (fixture->list));
}

static void
test_removes (Fixture       *fixture,
              gconstpointer  data)
{
  merge (fixture, "1:A 2:B 3:C");
  aus_record_list_remove (fixture->list, "2");
  aus_record_list_remove (fixture->list, "7");
  assert_ids (fixture, "13");
  g_assert_null (aus_record_list_find (fixture->list, "2"));

  aus_record_list_clear (fixture->list);
  assert_ids (fixture, "");
  g_assert_false (aus_record_list_get_loaded (fixture->list));
}

/* Whatever is done to it, what the signals tell is what the list holds: the handler checks. */
static void
test_at_random (Fixture       *fixture,
                gconstpointer  data)
{
  for (guint i = 0; i < LONGEST_RUN; i++) {
    g_autofree char *id = g_strdup_printf ("%d", g_test_rand_int_range (0, 40));
    g_autofree char *word = g_strdup_printf ("%s:%c", id, (char) g_test_rand_int_range ('A', 'Z'));

    if (g_test_rand_int_range (0, 4) == 0)
      aus_record_list_remove (fixture->list, id);
    else
      merge (fixture, word);
  }

  for (guint i = 1; i < fixture->view->len; i++) {
    const AusPatient *a = g_ptr_array_index (fixture->view, i - 1);
    const AusPatient *b = g_ptr_array_index (fixture->view, i);

    g_assert_cmpstr (a->family_name, <=, b->family_name);
  }
}

static const struct
{
  const char *path;
  void      (*test) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "/client/record-list/sorts", test_sorts },
  { "/client/record-list/updates-in-place", test_updates_in_place },
  { "/client/record-list/moves", test_moves },
  { "/client/record-list/replaces", test_replaces },
  { "/client/record-list/removes", test_removes },
  { "/client/record-list/at-random", test_at_random },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
