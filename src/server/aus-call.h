#pragma once

#include "aus-caller.h"
#include "aus-clinic.h"

G_BEGIN_DECLS

typedef struct _AusCall AusCall;

/**
 * AusHandler:
 * @call: what is asked, and where the answer goes
 *
 * Answers a call: writes one JSON value to @call->out, or fails. It runs in a job: on the writer thread in a
 * savepoint, or on a reader's snapshot, as the route's method says. It knows no sockets.
 */
typedef gboolean (* AusHandler) (AusCall      *call,
                                 AusDatabase  *database,
                                 GError      **error);

/* Slow work between a look-up and the handler, on a thread of its own, without a database. */
typedef gboolean (* AusPrepare) (AusCall      *call,
                                 GError      **error);

/**
 * AusThread:
 * @AUS_THREAD_BY_METHOD: GET on a reader, all else on the writer
 * @AUS_THREAD_READER: for a POST that changes nothing in the database
 * @AUS_THREAD_WRITER: for a GET that must see that writing works
 */
typedef enum
{
  AUS_THREAD_BY_METHOD,
  AUS_THREAD_READER,
  AUS_THREAD_WRITER,
} AusThread;

/* Beside the roles of a route: whoever came by a door may not, whatever their role. */
#define AUS_ROUTE_NEEDS_ACCOUNT (1u << 31)

/**
 * AusRoute:
 * @path: whole segments without slashes at the ends; “{id}” stands for a UUID
 * @roles: who may, and perhaps %AUS_ROUTE_NEEDS_ACCOUNT; 0 is nobody
 * @status: of a good answer; 204 has no body
 * @members: (nullable): the body's members, separated by spaces; %NULL where a record reads the body
 * @thread: where the handler runs
 * @look_up: (nullable): runs first, on a reader
 * @prepare: (nullable): runs after @look_up
 * @is_secret: whether the answer is told once, and not kept for those who ask again with the same Idempotency-Key
 * @is_for_enrolling: whether it is there for those, too, whom the clinic asks for a second factor that they have not
 * @is_impersonal: whether nobody's data are read or written, so that the audit log need not say so
 */
typedef struct
{
  const char *method;
  const char *path;
  guint       roles;
  guint       status;
  AusHandler  handler;
  const char *members;
  AusThread   thread;
  AusHandler  look_up;
  AusPrepare  prepare;
  gboolean    is_secret;
  gboolean    is_for_enrolling;
  gboolean    is_impersonal;
} AusRoute;

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
 * @cookie: (nullable): a session token for the browser; "" forgets it
 * @found: (nullable): what look_up found for prepare
 * @tried_id: (nullable): the account that somebody tried to get into
 * @is_failed_try: whether a password or a code was wrong
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
  gboolean        is_guarded;
  gboolean        is_answered;
  char           *idempotency_key;
  char           *address;
  char           *user_agent;
  char           *request_id;
  AusJsonWriter   out;
  guint           status;
  gint64          revision;
  const char     *content_type;
  char           *cookie;
  char           *found;
  char           *tried_id;
  gboolean        is_failed_try;
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
/* What this caller sees of a record in full. */
AusView     aus_call_get_view  (AusCall        *self);
/* Whether the call's job is one for the writer. */
gboolean    aus_call_writes    (AusCall        *self);
/* Whether it comes from this machine itself, and not through a proxy on it. */
gboolean    aus_call_is_local  (AusCall        *self);
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
