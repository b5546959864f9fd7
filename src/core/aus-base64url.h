#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 4648 §5 without padding. */
char   *aus_base64url_encode (const void  *data,
                              gsize        length);

/**
 * aus_base64url_decode:
 * @text: what was encoded
 * @length: its length, or -1 where it ends with a NUL
 *
 * Refuses padding, bytes outside the alphabet, and left-over bits that are not zero.
 *
 * Returns: (transfer full): the bytes, or %NULL with %AUS_ERROR_MALFORMED
 */
GBytes *aus_base64url_decode (const char  *text,
                              gssize       length,
                              GError     **error);

G_END_DECLS
