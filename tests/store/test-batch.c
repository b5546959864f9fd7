#include "aus-events.h"
#include "aus-test-store.h"

#include <sqlite3.h>

#define N_WRITERS 64

static void
write_visit (AusTestStore  *self,
             AusTestAnswer *answer)
{
  *answer = (AusTestAnswer) { .record = AUS_RECORD (aus_test_store_make_visit (self)) };
  aus_store_write (self->store, aus_test_answer_insert_job, aus_test_answer_cb, answer);
}

static void
wait_good (AusTestAnswer *answer)
{
  aus_test_answer_wait (answer);
  g_assert_no_error (answer->error);
  aus_test_answer_clear (answer);
}

static void
wait_failed (AusTestAnswer *answer,
             AusError       code)
{
  aus_test_answer_wait (answer);
  g_assert_error (answer->error, AUS_ERROR, (int) code);
  aus_test_answer_clear (answer);
}

/* The first writer is held at the disk; whoever comes meanwhile shares the second commit. */
static void
test_share (AusTestStore  *self,
            gconstpointer  data)
{
  const guint before = aus_test_vfs_get_n_syncs (self->vfs, AUS_TEST_VFS_LOG);
  AusTestAnswer answers[N_WRITERS];

  aus_test_vfs_hold (self->vfs, AUS_TEST_VFS_LOG);
  write_visit (self, &answers[0]);
  aus_test_vfs_wait_held (self->vfs, AUS_TEST_VFS_LOG);

  for (guint i = 1; i < N_WRITERS; i++)
    write_visit (self, &answers[i]);

  g_assert_cmpuint (aus_store_get_n_pending (self->store), ==, N_WRITERS);
  aus_test_vfs_release (self->vfs, AUS_TEST_VFS_LOG);

  for (guint i = 0; i < N_WRITERS; i++)
    wait_good (&answers[i]);

  g_assert_cmpuint (aus_test_vfs_get_n_syncs (self->vfs, AUS_TEST_VFS_LOG) - before, ==, 2);
  g_assert_cmpint (aus_test_store_count_visits (self), ==, N_WRITERS);
  g_assert_cmpuint (aus_store_get_n_pending (self->store), ==, 0);
}

/* Every commit makes the log durable: without synchronous=FULL there would be none. */
static void
test_durable (AusTestStore  *self,
              gconstpointer  data)
{
  for (guint i = 0; i < 5; i++) {
    const guint before = aus_test_vfs_get_n_syncs (self->vfs, AUS_TEST_VFS_LOG);
    AusTestAnswer answer;

    write_visit (self, &answer);
    wait_good (&answer);
    g_assert_cmpuint (aus_test_vfs_get_n_syncs (self->vfs, AUS_TEST_VFS_LOG) - before, ==, 1);
  }
}

/* While the disk is slow, readers read (what was there before), and nobody is told that the write is done. */
static void
test_slow_disk (AusTestStore  *self,
                gconstpointer  data)
{
  AusTestAnswer answer;

  aus_test_vfs_hold (self->vfs, AUS_TEST_VFS_LOG);
  write_visit (self, &answer);
  aus_test_vfs_wait_held (self->vfs, AUS_TEST_VFS_LOG);

  for (guint i = 0; i < 10; i++) {
    g_assert_cmpint (aus_test_store_count_visits (self), ==, 0);
    while (g_main_context_iteration (NULL, FALSE));
    g_assert_cmpuint (answer.n_told, ==, 0);
  }

  aus_test_vfs_release (self->vfs, AUS_TEST_VFS_LOG);
  wait_good (&answer);
  g_assert_cmpint (aus_test_store_count_visits (self), ==, 1);
}

static void
count_events_cb (AusStore  *store,
                 GPtrArray *events,
                 gint64     seq,
                 gpointer   user_data)
{
  guint *n_events = user_data;

  *n_events += events->len;
}

/* Saves, announces, and then fails. */
static gboolean
failing_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  AusRecord *visit = ((AusTestAnswer *) data)->record;

  if (!aus_table_insert (database, visit, error) ||
      !aus_events_add (database, AUS_CONSULTATION (visit), "admitted", AUS_TO (AUS_ROLES_ALL), NULL, error))
    return FALSE;

  g_assert_true (aus_events_tell (database, AUS_CONSULTATION (visit), "presence", AUS_TO (AUS_ROLES_ALL), NULL, NULL));
  g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "On second thoughts.");

  return FALSE;
}

/* One of three in a batch fails, in the middle: its row, its change, its event and its numbers are undone, no other. */
static void
test_fail_alone (AusTestStore  *self,
                 gconstpointer  data)
{
  const gint64 seq = aus_test_store_ask (self, "SELECT max(seq) FROM changes");
  AusTestAnswer held, first, failing, last;
  guint n_events = 0;

  g_signal_connect (self->store, "committed", G_CALLBACK (count_events_cb), &n_events);
  aus_test_vfs_hold (self->vfs, AUS_TEST_VFS_LOG);
  write_visit (self, &held);
  aus_test_vfs_wait_held (self->vfs, AUS_TEST_VFS_LOG);
  write_visit (self, &first);
  failing = (AusTestAnswer) { .record = AUS_RECORD (aus_test_store_make_visit (self)) };
  aus_store_write (self->store, failing_job, aus_test_answer_cb, &failing);
  write_visit (self, &last);
  aus_test_vfs_release (self->vfs, AUS_TEST_VFS_LOG);

  wait_good (&held);
  wait_good (&first);
  wait_failed (&failing, AUS_ERROR_FORBIDDEN);
  wait_good (&last);

  g_assert_cmpint (aus_test_store_count_visits (self), ==, 3);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM changes WHERE entity = 'consultations'"), ==, 3);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM events"), ==, 0);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT max(seq) FROM changes"), ==, seq + 3);
  g_assert_cmpuint (n_events, ==, 0);
}

static gboolean
announcing_job (AusDatabase  *database,
                gpointer      data,
                GError      **error)
{
  AusRecord *visit = ((AusTestAnswer *) data)->record;

  return aus_table_insert (database, visit, error) &&
         aus_events_add (database, AUS_CONSULTATION (visit), "admitted", AUS_TO (AUS_ROLES_ALL), NULL, error);
}

typedef struct
{
  AusTestAnswer *answer;
  guint          n_calls;
  guint          n_events;
  gint64         seq;
} Committed;

static void
committed_cb (AusStore  *store,
              GPtrArray *events,
              gint64     seq,
              gpointer   user_data)
{
  Committed *committed = user_data;

  g_assert_cmpuint (committed->answer->n_told, ==, 0);
  committed->n_calls++;
  committed->n_events += events->len;
  committed->seq = seq;
}

/* Everybody hears of a commit before the one who asked for it, and on this thread. */
static void
test_committed (AusTestStore  *self,
                gconstpointer  data)
{
  AusTestAnswer answer = { .record = AUS_RECORD (aus_test_store_make_visit (self)) };
  Committed committed = { .answer = &answer };

  g_signal_connect (self->store, "committed", G_CALLBACK (committed_cb), &committed);
  aus_store_write (self->store, announcing_job, aus_test_answer_cb, &answer);
  aus_test_answer_wait (&answer);
  g_assert_true (answer.thread == g_thread_self ());
  aus_test_answer_clear (&answer);

  g_assert_cmpuint (committed.n_calls, ==, 1);
  g_assert_cmpuint (committed.n_events, ==, 1);
  g_assert_cmpint (committed.seq, ==, aus_test_store_ask (self, "SELECT max(seq) FROM events"));
  g_assert_cmpint (committed.seq, ==, aus_test_store_ask (self, "SELECT max(seq) FROM changes") + 1);
}

/* In which way the disk fails at the commit. */
static const struct
{
  void (* fail) (AusTestVfs *vfs, int code);
  int      code;
} disk_faults[] = {
  { aus_test_vfs_fail_syncs, SQLITE_IOERR_FSYNC },
  { aus_test_vfs_fail_writes, SQLITE_FULL },
  { aus_test_vfs_fail_writes, SQLITE_IOERR_WRITE },
};

/* All of the batch are told, nothing of it stays, numbers are not lost, and afterwards all is well. */
static void
check_commit_fails (AusTestStore *self,
                    guint         row)
{
  const gint64 n_before = aus_test_store_count_visits (self);
  const gint64 seq = aus_test_store_ask (self, "SELECT max(seq) FROM changes");
  AusTestAnswer answers[4], after;

  aus_test_vfs_hold (self->vfs, AUS_TEST_VFS_LOG);
  write_visit (self, &answers[0]);
  aus_test_vfs_wait_held (self->vfs, AUS_TEST_VFS_LOG);
  disk_faults[row].fail (self->vfs, disk_faults[row].code);

  for (guint i = 1; i < G_N_ELEMENTS (answers); i++)
    write_visit (self, &answers[i]);

  aus_test_vfs_release (self->vfs, AUS_TEST_VFS_LOG);
  wait_good (&answers[0]);

  for (guint i = 1; i < G_N_ELEMENTS (answers); i++)
    wait_failed (&answers[i], AUS_ERROR_UNAVAILABLE);

  g_assert_cmpint (aus_test_store_count_visits (self), ==, n_before + 1);
  disk_faults[row].fail (self->vfs, 0);
  write_visit (self, &after);
  wait_good (&after);
  g_assert_cmpint (aus_test_store_count_visits (self), ==, n_before + 2);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT max(seq) FROM changes"), ==, seq + 2);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM pragma_integrity_check "
                                             "WHERE integrity_check = 'ok'"), ==, 1);
}

static void
test_commit_fails (AusTestStore  *self,
                   gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (disk_faults); i++)
    check_commit_fails (self, i);
}

typedef struct
{
  AusTestAnswer  answer;
  AusTestVfs    *vfs;
} Unreadable;

/* Where the disk cannot be read any more, SQLite ends the whole transaction. */
static gboolean
unreadable_job (AusDatabase  *database,
                gpointer      data,
                GError      **error)
{
  Unreadable *unreadable = data;
  g_autoptr (AusStatement) statement = aus_database_prepare (database, "SELECT count(*) FROM idempotency_keys", error);
  gint64 count;
  gboolean good;

  /* So that it must read from the disk. */
  g_assert_true (aus_database_run (database, "PRAGMA shrink_memory", NULL));
  g_assert_nonnull (statement);
  aus_test_vfs_fail_reads (unreadable->vfs, SQLITE_IOERR_READ);
  good = aus_statement_run_integer (statement, 0, &count, error);
  aus_test_vfs_fail_reads (unreadable->vfs, 0);
  g_assert_false (good);

  return FALSE;
}

/* Then nobody who came before may be told that all is well; who follows has a transaction of their own. */
static void
test_transaction_lost (AusTestStore  *self,
                       gconstpointer  data)
{
  Unreadable unreadable = { .vfs = self->vfs };
  AusTestAnswer held, before, behind;

  aus_test_vfs_hold (self->vfs, AUS_TEST_VFS_LOG);
  write_visit (self, &held);
  aus_test_vfs_wait_held (self->vfs, AUS_TEST_VFS_LOG);
  write_visit (self, &before);
  aus_store_write (self->store, unreadable_job, aus_test_answer_cb, &unreadable);
  write_visit (self, &behind);
  aus_test_vfs_release (self->vfs, AUS_TEST_VFS_LOG);

  wait_good (&held);
  wait_failed (&before, AUS_ERROR_UNAVAILABLE);
  wait_failed (&unreadable.answer, AUS_ERROR_UNAVAILABLE);
  wait_good (&behind);
  g_assert_cmpint (aus_test_store_count_visits (self), ==, 2);
}

static gboolean
silent_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  g_autoptr (GError) own_error = NULL;

  aus_table_insert (database, ((AusTestAnswer *) data)->record, &own_error);
  g_assert_no_error (own_error);

  return FALSE;
}

/* A job that forgets to say why it failed has failed all the same. */
static void
test_silent (AusTestStore  *self,
             gconstpointer  data)
{
  AusTestAnswer answer = { .record = AUS_RECORD (aus_test_store_make_visit (self)) };

  g_test_expect_message ("aus-store", G_LOG_LEVEL_CRITICAL, "*without saying why*");
  aus_store_write (self->store, silent_job, aus_test_answer_cb, &answer);
  wait_failed (&answer, AUS_ERROR_FAILED);
  g_test_assert_expected_messages ();
  g_assert_cmpint (aus_test_store_count_visits (self), ==, 0);
}

/* Who closes the store is told of all that was queued, and it is there afterwards. */
static void
test_dispose (AusTestStore  *self,
              gconstpointer  data)
{
  AusTestAnswer answers[N_WRITERS];

  for (guint i = 0; i < N_WRITERS; i++)
    write_visit (self, &answers[i]);

  aus_test_store_close (self);

  for (guint i = 0; i < N_WRITERS; i++) {
    g_assert_no_error (answers[i].error);
    aus_test_answer_clear (&answers[i]);
  }

  aus_test_store_open (self);
  g_assert_cmpint (aus_test_store_count_visits (self), ==, N_WRITERS);
}

typedef struct
{
  AusTestStore  *fixture;
  AusTestAnswer  first;
  AusTestAnswer  second;
} Chain;

static void
chain_cb (gpointer      data,
          const GError *error)
{
  Chain *chain = data;

  aus_test_answer_cb (&chain->first, error);
  aus_store_write (chain->fixture->store, aus_test_answer_insert_job, aus_test_answer_cb, &chain->second);
}

static gboolean
chain_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return aus_test_answer_insert_job (database, &((Chain *) data)->first, error);
}

/* A job handed in by a callback while the store goes is refused, not forgotten. */
static void
test_dispose_chain (AusTestStore  *self,
                    gconstpointer  data)
{
  Chain chain = { .fixture = self };

  chain.first.record = AUS_RECORD (aus_test_store_make_visit (self));
  chain.second.record = AUS_RECORD (aus_test_store_make_visit (self));
  aus_store_write (self->store, chain_job, chain_cb, &chain);
  g_object_run_dispose (G_OBJECT (self->store));

  wait_good (&chain.first);
  wait_failed (&chain.second, AUS_ERROR_UNAVAILABLE);
}

static void
close_cb (gpointer      data,
          const GError *error)
{
  Chain *chain = data;

  aus_test_answer_cb (&chain->first, error);
  g_clear_object (&chain->fixture->store);
}

/* The last reference may be dropped by an answer. */
static void
test_dispose_in_answer (AusTestStore  *self,
                        gconstpointer  data)
{
  Chain chain = { .fixture = self };
  gpointer store = self->store;

  g_object_add_weak_pointer (G_OBJECT (store), &store);
  chain.first.record = AUS_RECORD (aus_test_store_make_visit (self));
  aus_store_write (self->store, chain_job, close_cb, &chain);
  write_visit (self, &chain.second);
  wait_good (&chain.first);
  wait_good (&chain.second);
  g_assert_null (store);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/batch/share", test_share);
  AUS_TEST_STORE ("/batch/durable", test_durable);
  AUS_TEST_STORE ("/batch/slow-disk", test_slow_disk);
  AUS_TEST_STORE ("/batch/fail-alone", test_fail_alone);
  AUS_TEST_STORE ("/batch/committed", test_committed);
  AUS_TEST_STORE ("/batch/commit-fails", test_commit_fails);
  AUS_TEST_STORE ("/batch/transaction-lost", test_transaction_lost);
  AUS_TEST_STORE ("/batch/silent", test_silent);
  AUS_TEST_STORE ("/batch/dispose", test_dispose);
  AUS_TEST_STORE ("/batch/dispose-chain", test_dispose_chain);
  AUS_TEST_STORE ("/batch/dispose-in-answer", test_dispose_in_answer);

  return g_test_run ();
}
