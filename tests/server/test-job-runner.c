#include "aus-job-runner.h"

#include "aus-alarm.h"
#include "aus-jobs.h"
#include "aus-test-store.h"
#include "aus-time.h"

/* What jobs of the test do: as their key says. */
typedef struct
{
  AusTestStore  base;
  AusJobRunner *runner;
  GPtrArray    *waiting;
  GString      *story;
  guint         n_loaded;
  guint         n_most;
} Fixture;

static const guint delays[] = { 0 };

static gboolean
load (AusJobAttempt  *attempt,
      AusDatabase    *database,
      GError        **error)
{
  Fixture *self = attempt->context;

  self->n_loaded++;
  attempt->work = g_strdup (attempt->job->key);

  if (!g_str_equal (attempt->job->key, "lost"))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "It is not there any more.");

  return FALSE;
}

static void
finish (GTask *task)
{
  const char *key = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (g_str_equal (key, "bad"))
    error = g_error_new (AUS_ERROR, AUS_ERROR_FAILED, "It is bad today.");
  else if (g_str_equal (key, "never"))
    error = g_error_new (AUS_ERROR, AUS_ERROR_INVALID, "It will never be good.");
  else if (g_str_equal (key, "busy"))
    error = g_error_new (AUS_ERROR, AUS_ERROR_THROTTLED, "Come back later.");

  if (error == NULL) {
    g_task_return_boolean (task, TRUE);
  } else {
    if (error->code == AUS_ERROR_THROTTLED)
      aus_error_set_retry_after (error, 3600);
    g_task_return_error (task, error);
  }
}

static gboolean
finish_cb (gpointer task)
{
  finish (task);

  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      task)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, finish_cb, g_object_ref (task), g_object_unref);
}

static void
run_async (AusJobAttempt       *attempt,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  Fixture *self = attempt->context;
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_string_append_printf (self->story, "%s ", (char *) attempt->work);
  g_task_set_task_data (task, g_strdup (attempt->work), g_free);

  if (!g_str_has_prefix (attempt->work, "slow")) {
    g_idle_add_full (G_PRIORITY_DEFAULT, finish_cb, g_object_ref (task), g_object_unref);
    return;
  }

  g_ptr_array_add (self->waiting, g_object_ref (task));
  self->n_most = MAX (self->n_most, self->waiting->len);
  g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task, 0);
}

static gboolean
run_finish (AusJobAttempt  *attempt,
            GAsyncResult   *result,
            GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
settle (AusJobAttempt  *attempt,
        AusDatabase    *database,
        const GError   *failure,
        GError        **error)
{
  if (failure != NULL)
    return TRUE;

  /* What is written before it fails is not to be seen. */
  return aus_database_run (database, "UPDATE users SET phone = phone || '1'", error) &&
         (!g_str_equal (attempt->work, "unsettled") || aus_database_run (database, "SELECT no_such_thing", error));
}

static const AusJobKind kind = {
  .name = "test", .max_attempts = 3, .time_limit = AUS_TIME_HOUR / 2, .concurrency = 2, .delays = delays, .n_delays = 1,
  .load = load, .run_async = run_async, .run_finish = run_finish, .settle = settle, .free_work = g_free,
};

static void
open_runner (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->runner = aus_job_runner_new (self->base.store, &error);
  g_assert_no_error (error);
  aus_job_runner_add (self->runner, &kind, self);
  aus_job_runner_start (self->runner, &error);
  g_assert_no_error (error);
}

static void
close_runner (Fixture *self)
{
  aus_job_runner_stop (self->runner);

  while (aus_job_runner_get_n (self->runner) > 0 || aus_store_get_n_pending (self->base.store) > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_finalize_object (g_steal_pointer (&self->runner));
  g_ptr_array_set_size (self->waiting, 0);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  aus_test_store_set_up (&self->base, NULL);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->story = g_string_new ("");
  open_runner (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->runner != NULL)
    close_runner (self);

  g_ptr_array_unref (self->waiting);
  g_string_free (self->story, TRUE);
  aus_test_store_tear_down (&self->base, NULL);
}

static gboolean
add_job (AusDatabase  *database,
         gpointer      data,
         GError      **error)
{
  return aus_jobs_add (database, data, error);
}

static void
add_later (Fixture    *self,
           const char *key,
           const char *lane,
           gint64      not_before)
{
  AusNewJob job = { .kind = "test", .key = key, .lane = lane, .not_before = not_before };
  g_autoptr (GError) error = NULL;

  aus_store_write_sync (self->base.store, add_job, &job, &error);
  g_assert_no_error (error);
}

static void
add (Fixture    *self,
     const char *key)
{
  add_later (self, key, NULL, 0);
}

static gint64
count (Fixture    *self,
       const char *clause)
{
  g_autofree char *sql = g_strconcat ("SELECT count (*) FROM jobs WHERE ", clause, NULL);

  return aus_test_store_ask (&self->base, sql);
}

static void
wait_for (Fixture    *self,
          const char *clause,
          gint64      n)
{
  while (count (self, clause) != n)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_slow (Fixture *self,
               guint    n)
{
  while (self->waiting->len != n)
    g_main_context_iteration (NULL, TRUE);
}

static void
release_slow (Fixture *self)
{
  g_autoptr (GTask) task = g_ptr_array_steal_index (self->waiting, 0);

  finish (task);
}

static void
test_done (Fixture       *self,
           gconstpointer  data)
{
  add (self, "good");
  wait_for (self, "state = 'done' AND attempts = 1 AND last_error = ''", 1);
  g_assert_cmpint (aus_test_store_ask (&self->base, "SELECT count (*) FROM users WHERE phone = '1'"), ==, 1);
}

static void
test_tried_again (Fixture       *self,
                  gconstpointer  data)
{
  add (self, "bad");
  wait_for (self, "state = 'dead' AND attempts = 3 AND last_error = 'It is bad today.'", 1);
  g_assert_cmpstr (self->story->str, ==, "bad bad bad ");
}

static void
test_final (Fixture       *self,
            gconstpointer  data)
{
  add (self, "never");
  wait_for (self, "state = 'dead' AND attempts = 1 AND last_error = 'It will never be good.'", 1);
}

static void
test_lost (Fixture       *self,
           gconstpointer  data)
{
  add (self, "lost");
  wait_for (self, "state = 'dead' AND attempts = 1 AND last_error = 'It is not there any more.'", 1);
  g_assert_cmpstr (self->story->str, ==, "");
}

/* An hour is asked for, and there is only half of one. */
static void
test_out_of_time (Fixture       *self,
                  gconstpointer  data)
{
  add (self, "busy");
  wait_for (self, "state = 'dead' AND attempts = 1 AND last_error = 'Come back later.'", 1);
}

static void
test_retry_after (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *clause = NULL;
  const gint64 now = aus_time_now ();

  close_runner (self);
  add (self, "busy");
  g_assert_cmpint (aus_test_store_ask (&self->base, "SELECT 1"), ==, 1);
  {
    g_autoptr (AusDatabase) database = aus_database_open (self->base.path, AUS_DATABASE_WRITER, NULL);
    g_assert_true (aus_database_run (database, "UPDATE jobs SET deadline = 9000000000000000", NULL));
  }
  open_runner (self);
  clause = g_strdup_printf ("state = 'failed' AND next_at >= %" G_GINT64_FORMAT " AND next_at < %" G_GINT64_FORMAT,
                            now + AUS_TIME_HOUR, aus_time_now () + AUS_TIME_HOUR + AUS_TIME_MINUTE);
  wait_for (self, clause, 1);
}

static void
test_unsettled (Fixture       *self,
                gconstpointer  data)
{
  add (self, "unsettled");
  wait_for (self, "state = 'dead' AND attempts = 3 AND last_error LIKE '%no_such_thing%'", 1);
  g_assert_cmpint (aus_test_store_ask (&self->base, "SELECT count (*) FROM users WHERE phone <> ''"), ==, 0);
}

static void
test_concurrency (Fixture       *self,
                  gconstpointer  data)
{
  const char *const keys[] = { "slow1", "slow2", "slow3", "slow4" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    add (self, keys[i]);

  wait_for_slow (self, 2);
  g_assert_cmpint (count (self, "state = 'running'"), ==, 2);

  for (gint64 n_done = 1; n_done <= 4; n_done++) {
    release_slow (self);
    wait_for (self, "state = 'done'", n_done);
    wait_for_slow (self, MIN (4 - n_done, 2));
  }

  g_assert_cmpuint (self->n_most, ==, 2);
  g_assert_cmpstr (self->story->str, ==, "slow1 slow2 slow3 slow4 ");
}

static void
test_lane (Fixture       *self,
           gconstpointer  data)
{
  add_later (self, "slow1", "a", 0);
  add_later (self, "good", "a", 0);
  add_later (self, "slow2", "b", 0);
  wait_for_slow (self, 2);
  g_assert_cmpint (count (self, "key = 'good' AND state = 'pending'"), ==, 1);
  release_slow (self);
  wait_for (self, "key = 'good' AND state = 'done'", 1);
}

static void
test_at_its_time (Fixture       *self,
                  gconstpointer  data)
{
  const gint64 time = aus_time_now () + AUS_TIME_SECOND / 4;

  add_later (self, "late", NULL, aus_time_now () + AUS_TIME_HOUR);
  add_later (self, "good", NULL, time);
  wait_for (self, "state = 'done'", 1);
  g_assert_cmpint (aus_time_now (), >=, time);
  g_assert_cmpint (aus_time_now (), <, time + 10 * AUS_TIME_SECOND);
  g_assert_cmpint (count (self, "key = 'late' AND state = 'pending'"), ==, 1);
}

static void
test_stopped (Fixture       *self,
              gconstpointer  data)
{
  add (self, "slow");
  wait_for_slow (self, 1);
  close_runner (self);
  g_assert_cmpint (count (self, "state = 'pending' AND attempts = 0"), ==, 1);
  open_runner (self);
  wait_for_slow (self, 1);
  release_slow (self);
  wait_for (self, "state = 'done' AND attempts = 1", 1);
}

/* Also those that come while others are looked for, and nothing else happens afterwards. */
static void
test_none_overlooked (Fixture       *self,
                      gconstpointer  data)
{
  for (guint i = 0; i < 300; i++) {
    g_autofree char *key = g_strdup_printf ("good%u", i);
    g_autofree char *clause = g_strdup_printf ("key = '%s' AND state = 'done'", key);

    add (self, key);

    /* It is written down before the runner knows that it is done. */
    wait_for (self, clause, 1);
  }
}

/* As after a power cut. */
static void
test_crashed (Fixture       *self,
              gconstpointer  data)
{
  static const struct
  {
    const char *attempts;
    const char *outcome;
  } cases[] = {
    { "1", "state = 'done' AND attempts = 2" },
    { "3", "state = 'dead' AND last_error = 'The server ended while this ran.'" },
  };

  close_runner (self);
  add (self, "good");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (AusDatabase) database = aus_database_open (self->base.path, AUS_DATABASE_WRITER, NULL);
    g_autofree char *sql = g_strconcat ("UPDATE jobs SET state = 'running', attempts = ", cases[i].attempts, NULL);

    g_assert_true (aus_database_run (database, sql, NULL));
    open_runner (self);
    wait_for (self, cases[i].outcome, 1);
    close_runner (self);
  }
}

static void
rung_cb (gint64   step,
         gpointer data)
{
  *(gint64 *) data = aus_time_now ();
}

static void
test_alarm (void)
{
  gint64 rung = 0;
  g_autoptr (AusAlarm) alarm = aus_alarm_new (rung_cb, &rung, NULL);
  const gint64 time = aus_time_now () + AUS_TIME_SECOND / 10;

  aus_alarm_set (alarm, time);

  while (rung == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (rung, >=, time);

  for (rung = 0, aus_alarm_set (alarm, 0); rung == 0;)
    g_main_context_iteration (NULL, TRUE);

  rung = 0;
  aus_alarm_set (alarm, 0);
  aus_alarm_set (alarm, G_MAXINT64);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpint (rung, ==, 0);
}

#define RUNNER_TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  RUNNER_TEST ("/job-runner/done", test_done);
  RUNNER_TEST ("/job-runner/tried-again", test_tried_again);
  RUNNER_TEST ("/job-runner/final", test_final);
  RUNNER_TEST ("/job-runner/lost", test_lost);
  RUNNER_TEST ("/job-runner/out-of-time", test_out_of_time);
  RUNNER_TEST ("/job-runner/retry-after", test_retry_after);
  RUNNER_TEST ("/job-runner/unsettled", test_unsettled);
  RUNNER_TEST ("/job-runner/concurrency", test_concurrency);
  RUNNER_TEST ("/job-runner/lane", test_lane);
  RUNNER_TEST ("/job-runner/at-its-time", test_at_its_time);
  RUNNER_TEST ("/job-runner/stopped", test_stopped);
  RUNNER_TEST ("/job-runner/none-overlooked", test_none_overlooked);
  RUNNER_TEST ("/job-runner/crashed", test_crashed);
  g_test_add_func ("/job-runner/alarm", test_alarm);

  return g_test_run ();
}
