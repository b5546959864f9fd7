#pragma once

#include "aus-database.h"
#include "aus-job-record.h"

G_BEGIN_DECLS

typedef struct _AusJobAttempt AusJobAttempt;

/**
 * AusJobKind:
 * @name: as in the rows
 * @max_attempts: after so many it is given up
 * @time_limit: after so many microseconds since the first attempt it is given up as well
 * @concurrency: how many may run at once
 * @delays: (nullable): seconds before the second attempt, the third…; the last one holds for all that follow. %NULL for
 *   the usual: twice as long each time, at random up to that
 * @n_delays: how many of them
 * @load: (nullable): runs first, on the writer's thread in the transaction that marks the job as running, and sets the
 *   attempt's work
 * @run: (nullable): does it, on a thread that may wait; its @work outlives it
 * @run_async: (nullable): does it where there is no @run, on the main thread, which it must not block
 * @run_finish: (nullable): says how that went
 * @settle: (nullable): runs last, on the writer's thread in the transaction that says how the job stands, which
 *   attempt->job does already. @failure is %NULL where it worked
 * @shift: (nullable): runs where the clock was set forward by @step, on the writer's thread, so that what the kind
 *   measures by it is as long as it was
 * @free_work: (nullable): for the attempt's work
 *
 * What has to be done for one kind of job. An error that time may mend (%AUS_ERROR_UNAVAILABLE, %AUS_ERROR_THROTTLED,
 * %AUS_ERROR_FAILED, and all of other domains) leads to another attempt, not before its Retry-After; any other gives
 * the job up at once. A job may run twice, where the server ended before it could say that it was done.
 */
typedef struct
{
  const char     *name;
  guint           max_attempts;
  gint64          time_limit;
  guint           concurrency;
  const guint    *delays;
  guint           n_delays;
  gboolean     (* load)       (AusJobAttempt        *attempt,
                               AusDatabase          *database,
                               GError              **error);
  gboolean     (* run)        (gpointer              work,
                               GCancellable         *cancellable,
                               GError              **error);
  void         (* run_async)  (AusJobAttempt        *attempt,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data);
  gboolean     (* run_finish) (AusJobAttempt        *attempt,
                               GAsyncResult         *result,
                               GError              **error);
  gboolean     (* settle)     (AusJobAttempt        *attempt,
                               AusDatabase          *database,
                               const GError         *failure,
                               GError              **error);
  gboolean     (* shift)      (AusDatabase          *database,
                               gint64                step,
                               GError              **error);
  GDestroyNotify  free_work;
} AusJobKind;

/**
 * AusJobAttempt:
 * @context: what the kind was added to the runner with
 * @work: (nullable): the kind's own
 *
 * One run of one job.
 */
struct _AusJobAttempt
{
  const AusJobKind *kind;
  AusJobRecord     *job;
  gpointer          context;
  gpointer          work;
};

AusJobAttempt *aus_job_attempt_new  (const AusJobKind *kind,
                                     AusJobRecord     *job,
                                     gpointer          context);
void           aus_job_attempt_free (AusJobAttempt    *self);

/**
 * aus_job_kind_get_delay:
 * @attempts: how many there were
 * @chance: from 0 to 1, so that not all come back at the same moment
 *
 * Returns: microseconds until the next attempt
 */
gint64         aus_job_kind_get_delay (const AusJobKind *self,
                                       guint             attempts,
                                       double            chance);
/* Whether trying again is of no use. */
gboolean       aus_job_error_is_final (const GError     *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusJobAttempt, aus_job_attempt_free)

G_END_DECLS
