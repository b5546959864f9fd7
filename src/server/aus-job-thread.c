#include "aus-job-thread.h"

static void
run_cb (GTask        *task,
        gpointer      source,
        gpointer      data,
        GCancellable *cancellable)
{
  const AusJobAttempt *attempt = data;
  GError *error = NULL;

  if (attempt->kind->run (attempt->work, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
aus_job_thread_run (AusJobAttempt       *attempt,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  /* The attempt outlives its run. */
  g_task_set_task_data (task, attempt, NULL);
  g_task_run_in_thread (task, run_cb);
}

gboolean
aus_job_thread_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
