#pragma once

#include "aus-database.h"
#include "aus-parameter.h"
#include "aus-shape.h"

G_BEGIN_DECLS

typedef struct _AusCall AusCall;
typedef struct _AusDepositKind AusDepositKind;

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

/* The end of a call, on the main thread. @is_good: whether it did what was asked, and that is durable */
typedef void     (* AusSettle)  (AusCall      *call,
                                 gboolean      is_good);

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

/* Sets of errors, for what a route answers beyond what every route of its kind may. */
#define AUS_FAULT(error) (1u << AUS_ERROR_##error)

/**
 * AusRoute:
 * @path: whole segments without slashes at the ends; “{id}” stands for a UUID
 * @roles: who may, and perhaps %AUS_ROUTE_NEEDS_ACCOUNT; 0 is nobody
 * @status: of a good answer; 204 has no body
 * @members: (nullable): the body's members, separated by spaces, all of them fields of @record; %NULL where @body or
 *   the whole record says what it has
 * @thread: where the handler runs
 * @look_up: (nullable): runs first, on a reader
 * @prepare: (nullable): runs after @look_up
 * @is_for_enrolling: whether it is there for those, too, whom the clinic asks for a second factor that they have not
 * @is_impersonal: whether nobody's data are read or written, so that the audit log need not say so
 * @body_type: (nullable): of a body that is no JSON
 * @headers: (nullable): the headers that the handler looks at, separated by spaces
 * @takes_link: whether a signed link will do in place of a sign-in
 * @deposit: (nullable): the kind of thing whose content arrives or goes out
 * @is_filing: whether @prepare works on files, and must not keep those waiting who sign in
 * @settle: (nullable): gives back what @look_up or @prepare took
 * @summary: what it does, in a few words
 * @record: (nullable): the type of record that is answered with, and that the body makes or changes
 * @body: (nullable): what the body looks like, where it is not just fields of @record
 * @answer: (nullable): what the answer looks like, where it is not just @record
 * @form: of the answer
 * @parameters: (nullable): what may stand behind “?”, page and page_size aside
 * @faults: what else it answers, a set of %AUS_FAULT
 */
typedef struct
{
  const char         *method;
  const char         *path;
  guint               roles;
  guint               status;
  AusHandler          handler;
  const char         *members;
  AusThread           thread;
  AusHandler          look_up;
  AusPrepare          prepare;
  gboolean            is_for_enrolling;
  gboolean            is_impersonal;
  const char         *body_type;
  const char         *headers;
  gboolean            takes_link;
  const AusDepositKind *deposit;
  gboolean            is_filing;
  AusSettle           settle;
  const char         *summary;
  GType             (*record) (void);
  const AusShape     *body;
  const AusShape     *answer;
  AusForm             form;
  const AusParameter *parameters;
  guint               faults;
} AusRoute;

G_END_DECLS
