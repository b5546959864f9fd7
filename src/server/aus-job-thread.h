#pragma once

#include "aus-job-kind.h"

G_BEGIN_DECLS

/* Kinds of jobs whose work is done on a thread that may wait, instead of step by step on the main loop. */

typedef gboolean (* AusJobThreadFunc) (gpointer       work,
                                       GCancellable  *cancellable,
                                       GError       **error);

/* Has @func do the attempt's work, which outlives it. */
void     aus_job_thread_run    (AusJobAttempt        *attempt,
                                AusJobThreadFunc      func,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
/* As “run_finish” of a kind wants it. */
gboolean aus_job_thread_finish (AusJobAttempt        *attempt,
                                GAsyncResult         *result,
                                GError              **error);

G_END_DECLS
