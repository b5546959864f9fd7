#pragma once

#include "aus-guarded-chunks.h"
#include "aus-listener-limits.h"

G_BEGIN_DECLS

typedef enum
{
  AUS_GUARDED_IDLE,     /* nothing of a request is here */
  AUS_GUARDED_HEAD,     /* a part of a head is here */
  AUS_GUARDED_LENGTH,   /* a body of known length comes */
  AUS_GUARDED_CHUNKED,  /* a body in chunks comes */
  AUS_GUARDED_COMPLETE, /* it is all here */
} AusGuardedPhase;

/**
 * AusGuardedRequest:
 *
 * Follows the bytes of one request after another and clears those for reading that are known to belong to the present
 * one. Starts zeroed.
 */
typedef struct
{
  AusGuardedPhase  phase;
  guint8          *data;
  gsize            size;
  gsize            start;    /* of what was not taken yet */
  gsize            cleared;  /* how much of it may be */
  gsize            end;
  gsize            line;     /* where the present line of the head begins, from start */
  gsize            seen;     /* how much of the head was looked at, from start */
  guint64          left;     /* of a body of known length */
  gboolean         given;    /* whether anything of the present request was taken */
  gboolean         awaited;  /* whether the peer waits for “100 Continue” */
  AusGuardedChunks chunks;
} AusGuardedRequest;

void     aus_guarded_request_clear   (AusGuardedRequest       *self);

void     aus_guarded_request_append  (AusGuardedRequest       *self,
                                      const guint8            *data,
                                      gsize                    length);

/* Follows what was appended. Returns: 0, or the HTTP status to refuse the request with */
guint    aus_guarded_request_advance (AusGuardedRequest       *self,
                                      const AusListenerLimits *limits);

/* Takes up to @count cleared bytes. */
gsize    aus_guarded_request_take    (AusGuardedRequest       *self,
                                      void                    *buffer,
                                      gsize                    count);

/* Whether the request is complete and was taken to its last byte. */
gboolean aus_guarded_request_is_over (const AusGuardedRequest *self);

/* Turns to the next request, of which a part may be here. */
void     aus_guarded_request_next    (AusGuardedRequest       *self);

/* Whether advancing might clear something. */
gboolean aus_guarded_request_is_news (const AusGuardedRequest *self);

G_END_DECLS
