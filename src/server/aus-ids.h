#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * Ids come in upper or lower case and mean the same (RFC 9562, section 4). Here they are kept and compared in lower
 * case, so each that comes in a body, a frame or behind the question mark is brought to that first; paths are anyway.
 * Only members called “id”, “to” or “…_id”, and of an object not what is in others: all else is content.
 */

void aus_ids_lower_members (JsonObject *object);

/* @query: (element-type utf8 utf8): as libsoup reads it, with values that may be written to */
void aus_ids_lower_query   (GHashTable *query);

G_END_DECLS
