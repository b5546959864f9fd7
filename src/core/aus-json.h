#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Deeper nesting is refused: one level is one stack frame. */
#define AUS_JSON_MAX_DEPTH 64

/* More in one object is refused: members are found by a hash, and anybody can name theirs so that all share one. */
#define AUS_JSON_MAX_MEMBERS 256

/**
 * aus_json_parse:
 * @data: JSON text in UTF-8; %NULL where @length is 0
 * @length: its length in bytes, or -1 where it ends with a NUL
 *
 * Reads strict JSON (RFC 8259): no comments, no trailing commas, nothing after the value, no “\u0000”.
 * Where a member occurs twice the last one counts.
 *
 * Returns: (transfer full): the value, or %NULL with %AUS_ERROR_MALFORMED, whose text says line and column
 */
JsonNode   *aus_json_parse        (const char  *data,
                                   gssize       length,
                                   GError     **error);

/* Like [func@json_parse], and refuses whatever is not an object. Returns: (transfer full) */
JsonObject *aus_json_parse_object (const char  *data,
                                   gssize       length,
                                   GError     **error);

/* Strict look-ups: a member of another type counts as absent. Texts are owned by the object. */
const char *aus_json_get_text     (JsonObject  *object,
                                   const char  *name);
gboolean    aus_json_get_boolean  (JsonObject  *object,
                                   const char  *name,
                                   gboolean     fallback);
gint64      aus_json_get_integer  (JsonObject  *object,
                                   const char  *name,
                                   gint64       fallback);

G_END_DECLS
