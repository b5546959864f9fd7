#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusTagComparison:
 * @AUS_TAG_STRONG: for If-Match: a weak tag is never the same
 * @AUS_TAG_WEAK: for If-None-Match: it is, if what it marks as weak is
 *
 * RFC 9110, section 8.8.3.2.
 */
typedef enum
{
  AUS_TAG_STRONG,
  AUS_TAG_WEAK,
} AusTagComparison;

/* Whether @tag, which is a strong one in quotation marks, is among @list: tags, separated by commas, or “*”. What is no
 * tag is none. */
gboolean aus_entity_tag_is_among (const char       *tag,
                                  const char       *list,
                                  AusTagComparison  comparison);
/* The same for the tag of a record: its revision. */
gboolean aus_entity_tag_matches  (const char       *list,
                                  gint64            revision);

G_END_DECLS
