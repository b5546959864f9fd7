#pragma once

#include "aus-api.h"
#include "aus-deadline.h"

G_BEGIN_DECLS

/**
 * AusApiCall:
 *
 * One call under way: what is asked, and what has come so far.
 */
typedef struct
{
  char        *method;
  char        *path;
  char        *key;
  char        *server;
  char        *token;
  GBytes      *body;
  gint64       revision;
  const char  *body_type;
  GStrv        headers;
  gboolean     retried;
  AusDeadline *deadline;
  SoupMessage *message;
  GByteArray  *answer;
} AusApiCall;

/* What is asked, it is asked of @server and as @token says, however often it is tried. */
AusApiCall *aus_api_call_new           (const AusApiRequest  *request,
                                        const char           *server,
                                        const char           *token,
                                        AusDeadline          *deadline);
void        aus_api_call_free          (AusApiCall           *self);

/* Takes @message as the next try and adds its body and headers. (transfer full) */
void        aus_api_call_prepare       (AusApiCall           *self,
                                        SoupMessage          *message);
/* Whether trying again can do no harm: a GET, or something with a key. Counts the try. */
gboolean    aus_api_call_may_retry     (AusApiCall           *self);
/* Seconds that the clock of whoever answered is ahead; FALSE where it did not say. */
gboolean    aus_api_call_read_skew     (AusApiCall           *self,
                                        gint64               *skew);
gboolean    aus_api_call_has_succeeded (AusApiCall           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusApiCall, aus_api_call_free)

G_END_DECLS
