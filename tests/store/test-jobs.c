#include "aus-job-kind.h"
#include "aus-jobs.h"
#include "aus-test-store.h"
#include "aus-time.h"

#define N_WAITING 4000

typedef struct
{
  const char   *sql;
  AusNewJob     new_job;
  gint64        time;
  AusJobRecord *found;
  guint         n_steps;
} Step;

static gboolean
add_job (AusDatabase  *database,
         gpointer      data,
         GError      **error)
{
  return aus_jobs_add (database, &((Step *) data)->new_job, error);
}

static gboolean
find_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Step *step = data;

  aus_test_take_steps (database);
  step->found = aus_jobs_find (database, "post", step->time, error);
  step->n_steps = aus_test_take_steps (database);

  return error == NULL || *error == NULL;
}

static gboolean
run_job (AusDatabase  *database,
         gpointer      data,
         GError      **error)
{
  return aus_database_run (database, ((Step *) data)->sql, error);
}

static gboolean
save_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  return aus_jobs_save (database, ((Step *) data)->found, error);
}

static gboolean
retry_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return aus_jobs_retry (database, ((Step *) data)->found, FALSE, error);
}

static gboolean
next_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Step *step = data;

  return aus_jobs_get_next (database, step->time, &step->time, error);
}

static gboolean
recover_job (AusDatabase  *database,
             gpointer      data,
             GError      **error)
{
  return aus_jobs_recover (database, error);
}

static gboolean
shift_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return aus_jobs_shift (database, ((Step *) data)->time, error);
}

static gboolean
hold_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Step *step = data;
  gboolean held;

  aus_test_take_steps (database);
  held = aus_jobs_hold (database, "a", step->time, error);
  step->n_steps = aus_test_take_steps (database);

  return held;
}

static gboolean
forget_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  return aus_jobs_forget (database, error);
}

static void
do_write (AusTestStore *self,
          AusJob        job,
          Step         *step)
{
  g_autoptr (GError) error = NULL;

  aus_store_write_sync (self->store, job, step, &error);
  g_assert_no_error (error);
}

static void
add (AusTestStore *self,
     const char   *key,
     const char   *lane,
     gint64        not_before)
{
  const AusNewJob job = { .kind = "post", .key = key, .lane = lane, .not_before = not_before };

  do_write (self, add_job, &(Step) { .new_job = job });
}

static void
run (AusTestStore *self,
     const char   *sql)
{
  do_write (self, run_job, &(Step) { .sql = sql });
}

/* (transfer full) (nullable): what would run next. */
static AusJobRecord *
find (AusTestStore *self,
      gint64        time)
{
  Step step = { .time = time };

  do_write (self, find_job, &step);

  return step.found;
}

static void
assert_found (AusTestStore *self,
              gint64        time,
              const char   *key)
{
  g_autoptr (AusJobRecord) job = find (self, time);

  g_assert_cmpstr (job ? job->key : NULL, ==, key);
}

static void
test_key (AusTestStore  *self,
          gconstpointer  data)
{
  add (self, "one", NULL, 0);
  add (self, "one", NULL, 0);
  add (self, "two", NULL, 0);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count (*) FROM jobs"), ==, 2);
}

/* None of this is news for desktops. */
static void
test_no_change (AusTestStore  *self,
                gconstpointer  data)
{
  const char *sql = "SELECT max (seq) FROM changes";
  const gint64 seq = aus_test_store_ask (self, sql);

  add (self, "one", NULL, 0);
  g_assert_cmpint (aus_test_store_ask (self, sql), ==, seq);
}

static void
test_order (AusTestStore  *self,
            gconstpointer  data)
{
  const gint64 now = aus_time_now ();

  add (self, "later", NULL, now + AUS_TIME_HOUR);
  add (self, "second", NULL, now - AUS_TIME_SECOND);
  add (self, "first", NULL, now - AUS_TIME_MINUTE);
  assert_found (self, now, "first");
  run (self, "UPDATE jobs SET state = 'done' WHERE key = 'first'");
  assert_found (self, now, "second");
  run (self, "UPDATE jobs SET state = 'dead' WHERE key = 'second'");
  assert_found (self, now, NULL);
  assert_found (self, now + AUS_TIME_HOUR, "later");
}

static void
test_lanes (AusTestStore  *self,
            gconstpointer  data)
{
  const gint64 now = aus_time_now ();

  add (self, "a1", "a", now - 3);
  add (self, "a2", "a", now - 2);
  add (self, "b1", "b", now - 1);
  run (self, "UPDATE jobs SET state = 'running' WHERE key = 'a1'");
  assert_found (self, now, "b1");
  run (self, "UPDATE jobs SET state = 'failed' WHERE key = 'a1'");
  assert_found (self, now, "a1");
  run (self, "UPDATE jobs SET state = 'done' WHERE key = 'a1'");
  assert_found (self, now, "a2");
}

static void
test_hold (AusTestStore  *self,
           gconstpointer  data)
{
  const gint64 now = aus_time_now ();

  add (self, "a1", "a", now - 3);
  add (self, "b1", "b", now - 1);
  do_write (self, hold_job, &(Step) { .time = now + AUS_TIME_MINUTE });
  assert_found (self, now, "b1");
  run (self, "DELETE FROM jobs WHERE lane = 'b'");
  assert_found (self, now, NULL);
  assert_found (self, now + AUS_TIME_MINUTE, "a1");
}

/* What comes later waits as well, unless somebody wants it now. */
static void
test_held (AusTestStore  *self,
           gconstpointer  data)
{
  const gint64 now = aus_time_now (), until = now + AUS_TIME_MINUTE;
  Step step = { .time = now };

  do_write (self, hold_job, &(Step) { .time = until });
  do_write (self, hold_job, &(Step) { .time = now + 1 });
  add (self, "a1", "a", now - 3);
  assert_found (self, now, NULL);
  do_write (self, next_job, &step);
  g_assert_cmpint (step.time, ==, until);
  do_write (self, shift_job, &(Step) { .time = -AUS_TIME_HOUR });
  assert_found (self, until - AUS_TIME_HOUR - 1, NULL);
  step.found = find (self, until);
  do_write (self, hold_job, &(Step) { .time = until });
  assert_found (self, now, NULL);
  do_write (self, retry_job, &step);
  assert_found (self, now + AUS_TIME_SECOND, "a1");
  g_object_unref (step.found);
}

static void
make_wait (AusTestStore *self)
{
  run (self, "INSERT INTO jobs (id, revision, kind, key, lane, next_at) WITH RECURSIVE n (i) AS "
             "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " G_STRINGIFY (N_WAITING) ") "
             "SELECT hex (randomblob (16)), 1, 'post', hex (randomblob (16)), 'a', 1 FROM n");
}

/* However much waits in a lane of which one runs, or that is held: what others have to do is found without a look at
 * each of it. */
static void
test_long_lane (AusTestStore  *self,
                gconstpointer  data)
{
  const gint64 now = aus_time_now ();
  Step look = { .time = now }, hold = { .time = now + AUS_TIME_MINUTE };

  add (self, "b1", "b", now);
  make_wait (self);
  run (self, "UPDATE jobs SET state = 'running' WHERE id = (SELECT min (id) FROM jobs WHERE lane = 'a')");
  do_write (self, find_job, &look);
  g_assert_cmpstr (look.found->key, ==, "b1");
  g_clear_object (&look.found);
  g_assert_cmpint (look.n_steps, <, N_WAITING);
  do_write (self, hold_job, &hold);
  g_assert_cmpint (hold.n_steps, <, N_WAITING);
  run (self, "UPDATE jobs SET state = 'done' WHERE state = 'running'");
  do_write (self, find_job, &look);
  g_assert_cmpstr (look.found->key, ==, "b1");
  g_clear_object (&look.found);
  g_assert_cmpint (look.n_steps, <, N_WAITING);
}

static void
test_next (AusTestStore  *self,
           gconstpointer  data)
{
  const gint64 now = aus_time_now ();
  Step step = { .time = now };

  do_write (self, next_job, &step);
  g_assert_cmpint (step.time, ==, G_MAXINT64);

  add (self, "past", NULL, now - 1);
  add (self, "soon", NULL, now + AUS_TIME_MINUTE);
  add (self, "later", NULL, now + AUS_TIME_HOUR);
  step.time = now;
  do_write (self, next_job, &step);
  g_assert_cmpint (step.time, ==, now + AUS_TIME_MINUTE);
}

static void
test_recover (AusTestStore  *self,
              gconstpointer  data)
{
  g_autoptr (AusJobRecord) job = NULL;

  add (self, "one", "a", 0);
  run (self, "UPDATE jobs SET state = 'running', attempts = 3");
  assert_found (self, aus_time_now (), NULL);
  do_write (self, recover_job, NULL);
  job = find (self, aus_time_now ());
  g_assert_nonnull (job);
  g_assert_cmpint (job->attempts, ==, 3);
  g_assert_cmpstr (job->last_error, !=, "");
}

/* Pauses stay as long as they were; appointments stay where they are. */
static void
test_shift (AusTestStore  *self,
            gconstpointer  data)
{
  const gint64 now = aus_time_now ();

  add (self, "appointment", NULL, now + AUS_TIME_DAY);
  add (self, "pause", NULL, now + AUS_TIME_MINUTE);
  run (self, "UPDATE jobs SET state = 'failed', deadline = next_at + 10 WHERE key = 'pause'");
  do_write (self, shift_job, &(Step) { .time = -AUS_TIME_HOUR });
  assert_found (self, now - AUS_TIME_HOUR + AUS_TIME_MINUTE, "pause");
  g_assert_cmpint (aus_test_store_ask (self, "SELECT deadline - next_at FROM jobs WHERE key = 'pause'"), ==, 10);
  run (self, "DELETE FROM jobs WHERE key = 'pause'");
  assert_found (self, now + AUS_TIME_DAY - 1, NULL);
  assert_found (self, now + AUS_TIME_DAY, "appointment");
}

/* However often the clock is set, what is due stays due. */
static void
test_shift_of_what_is_due (AusTestStore  *self,
                           gconstpointer  data)
{
  const gint64 now = aus_time_now ();

  add (self, "first", "a", 0);
  do_write (self, shift_job, &(Step) { .time = -2 * AUS_TIME_HOUR });
  assert_found (self, now - AUS_TIME_HOUR, "first");
  do_write (self, shift_job, &(Step) { .time = AUS_TIME_HOUR });
  do_write (self, shift_job, &(Step) { .time = -2 * AUS_TIME_HOUR });
  assert_found (self, now - 2 * AUS_TIME_HOUR, "first");
}

/* What came after the clock was set is right as it is. */
static void
test_shift_afterwards (AusTestStore  *self,
                       gconstpointer  data)
{
  add (self, "new", NULL, 0);
  do_write (self, shift_job, &(Step) { .time = 30 * AUS_TIME_DAY });
  assert_found (self, aus_time_now (), "new");
}

/* The clock was a month ahead, and put right while the server was stopped. */
static void
test_recover_from_ahead (AusTestStore  *self,
                         gconstpointer  data)
{
  const gint64 now = aus_time_now ();

  add (self, "pause", NULL, 0);
  add (self, "due", NULL, 0);
  run (self, "UPDATE jobs SET next_at = next_at + 2592000000000, updated_at = updated_at + 2592000000000, "
             "deadline = updated_at + 2592600000000");
  run (self, "UPDATE jobs SET state = 'failed', next_at = next_at + 60000000 WHERE key = 'pause'");
  run (self, "UPDATE jobs SET state = 'running' WHERE key = 'due'");
  do_write (self, hold_job, &(Step) { .time = now + 30 * AUS_TIME_DAY });
  do_write (self, recover_job, NULL);
  do_write (self, recover_job, NULL);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT until FROM held_lanes"), <=, aus_time_now () + AUS_TIME_DAY);
  assert_found (self, aus_time_now (), "due");
  run (self, "DELETE FROM jobs WHERE key = 'due'");
  assert_found (self, now, NULL);
  assert_found (self, aus_time_now () + AUS_TIME_MINUTE, "pause");
  g_assert_cmpint (aus_test_store_ask (self, "SELECT deadline - updated_at FROM jobs"), ==, 10 * AUS_TIME_MINUTE);
}

static void
test_retry (AusTestStore  *self,
            gconstpointer  data)
{
  Step step = { NULL };

  add (self, "one", NULL, 0);
  step.found = find (self, aus_time_now ());
  g_object_set (step.found, "state", AUS_JOB_STATE_DEAD, "attempts", (gint64) 9, "last-error", "No", NULL);
  do_write (self, save_job, &step);
  assert_found (self, aus_time_now (), NULL);
  do_write (self, retry_job, &step);
  assert_found (self, aus_time_now (), "one");
  g_assert_cmpint (step.found->attempts, ==, 0);
  g_assert_cmpint (step.found->revision, ==, 3);

  for (guint state = AUS_JOB_STATE_RUNNING; state <= AUS_JOB_STATE_DONE; state++) {
    g_autoptr (GError) error = NULL;

    g_object_set (step.found, "state", state, NULL);
    g_assert_false (aus_store_write_sync (self->store, retry_job, &step, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_CONFLICT);
  }

  g_object_unref (step.found);
}

static void
test_forget (AusTestStore  *self,
             gconstpointer  data)
{
  const char *const keys[] = { "done-8", "done-6", "dead-91", "dead-89", "failed-99" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    add (self, keys[i], NULL, 0);

  run (self, "UPDATE jobs SET state = substr (key, 1, instr (key, '-') - 1), "
             "updated_at = updated_at - 86400000000 * substr (key, instr (key, '-') + 1)");
  do_write (self, forget_job, NULL);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count (*) FROM jobs"), ==, 3);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count (*) FROM jobs WHERE key IN ('done-8', 'dead-91')"), ==, 0);
}

static void
test_delays (void)
{
  static const guint delays[] = { 5, 300 };
  const AusJobKind usual = { .name = "usual" };
  const AusJobKind own = { .name = "own", .delays = delays, .n_delays = G_N_ELEMENTS (delays) };

  g_assert_cmpint (aus_job_kind_get_delay (&usual, 1, 1), ==, AUS_TIME_SECOND);
  g_assert_cmpint (aus_job_kind_get_delay (&usual, 4, 1), ==, 8 * AUS_TIME_SECOND);
  g_assert_cmpint (aus_job_kind_get_delay (&usual, 4, 0.5), ==, 4 * AUS_TIME_SECOND);
  g_assert_cmpint (aus_job_kind_get_delay (&usual, 4, 0), ==, 0);
  g_assert_cmpint (aus_job_kind_get_delay (&usual, 1000, 1), ==, AUS_TIME_HOUR);
  g_assert_cmpint (aus_job_kind_get_delay (&own, 1, 0), ==, 5 * AUS_TIME_SECOND);
  g_assert_cmpint (aus_job_kind_get_delay (&own, 2, 1), ==, 330 * AUS_TIME_SECOND);
  g_assert_cmpint (aus_job_kind_get_delay (&own, 9, 0), ==, 300 * AUS_TIME_SECOND);
}

static void
test_final (void)
{
  static const struct
  {
    int      code;
    gboolean is_final;
  } cases[] = {
    { AUS_ERROR_FAILED, FALSE }, { AUS_ERROR_UNAVAILABLE, FALSE }, { AUS_ERROR_THROTTLED, FALSE },
    { AUS_ERROR_INVALID, TRUE }, { AUS_ERROR_NOT_FOUND, TRUE }, { AUS_ERROR_GONE, TRUE }, { AUS_ERROR_FORBIDDEN, TRUE },
  };
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Late");

  g_assert_false (aus_job_error_is_final (other));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = g_error_new (AUS_ERROR, cases[i].code, "No");

    g_assert_cmpint (aus_job_error_is_final (error), ==, cases[i].is_final);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/jobs/key", test_key);
  AUS_TEST_STORE ("/jobs/no-change", test_no_change);
  AUS_TEST_STORE ("/jobs/order", test_order);
  AUS_TEST_STORE ("/jobs/lanes", test_lanes);
  AUS_TEST_STORE ("/jobs/hold", test_hold);
  AUS_TEST_STORE ("/jobs/held", test_held);
  AUS_TEST_STORE ("/jobs/long-lane", test_long_lane);
  AUS_TEST_STORE ("/jobs/next", test_next);
  AUS_TEST_STORE ("/jobs/recover", test_recover);
  AUS_TEST_STORE ("/jobs/shift", test_shift);
  AUS_TEST_STORE ("/jobs/shift-of-what-is-due", test_shift_of_what_is_due);
  AUS_TEST_STORE ("/jobs/shift-afterwards", test_shift_afterwards);
  AUS_TEST_STORE ("/jobs/recover-from-ahead", test_recover_from_ahead);
  AUS_TEST_STORE ("/jobs/retry", test_retry);
  AUS_TEST_STORE ("/jobs/forget", test_forget);
  g_test_add_func ("/jobs/delays", test_delays);
  g_test_add_func ("/jobs/final", test_final);

  return g_test_run ();
}
