#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Larger answers are refused. */
#define AUS_API_MAX_ANSWER (16 * 1024 * 1024)
/* For a whole call, in milliseconds. */
#define AUS_API_TIME_LIMIT (20 * 1000)

/**
 * AusApiRequest:
 * @method: such as `"GET"`
 * @path: with its query; below `/telemedicine/api/` where it has no leading slash
 * @body: (nullable): what to send
 * @key: (nullable): `Idempotency-Key`; a POST without one gets one of its own
 * @revision: the `If-Match`; 0 for none
 * @piece: (nullable): a piece of a file to send, instead of @body
 * @headers: (nullable): more of them, names and values by turns, ending with %NULL
 */
typedef struct
{
  const char *method;
  const char *path;
  JsonNode   *body;
  const char *key;
  gint64      revision;
  GBytes     *piece;
  const char *const *headers;
} AusApiRequest;

#define AUS_TYPE_API (aus_api_get_type ())

G_DECLARE_FINAL_TYPE (AusApi, aus_api, AUS, API, GObject)

/**
 * AusApi:
 *
 * Calls of the server's API. Each ends within a time, redirects are not followed, and no token goes anywhere
 * but to the server it belongs to.
 *
 * Property `clock-skew`: seconds that the server's clock is ahead of ours. Signal `unauthorized`: the server
 * refused the present token. Signal `authorized`: there is a new one. Signal `settled`: see aus_api_is_settled().
 */

AusApi      *aus_api_new               (void);

/* @uri: normalized. Forgets the token, which belongs to another server. */
void         aus_api_set_server        (AusApi               *self,
                                        const char           *uri);
const char  *aus_api_get_server        (AusApi               *self);
void         aus_api_set_token         (AusApi               *self,
                                        const char           *token);
const char  *aus_api_get_token         (AusApi               *self);
gint64       aus_api_get_clock_skew    (AusApi               *self);
/* In milliseconds, for calls from now on. */
void         aus_api_set_time_limit    (AusApi               *self,
                                        guint                 time_limit);

/* Whether all has been answered that was to change something, and whoever asked has heard it. */
gboolean     aus_api_is_settled        (AusApi               *self);

/* @request is copied. */
void         aus_api_send_async        (AusApi               *self,
                                        const AusApiRequest     *request,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
/* Returns: (transfer full): the answer, a null node where it is empty */
JsonNode    *aus_api_send_finish       (AusApi               *self,
                                        GAsyncResult         *result,
                                        GError              **error);
/* A callback that hands the answer, or the error, over to a #GTask: @task: (transfer full) */
void         aus_api_answer_task       (GObject              *source,
                                        GAsyncResult         *result,
                                        gpointer              task);
/* @answer: (nullable): of a failure, which has its error already. Returns: (transfer none): its object, or %NULL with
 * an error where no server of ours answers so */
JsonObject  *aus_api_get_object        (JsonNode             *answer,
                                        GError              **error);
/* The same as it came. Returns: (transfer full) */
GBytes      *aus_api_send_finish_bytes (AusApi               *self,
                                        GAsyncResult         *result,
                                        GError              **error);

/* The session and a message with the token, for WebSockets. Owned by @self, and (transfer full). */
SoupSession *aus_api_get_session       (AusApi               *self);
SoupMessage *aus_api_new_message       (AusApi               *self,
                                        const char           *method,
                                        const char           *path);
/* To be told where a WebSocket was refused for its token. */
void         aus_api_report_refusal    (AusApi               *self);

G_END_DECLS
