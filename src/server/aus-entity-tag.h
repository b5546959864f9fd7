#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * aus_entity_tag_matches:
 * @list: what stood behind If-Match: tags, separated by commas, or “*”
 * @revision: of the record that is there; its tag is that number in quotation marks
 *
 * Compares as RFC 9110 section 13.1.1 wants it: a weak tag is never the same as ours, and what is no tag is none.
 */
gboolean aus_entity_tag_matches (const char *list,
                                 gint64      revision);

G_END_DECLS
