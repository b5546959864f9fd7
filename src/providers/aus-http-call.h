#pragma once

#include "aus-error.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * AusHostList:
 * @domains: which may be called by https, they themselves and what ends in “.” and them; ends with %NULL
 * @origin: (nullable): where a clinic says that the provider is, which may be called by https; where that is this
 *   machine itself, as in tests, all of it may be called
 *
 * Whom a provider may have us call, so that no answer and no setting sends our credentials elsewhere.
 */
typedef struct
{
  const char *const *domains;
  const char        *origin;
} AusHostList;

/* Whether @url, which is whole, leads there. */
gboolean aus_host_list_allows     (const AusHostList *self,
                                   const char        *url);
/* (transfer full) (nullable): @url without a slash at its end where it is the bare address of a server: by https, or by
 * http on this machine itself. */
char    *aus_http_origin_parse    (const char        *url);
/* Whether @origin is on this machine. */
gboolean aus_http_origin_is_local (const char        *origin);

/**
 * AusHttpTake:
 *
 * Takes a piece of an answer. %FALSE ends the call.
 */
typedef gboolean (* AusHttpTake) (gconstpointer   piece,
                                  gsize           length,
                                  gpointer        data,
                                  GError        **error);

/**
 * AusHttpCall:
 * @url: whole and encoded
 * @authorization: (nullable): the header's value
 * @body: (nullable): with its @content_type
 * @seconds: in which all must be done; 0 for the usual 15. Connecting takes 5 of them at most
 * @take: (nullable): is given the body of a good answer, instead of the answer
 *
 * A request to a provider. It goes where the list allows alone, follows nobody elsewhere, and takes no more than 4 MiB
 * of an answer that nobody takes.
 */
typedef struct
{
  const char  *method;
  const char  *url;
  const char  *authorization;
  const char  *content_type;
  const char  *body;
  guint        seconds;
  AusHttpTake  take;
  gpointer     take_data;
} AusHttpCall;

/**
 * AusHttpAnswer:
 * @json: (nullable): the body, where that is a JSON object
 * @retry_after: seconds; 0 where it does not say
 * @max_age: for how many seconds it may be kept; 0 where it does not say
 * @location: (nullable): where it sends us
 */
typedef struct
{
  guint       status;
  GBytes     *body;
  JsonObject *json;
  guint       retry_after;
  guint       max_age;
  char       *location;
} AusHttpAnswer;

void           aus_http_answer_free (AusHttpAnswer      *self);

/* Blocks; for threads that may wait. Its deadlines are kept by the main loop. Returns: (transfer full): whatever was
 * answered; or %NULL with %AUS_ERROR_UNAVAILABLE in plain words, %AUS_ERROR_FORBIDDEN where the list does not allow it,
 * or %G_IO_ERROR_CANCELLED where @cancellable was */
AusHttpAnswer *aus_http_call_run    (const AusHttpCall  *self,
                                     const AusHostList  *hosts,
                                     GCancellable       *cancellable,
                                     GError            **error);

/* @text with what may be a credential left out, for logs and people. (transfer full) */
char          *aus_http_redact      (const char         *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusHttpAnswer, aus_http_answer_free)

G_END_DECLS
