#include "aus-api.h"

#include "aus-error.h"
#include "aus-api-call.h"
#include "aus-json.h"
#include "aus-api-problem.h"
#include "aus-uuid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BASE_PATH "/telemedicine/api/"
#define CHUNK     (64 * 1024)

struct _AusApi
{
  GObject      parent_instance;

  SoupSession *session;
  char        *server;
  char        *token;
  gint64       clock_skew;
  guint        time_limit;
  guint        n_changes;
};

G_DEFINE_FINAL_TYPE (AusApi, aus_api, G_TYPE_OBJECT)

enum
{
  PROP_CLOCK_SKEW = 1,
  N_PROPS,
};

enum
{
  UNAUTHORIZED,
  AUTHORIZED,
  SETTLED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* A second or two is how long answers take. */
static void
take_clock (AusApi      *self,
            AusApiCall *call)
{
  gint64 skew;

  if (!aus_api_call_read_skew (call, &skew) || ABS (skew - self->clock_skew) <= 2)
    return;

  self->clock_skew = ABS (skew) <= 2 ? 0 : skew;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CLOCK_SKEW]);
}

static void
finish (GTask *task)
{
  AusApi *self = g_task_get_source_object (task);
  AusApiCall *call = g_task_get_task_data (task);
  g_autoptr (GBytes) answer = g_bytes_new (call->answer->data, call->answer->len);

  take_clock (self, call);

  if (aus_api_call_has_succeeded (call)) {
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) g_bytes_unref);
    return;
  }

  g_task_return_error (task, aus_api_problem_from_answer (call->message, answer));

  if (soup_message_get_status (call->message) == SOUP_STATUS_UNAUTHORIZED && call->token != NULL &&
      g_strcmp0 (call->token, self->token) == 0)
    aus_api_report_refusal (self);
}

/* The time running out is the server's fault, being cancelled is the caller's wish. */
static void
fail (GTask        *task,
      const GError *error)
{
  AusApiCall *call = g_task_get_task_data (task);

  if (aus_deadline_has_passed (call->deadline)) {
    g_autoptr (GError) late = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "out of time");

    g_task_return_error (task, aus_api_problem_from_transport (late));
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_task_return_error (task, g_error_copy (error));
  } else {
    g_task_return_error (task, aus_api_problem_from_transport (error));
  }
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  AusApiCall *call = g_task_get_task_data (task);
  GCancellable *cancellable = aus_deadline_get_cancellable (call->deadline);

  if (chunk == NULL) {
    fail (task, error);
    return;
  }

  if (g_bytes_get_size (chunk) == 0) {
    finish (task);
    return;
  }

  if (call->answer->len + g_bytes_get_size (chunk) > AUS_API_MAX_ANSWER) {
    g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_TOO_LARGE, _("The server's answer is too long"));
    return;
  }

  g_byte_array_append (call->answer, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (G_INPUT_STREAM (source), CHUNK, G_PRIORITY_DEFAULT, cancellable, read_cb,
                                   g_steal_pointer (&task));
}

static SoupMessage *
new_message (const char *server,
             const char *token,
             const char *method,
             const char *path)
{
  g_autofree char *uri = g_strconcat (server, *path == '/' ? "" : BASE_PATH, path, NULL);
  g_autofree char *id = aus_uuid_new ();
  SoupMessage *message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_headers_replace (headers, "X-Request-Id", id);

  if (token != NULL) {
    g_autofree char *authorization = g_strconcat ("Token ", token, NULL);

    soup_message_headers_replace (headers, "Authorization", authorization);
  }

  return message;
}

/* Takes over @task. */
static void
send_task (GTask               *task,
           GAsyncReadyCallback  callback)
{
  AusApi *self = g_task_get_source_object (task);
  AusApiCall *call = g_task_get_task_data (task);
  SoupMessage *message = new_message (call->server, call->token, call->method, call->path);

  aus_api_call_prepare (call, message);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT,
                           aus_deadline_get_cancellable (call->deadline), callback, task);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  AusApiCall *call = g_task_get_task_data (task);
  GCancellable *cancellable = aus_deadline_get_cancellable (call->deadline);

  if (stream != NULL)
    g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, cancellable, read_cb,
                                     g_steal_pointer (&task));
  else if (!g_cancellable_is_cancelled (cancellable) && aus_api_call_may_retry (call))
    send_task (g_steal_pointer (&task), sent_cb);
  else
    fail (task, error);
}

static void
aus_api_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  AusApi *self = AUS_API (object);

  switch (prop_id) {
    case PROP_CLOCK_SKEW:
      g_value_set_int64 (value, self->clock_skew);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_api_finalize (GObject *object)
{
  AusApi *self = AUS_API (object);

  soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->token, g_free);

  G_OBJECT_CLASS (aus_api_parent_class)->finalize (object);
}

static void
aus_api_class_init (AusApiClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_api_get_property;
  object_class->finalize = aus_api_finalize;

  props[PROP_CLOCK_SKEW] =
    g_param_spec_int64 ("clock-skew", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[UNAUTHORIZED] =
    g_signal_new ("unauthorized", AUS_TYPE_API, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[AUTHORIZED] =
    g_signal_new ("authorized", AUS_TYPE_API, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SETTLED] =
    g_signal_new ("settled", AUS_TYPE_API, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++) {
    if (!g_ascii_isprint (*text) || strchr ("();\\", *text) != NULL)
      return FALSE;
  }

  return TRUE;
}

/* People find this machine by it in the list of their devices. What cannot stand in a header is left out. */
static char *
make_user_agent (void)
{
  const char *host = g_get_host_name ();

  return is_plain (host) ? g_strdup_printf ("Ausculta (%s; Linux) ", host) : g_strdup ("Ausculta (; Linux) ");
}

static void
aus_api_init (AusApi *self)
{
  g_autofree char *user_agent = make_user_agent ();

  self->time_limit = AUS_API_TIME_LIMIT;
  self->session = soup_session_new_with_options ("user-agent", user_agent, "max-conns-per-host", 8,
                                                 "timeout", 0, "idle-timeout", 30, NULL);
}

AusApi *
aus_api_new (void)
{
  return g_object_new (AUS_TYPE_API, NULL);
}

void
aus_api_set_server (AusApi     *self,
                    const char *uri)
{
  char *server = g_strdup (uri);

  g_free (self->server);
  self->server = server;
  g_clear_pointer (&self->token, g_free);
}

const char *
aus_api_get_server (AusApi *self)
{
  return self->server;
}

void
aus_api_set_token (AusApi     *self,
                   const char *token)
{
  char *copy = g_strdup (token);

  g_free (self->token);
  self->token = copy;

  if (copy != NULL)
    g_signal_emit (self, signals[AUTHORIZED], 0);
}

const char *
aus_api_get_token (AusApi *self)
{
  return self->token;
}

gint64
aus_api_get_clock_skew (AusApi *self)
{
  return self->clock_skew;
}

void
aus_api_set_time_limit (AusApi *self,
                        guint   time_limit)
{
  self->time_limit = time_limit;
}

/* After whoever asked has heard the answer, and perhaps asked for something else. */
static void
completed_cb (GTask *task)
{
  AusApi *self = g_task_get_source_object (task);

  if (--self->n_changes == 0)
    g_signal_emit (self, signals[SETTLED], 0);
}

/* What another run can go on with, such as a file's pieces, is nothing to wait for. */
static void
count (AusApi              *self,
       const AusApiRequest *request,
       GTask               *task)
{
  if (g_str_equal (request->method, "GET") || request->piece != NULL)
    return;

  self->n_changes++;
  g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), NULL);
}

gboolean
aus_api_is_settled (AusApi *self)
{
  return self->n_changes == 0;
}

void
aus_api_send_async (AusApi              *self,
                    const AusApiRequest    *request,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  GTask *task;
  AusApiCall *call;

  g_return_if_fail (self->server != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  call = aus_api_call_new (request, self->server, self->token, aus_deadline_new (self->time_limit, cancellable));
  g_task_set_source_tag (task, aus_api_send_async);
  g_task_set_task_data (task, call, (GDestroyNotify) aus_api_call_free);
  count (self, request, task);
  send_task (task, sent_cb);
}

JsonObject *
aus_api_get_object (JsonNode  *answer,
                    GError   **error)
{
  if (answer != NULL && JSON_NODE_HOLDS_OBJECT (answer))
    return json_node_get_object (answer);

  if (answer != NULL)
    g_set_error_literal (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, _("This is not an Ausculta server"));

  return NULL;
}

void
aus_api_answer_task (GObject      *source,
                     GAsyncResult *result,
                     gpointer      task)
{
  g_autoptr (GTask) own_task = task;
  GError *error = NULL;
  JsonNode *answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer != NULL)
    g_task_return_pointer (own_task, answer, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (own_task, error);
}

GBytes *
aus_api_send_finish_bytes (AusApi        *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

JsonNode *
aus_api_send_finish (AusApi        *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_autoptr (GBytes) answer = aus_api_send_finish_bytes (self, result, error);

  if (answer == NULL)
    return NULL;

  if (g_bytes_get_size (answer) == 0)
    return json_node_new (JSON_NODE_NULL);

  return aus_json_parse (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), error);
}

SoupSession *
aus_api_get_session (AusApi *self)
{
  return self->session;
}

SoupMessage *
aus_api_new_message (AusApi     *self,
                     const char *method,
                     const char *path)
{
  return new_message (self->server, self->token, method, path);
}

void
aus_api_report_refusal (AusApi *self)
{
  g_signal_emit (self, signals[UNAUTHORIZED], 0);
}
