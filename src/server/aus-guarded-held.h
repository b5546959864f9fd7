#pragma once

#include "aus-guarded-stream.h"

G_BEGIN_DECLS

/**
 * AusGuardedHeld:
 *
 * What libsoup wrote and was not sent yet, so that the head and the body of an answer leave in one packet. Its lock is
 * for the one write that libsoup does in another thread. Starts zeroed.
 */
typedef struct
{
  GMutex      lock;
  GByteArray *bytes;
} AusGuardedHeld;

void     aus_guarded_held_clear    (AusGuardedHeld   *self);
gboolean aus_guarded_held_is_empty (AusGuardedHeld   *self);

/* Holds a little; sends all at once where it gets to be much. Returns: how many of @count were taken, -1 where it would
   block or the connection is broken */
gssize   aus_guarded_held_write    (AusGuardedHeld   *self,
                                    AusGuardedStream *stream,
                                    const void       *buffer,
                                    gsize             count);

/* Sends what the stream takes. */
void     aus_guarded_held_flush    (AusGuardedHeld   *self,
                                    AusGuardedStream *stream);

/* Returns: (transfer full) (nullable): what is held, now the caller's to send */
GBytes  *aus_guarded_held_steal    (AusGuardedHeld   *self);

G_END_DECLS
