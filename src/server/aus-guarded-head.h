#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusGuardedHead:
 * @content_length: bytes of the body; 0 where @chunked
 * @chunked: whether the body comes in chunks
 * @expect_start: where the line “Expect: 100-continue” begins; 0 where there is none
 * @expect_end: where it ends, its CRLF included
 *
 * What the head of a request says about its framing.
 */
typedef struct
{
  guint64  content_length;
  gboolean chunked;
  gsize    expect_start;
  gsize    expect_end;
} AusGuardedHead;

/**
 * aus_guarded_head_read:
 * @data: a request line and headers, up to and including the empty line
 *
 * Reads the head of a request more strictly than RFC 9112 asks for: whatever two readers could take in two ways is
 * refused.
 *
 * Returns: 0 where @head was filled in, else the HTTP status to refuse with
 */
guint aus_guarded_head_read (AusGuardedHead *head,
                             const char     *data,
                             gsize           length);

G_END_DECLS
