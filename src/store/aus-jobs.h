#pragma once

#include "aus-database.h"
#include "aus-job-record.h"
#include "aus-time.h"

G_BEGIN_DECLS

/* Nobody has one wait longer before another attempt. */
#define AUS_JOBS_LONGEST_PAUSE AUS_TIME_DAY
/* Announced where there may be something to do for the runner. It concerns no listener. */
#define AUS_EVENT_JOBS "jobs"

/**
 * AusNewJob:
 * @id: (nullable): a new one where it is not given
 * @kind: of those that the runner knows
 * @key: the same for the same work: a second job of one kind and key is not added
 * @lane: (nullable): of those in one lane only one runs at a time
 * @consultation_id: (nullable): the visit it is for
 * @payload: (nullable): a JSON object: ids, and nobody's data
 * @not_before: a time; 0 for now
 */
typedef struct
{
  const char *id;
  const char *kind;
  const char *key;
  const char *lane;
  const char *consultation_id;
  const char *payload;
  gint64      not_before;
} AusNewJob;

/* Call all of these inside a write job. None writes the change log. */

/* In the transaction of the change that causes it; the runner hears of it after the commit. */
gboolean      aus_jobs_add      (AusDatabase      *database,
                                 const AusNewJob  *job,
                                 GError          **error);
/* Has a job that waits or was given up tried at once, and its lane held no more; one that was given up begins anew.
 * %AUS_ERROR_CONFLICT where it runs, and, unless @again, where it is done. */
gboolean      aus_jobs_retry    (AusDatabase      *database,
                                 AusJobRecord     *job,
                                 gboolean          again,
                                 GError          **error);
/* Says that nothing in a lane is to be tried before @time, whenever it came. */
gboolean      aus_jobs_hold     (AusDatabase      *database,
                                 const char       *lane,
                                 gint64            time,
                                 GError          **error);
/* Says that it may be, and has the runner look. */
gboolean      aus_jobs_release  (AusDatabase      *database,
                                 const char       *lane,
                                 GError          **error);

/* What follows is for the runner. */

/* Those that ran when the server ended wait again, in their old place, and none longer because the clock was put back
 * meanwhile. */
gboolean      aus_jobs_recover  (AusDatabase      *database,
                                 GError          **error);
/* The first of a kind that is due and may run. Returns: (transfer full) (nullable): %NULL without an error for none */
AusJobRecord *aus_jobs_find     (AusDatabase      *database,
                                 const char       *kind,
                                 gint64            now,
                                 GError          **error);
/* Writes how the job stands. */
gboolean      aus_jobs_save     (AusDatabase      *database,
                                 AusJobRecord     *job,
                                 GError          **error);
/* When the next one is due after @now; %G_MAXINT64 for never. */
gboolean      aus_jobs_get_next (AusDatabase      *database,
                                 gint64            now,
                                 gint64           *time,
                                 GError          **error);
/* The clock was set forward by @step, so that a pause before another attempt is as long as it was, and what is due
 * stays so. What is to be done at a certain time stays where it is, and so does what was written after the step. */
gboolean      aus_jobs_shift    (AusDatabase      *database,
                                 gint64            step,
                                 GError          **error);
/* Runs what sets times of a table forward by ?1. @limit: ?2 */
gboolean      aus_jobs_shift_rows (AusDatabase    *database,
                                   const char     *sql,
                                   gint64          step,
                                   gint64          limit,
                                   GError        **error);
/* Removes what was done, or given up, long ago. */
gboolean      aus_jobs_forget   (AusDatabase      *database,
                                 GError          **error);

G_END_DECLS
