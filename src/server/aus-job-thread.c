#include "aus-job-thread.h"

typedef struct
{
  AusJobThreadFunc func;
  gpointer         work;
} Run;

static void
run_cb (GTask        *task,
        gpointer      source,
        gpointer      data,
        GCancellable *cancellable)
{
  const Run *run = data;
  GError *error = NULL;

  if (run->func (run->work, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
aus_job_thread_run (AusJobAttempt       *attempt,
                    AusJobThreadFunc     func,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->func = func;
  run->work = attempt->work;
  g_task_set_task_data (task, run, g_free);
  g_task_run_in_thread (task, run_cb);
}

gboolean
aus_job_thread_finish (AusJobAttempt  *attempt,
                       GAsyncResult   *result,
                       GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
