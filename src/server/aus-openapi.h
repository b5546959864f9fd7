#pragma once

#include "aus-json-writer.h"

G_BEGIN_DECLS

/* Writes the description of the whole API as OpenAPI 3.1: of the table of routes, of the records' fields and of the
 * shapes of what is no record. */
void aus_openapi_write (AusJsonWriter *out);

G_END_DECLS
