#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusGuardedChunks:
 * @total: bytes of data announced so far
 *
 * Follows the chunks of one request body (RFC 9112, section 7.1), without extensions and trailers. Starts zeroed.
 */
typedef struct
{
  guint   state;
  guint   digits;
  guint64 left;
  guint64 total;
} AusGuardedChunks;

typedef enum
{
  AUS_GUARDED_CHUNKS_MORE,
  AUS_GUARDED_CHUNKS_DONE,
  AUS_GUARDED_CHUNKS_BAD,
} AusGuardedChunksAnswer;

/**
 * aus_guarded_chunks_follow:
 * @used: (out): how many of the bytes belong to this body
 *
 * Follows the next bytes. Done means that the body is complete and what lies behind @used is the next request.
 */
AusGuardedChunksAnswer aus_guarded_chunks_follow (AusGuardedChunks *self,
                                                  const guint8     *data,
                                                  gsize             length,
                                                  gsize            *used);

G_END_DECLS
