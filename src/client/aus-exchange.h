#pragma once

#include "aus-api.h"
#include "aus-deadline.h"

G_BEGIN_DECLS

/**
 * AusExchange:
 *
 * One call under way: what is asked, and what has come so far.
 */
typedef struct
{
  char        *method;
  char        *path;
  char        *key;
  char        *token;
  GBytes      *body;
  gint64       revision;
  gboolean     retried;
  AusDeadline *deadline;
  SoupMessage *message;
  GByteArray  *answer;
} AusExchange;

AusExchange *aus_exchange_new           (const AusRequest  *request,
                                         const char        *token,
                                         AusDeadline       *deadline);
void         aus_exchange_free          (AusExchange       *self);

/* Takes @message as the next try and adds its body and headers. (transfer full) */
void         aus_exchange_prepare       (AusExchange       *self,
                                         SoupMessage       *message);
/* Whether trying again can do no harm: a GET, or something with a key. Counts the try. */
gboolean     aus_exchange_may_retry     (AusExchange       *self);
/* Seconds that the clock of whoever answered is ahead; FALSE where it did not say. */
gboolean     aus_exchange_read_skew     (AusExchange       *self,
                                         gint64            *skew);
gboolean     aus_exchange_has_succeeded (AusExchange       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusExchange, aus_exchange_free)

G_END_DECLS
