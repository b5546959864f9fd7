#pragma once

#include "aus-database.h"
#include "aus-job-record.h"

G_BEGIN_DECLS

/* What could not be asked of a provider is asked again: meetings that could not be had, for visits to come, and all
 * else, such as what was to be taken away. What is outdated has nothing to do. Inside write jobs. */

/* Somebody changed something, so all of it is tried now. */
gboolean aus_meeting_revival_try_all  (AusDatabase  *database,
                                       const char   *provider,
                                       GError      **error);
/* The provider was ill and is well: all that its illness may have been the reason of. */
gboolean aus_meeting_revival_try_recovered (AusDatabase  *database,
                                            const char   *provider,
                                            GError      **error);
/* The provider is well, as it may have been before: what was given up is tried, ever more seldom the older it is, and
 * each time for visits that begin soon. */
gboolean aus_meeting_revival_try_dead (AusDatabase  *database,
                                       const char   *provider,
                                       GError      **error);
/* Notes of a job that is given up whether that is for good: then only people have it tried again. */
gboolean aus_meeting_revival_mark     (AusDatabase   *database,
                                       AusJobRecord  *job,
                                       gboolean       is_refused,
                                       GError       **error);

G_END_DECLS
