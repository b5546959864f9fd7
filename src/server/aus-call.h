#pragma once

#include "aus-caller.h"
#include "aus-clinic.h"
#include "aus-media.h"
#include "aus-route.h"

G_BEGIN_DECLS

/**
 * AusCall:
 * @id: (nullable): what stood for the part in braces
 * @query: (nullable): the parameters behind “?”
 * @body: (nullable): as it came; @json is how it was read, and there for every route that takes a body
 * @if_match: (nullable): the tags of what the caller expects to be there
 * @revision: set by the handler where the answer is one record, for its ETag
 * @is_answered: whether the answer is that of an earlier call with the same key
 * @is_guarded: whether if_match was looked at
 * @request_id: (nullable): of the request, where it came as one
 * @content_type: (nullable): of the answer, where it is no JSON
 * @media: (nullable): the answer, where it is too long to be in memory
 * @cookie: (nullable): a session token for the browser, to be kept for cookie_life seconds; "" forgets it
 * @found: (nullable): what look_up found for prepare
 * @checked: (nullable): the hash that prepare found a password to be right by; it may be another one by now
 * @tried_id: (nullable): the account that somebody tried to get into
 * @is_failed_try: whether a password or a code was wrong
 * @work: (nullable): the same where it is more than a text; freed with @work_free
 * @headers: (nullable): those that the route names
 * @more_headers: (nullable): of the answer, be it good or not: names and values in turn
 * @handed_out: (nullable): of an answer with records of many kinds, “patients/ID” for each patient whose record, and
 *   “consultations/ID” for each visit of which anything was in it, for the audit log
 * @visit_id: (nullable): the visit that it is about, for the audit log, where neither path nor door says so
 */
struct _AusCall
{
  const AusRoute *route;
  AusClinic      *clinic;
  AusCredential   credential;
  char           *token;
  AusCaller       caller;
  char           *id;
  char           *path;
  GHashTable     *query;
  GBytes         *body;
  JsonObject     *json;
  char           *if_match;
  gboolean        is_guarded, is_answered;
  char           *idempotency_key;
  char           *address;
  char           *user_agent;
  char           *request_id;
  AusJsonWriter   out;
  guint           status;
  gint64          revision;
  const char     *content_type;
  AusMedia       *media;
  char           *cookie;
  gint64          cookie_life;
  char           *found;
  char           *checked;
  char           *tried_id;
  gboolean        is_failed_try;
  gpointer        work;
  GDestroyNotify  work_free;
  GHashTable     *headers;
  GPtrArray      *more_headers;
  GHashTable     *handed_out;
  char           *visit_id;
};

AusCall    *aus_call_new       (const AusRoute *route,
                                AusClinic      *clinic);
void        aus_call_free      (AusCall        *self);
/* A parameter behind “?”, or %NULL. */
const char *aus_call_get_query (AusCall        *self,
                                const char     *name);
/* The same as a whole number; *@number is left as it is where the parameter is not given, and the error names it. */
gboolean    aus_call_get_number (AusCall       *self,
                                const char     *name,
                                guint64         minimum,
                                guint64         maximum,
                                gint64         *number,
                                GError        **error);
/* Asks of @rows what those of @parameters say that have a clause and are given. The error names all that are wrong. */
gboolean    aus_call_narrow    (AusCall            *self,
                                const AusParameter *parameters,
                                AusQuery           *rows,
                                GError            **error);
/* A header that the route names, or %NULL. */
const char *aus_call_get_header (AusCall       *self,
                                 const char    *name);
/* Adds one to the answer. */
void        aus_call_add_header (AusCall       *self,
                                 const char    *name,
                                 const char    *value);
/* What this caller sees of a record in full. */
AusView     aus_call_get_view  (AusCall        *self);
/* Whether the call's job is one for the writer. */
gboolean    aus_call_writes    (AusCall        *self);
/* Whether it comes from this machine itself, and not through a proxy on it. */
gboolean    aus_call_is_local  (AusCall        *self);
/* Reads a short body before there is a job, for the writer's time is everybody's. What is wrong with it is said by the
 * job, after who asks. */
void        aus_call_read_ahead (AusCall       *self);
/* Runs the whole call in a job of its route's kind: who is it, may they, what do they say, has it been answered
 * before. */
gboolean    aus_call_run       (AusDatabase    *database,
                                gpointer        call,
                                GError        **error);
/* Runs the route's look_up in the same way, without reading the body twice. */
gboolean    aus_call_look_up   (AusDatabase    *database,
                                gpointer        call,
                                GError        **error);
/* Refuses the call unless its If-Match fits, where there is one. */
gboolean    aus_call_check_revision (AusCall   *self,
                                     AusRecord *record,
                                     GError   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusCall, aus_call_free)

G_END_DECLS
