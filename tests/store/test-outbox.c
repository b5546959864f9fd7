#include "aus-test-store.h"

#define N_TOLD 21

static guint
count_told (const AusTestAnswer *answers)
{
  guint n_told = 0;

  for (guint i = 0; i < N_TOLD; i++)
    n_told += answers[i].n_told;

  return n_told;
}

/* The last N_TOLD - 1 of them share a commit, after what @first wants to know. */
static void
write_together (AusTestStore  *self,
                AusTestAnswer *answers,
                AusDone        first)
{
  aus_test_vfs_hold (self->vfs, AUS_TEST_VFS_LOG);
  answers[0] = (AusTestAnswer) { .record = AUS_RECORD (aus_test_store_make_visit (self)) };
  aus_store_write (self->store, aus_test_answer_insert_job, first, &answers[0]);
  aus_test_vfs_wait_held (self->vfs, AUS_TEST_VFS_LOG);

  for (guint i = 1; i < N_TOLD; i++) {
    answers[i] = (AusTestAnswer) { .record = AUS_RECORD (aus_test_store_make_visit (self)) };
    aus_store_write (self->store, aus_test_answer_insert_job, aus_test_answer_cb, &answers[i]);
  }

  aus_test_vfs_release (self->vfs, AUS_TEST_VFS_LOG);
}

/* Each was told once, and that it went well. */
static void
end (AusTestAnswer *answers)
{
  for (guint i = 0; i < N_TOLD; i++) {
    g_assert_no_error (answers[i].error);
    aus_test_answer_clear (&answers[i]);
  }
}

/* A turn of the main loop tells the one that was alone, and some of the others. */
static void
test_parts (AusTestStore  *self,
            gconstpointer  data)
{
  AusTestAnswer answers[N_TOLD];
  guint n_turns = 0;

  write_together (self, answers, aus_test_answer_cb);

  for (guint n_told = 0; n_told < N_TOLD; n_turns++) {
    g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (count_told (answers) - n_told, <=, 1 + 4);
    n_told = count_told (answers);
  }

  g_assert_cmpuint (n_turns, >=, N_TOLD / 5);

  end (answers);
}

typedef struct
{
  AusTestAnswer  answers[N_TOLD];
  AusTestStore  *store;
  gint64         n_visits;
  guint          n_told;
} Nest;

static void
nest_cb (gpointer      data,
         const GError *error)
{
  Nest *nest = data;

  aus_test_answer_cb (&nest->answers[0], error);

  /* Until these are told, nothing was read of what they wrote. */
  while (nest->n_visits < N_TOLD)
    nest->n_visits = aus_test_store_count_visits (nest->store);

  while (nest->n_told < N_TOLD) {
    aus_test_store_count_visits (nest->store);
    nest->n_told = count_told (nest->answers);
  }
}

/* Whoever is told may wait there for another job: the others are told meanwhile, each once. */
static void
test_nested (AusTestStore  *self,
             gconstpointer  data)
{
  Nest nest = { .store = self };

  write_together (self, nest.answers, nest_cb);

  while (nest.n_told < N_TOLD)
    g_main_context_iteration (NULL, TRUE);

  end (nest.answers);

  g_assert_cmpuint (aus_store_get_n_pending (self->store), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/outbox/parts", test_parts);
  AUS_TEST_STORE ("/outbox/nested", test_nested);

  return g_test_run ();
}
