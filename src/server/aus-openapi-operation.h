#pragma once

#include "aus-openapi-schemas.h"
#include "aus-route.h"

G_BEGIN_DECLS

/* The parts of the description of one route, each as one member of an object that the caller has begun. */

void     aus_openapi_write_parameters (AusJsonWriter  *out,
                                       const AusRoute *route);
/* Where the route takes one. */
void     aus_openapi_write_body       (AusSchemas     *schemas,
                                       AusJsonWriter  *out,
                                       const AusRoute *route);
void     aus_openapi_write_answers    (AusSchemas     *schemas,
                                       AusJsonWriter  *out,
                                       const AusRoute *route);
/* What many of them refer to. */
void     aus_openapi_write_components (AusJsonWriter  *out);
/* The schema of what all errors look like. */
void     aus_openapi_write_problem    (AusJsonWriter  *out);
/* Adds a reference to a component, as an object called @name. */
void     aus_openapi_refer            (AusJsonWriter  *out,
                                       const char     *name,
                                       const char     *kind,
                                       const char     *component);

gboolean aus_route_is_written         (const AusRoute *route);
gboolean aus_route_is_public          (const AusRoute *route);

G_END_DECLS
