#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* What could not be asked of a provider is asked again: meetings that could not be had, for visits to come, and all
 * else, such as what was to be taken away. What is outdated has nothing to do. Inside write jobs. */

/* Something changed, so all of it is tried now. */
gboolean aus_meeting_revival_try_all  (AusDatabase  *database,
                                       const char   *provider,
                                       GError      **error);
/* The provider is well, as it may have been before: what was given up is tried, visits to come each time, and all else
 * ever more seldom the older it is. */
gboolean aus_meeting_revival_try_dead (AusDatabase  *database,
                                       const char   *provider,
                                       GError      **error);

G_END_DECLS
