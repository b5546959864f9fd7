#pragma once

#include "aus-job-kind.h"
#include "aus-store.h"

G_BEGIN_DECLS

#define AUS_TYPE_JOB_RUNNER (aus_job_runner_get_type ())

G_DECLARE_FINAL_TYPE (AusJobRunner, aus_job_runner, AUS, JOB_RUNNER, GObject)

/**
 * AusJobRunner:
 *
 * Runs what is written down in the table of jobs: what is due, as soon as it is due, and what failed again. It hears of
 * new jobs by their commit and sleeps until the next time there is something to do. Main thread.
 */

AusJobRunner *aus_job_runner_new     (AusStore          *store,
                                      GError           **error);
/* Before it starts. Jobs of kinds that were not added stay where they are. @kind: static */
void          aus_job_runner_add     (AusJobRunner      *self,
                                      const AusJobKind  *kind,
                                      gpointer           context);
/* Takes up what was left. */
gboolean      aus_job_runner_start   (AusJobRunner      *self,
                                      GError           **error);
/* Begins nothing more and breaks off what runs; all of it is kept for the next start. */
void          aus_job_runner_stop    (AusJobRunner      *self);
/* How many run. */
guint         aus_job_runner_get_n   (AusJobRunner      *self);

G_END_DECLS
