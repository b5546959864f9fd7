#pragma once

#include "aus-call.h"

G_BEGIN_DECLS

/* The whole API. */
extern const AusRoute aus_routes[];
extern const guint    aus_n_routes;

/**
 * aus_routes_find:
 * @path: as in the URI; a slash at the end makes no difference
 * @id: (out): what stood for the part in braces
 * @allowed: (out): where the path is known but not the method, the methods that it has, separated by ", "
 *
 * Matches whole segments.
 *
 * Returns: (nullable): the route
 */
const AusRoute *aus_routes_find (const char  *method,
                                 const char  *path,
                                 char       **id,
                                 char       **allowed);

G_END_DECLS
