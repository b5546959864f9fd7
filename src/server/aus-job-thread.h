#pragma once

#include "aus-job-kind.h"

G_BEGIN_DECLS

/* Work of kinds that have a “run”. */

void     aus_job_thread_run    (AusJobAttempt        *attempt,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
gboolean aus_job_thread_finish (GAsyncResult         *result,
                                GError              **error);

G_END_DECLS
