#include "aus-live.h"

#include "aus-backoff.h"
#include "aus-deadline.h"
#include "aus-error.h"
#include "aus-frame-pacer.h"
#include "aus-json.h"
#include "aus-api-problem.h"

#include <glib/gi18n-lib.h>

#define CONNECT_MS  (20 * 1000)
#define WATCH_MS    2000
#define MAX_PAYLOAD (1024 * 1024)

/* Seconds between our pings and of silence that we bear: as a rule, and after the network changed. */
#define PING          20
#define SILENCE       45
#define PROBE_PING    2
#define PROBE_SILENCE 6

/* Close codes of our server. */
#define CLOSE_NOT_SIGNED_IN 4401
#define CLOSE_GONE          4404

struct _AusLive
{
  GObject                  parent_instance;

  AusApi                  *api;
  char                    *path;
  GNetworkMonitor         *monitor;
  AusBackoff               backoff;
  /* Connects; held here because losing leads to connecting and connecting to losing. */
  GSourceFunc              connect_cb;

  gboolean                 running;
  guint                    timer;
  guint                    watch;
  AusDeadline             *deadline;
  SoupMessage             *message;
  SoupWebsocketConnection *socket;
  AusFramePacer           *pacer;
  /* Up to where everything was heard, and the newest of what was. */
  gint64                   last_seq;
  gint64                   heard_seq;
  gboolean                 resuming;
  gint64                   heard;
  guint                    silence;
};

G_DEFINE_FINAL_TYPE (AusLive, aus_live, G_TYPE_OBJECT)

enum
{
  PROP_CONNECTED = 1,
  N_PROPS,
};

enum
{
  FRAME,
  LOST,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
send_resume (AusLive *self)
{
  g_autoptr (JsonObject) frame = json_object_new ();

  self->heard_seq = self->last_seq;
  self->resuming = self->last_seq != 0;

  if (!self->resuming)
    return;

  json_object_set_string_member (frame, "type", "resume");
  json_object_set_int_member (frame, "after", self->last_seq);
  aus_live_send (self, frame);
}

static void
set_silence (AusLive *self,
             guint    ping,
             guint    silence)
{
  self->heard = g_get_monotonic_time ();

  if (self->silence == silence)
    return;

  self->silence = silence;
  soup_websocket_connection_set_keepalive_interval (self->socket, ping);
}

static void
hear (AusLive *self)
{
  set_silence (self, PING, SILENCE);
  aus_backoff_reset (&self->backoff);
}

/* Only what comes from the log counts: “changes” may run ahead of the events before it. And what was missed counts when
 * all of it is there: whoever is cut off on the way asks for it again. */
static void
note_seq (AusLive    *self,
          JsonObject *frame)
{
  const char *type = aus_json_get_text (frame, "type");
  gint64 seq = MAX (aus_json_get_integer (frame, "seq", 0), aus_json_get_integer (frame, "last_seq", 0));

  if (self->heard_seq == 0 || g_strcmp0 (type, "changes") != 0)
    self->heard_seq = MAX (self->heard_seq, seq);

  if (g_strcmp0 (type, "resumed") == 0)
    self->resuming = FALSE;

  if (!self->resuming)
    self->last_seq = self->heard_seq;
}

static void
message_cb (AusLive                 *self,
            SoupWebsocketDataType    type,
            GBytes                  *bytes,
            SoupWebsocketConnection *socket)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) frame = NULL;
  g_autoptr (AusLive) alive = g_object_ref (self);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  hear (self);
  frame = aus_json_parse_object (data, (gssize) length, &error);

  if (frame == NULL) {
    g_info ("Passing over a frame of %s: %s", self->path, error->message);
    return;
  }

  note_seq (self, frame);
  g_signal_emit (self, signals[FRAME], 0, frame);
}

static void
drop_socket (AusLive *self)
{
  g_autoptr (SoupWebsocketConnection) socket = g_steal_pointer (&self->socket);

  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_pointer (&self->pacer, aus_frame_pacer_free);

  if (socket == NULL)
    return;

  g_signal_handlers_disconnect_by_data (socket, self);

  /* It says goodbye in its own time. */
  if (soup_websocket_connection_get_state (socket) == SOUP_WEBSOCKET_STATE_OPEN) {
    g_signal_connect (g_object_ref (socket), "closed", G_CALLBACK (g_object_unref), NULL);
    soup_websocket_connection_close (socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  }

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONNECTED]);
}

/* Where the server says that asking again is of no use. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED) ||
         g_error_matches (error, AUS_ERROR, AUS_ERROR_FORBIDDEN) ||
         g_error_matches (error, AUS_ERROR, AUS_ERROR_NOT_FOUND);
}

static void
lose (AusLive *self,
      GError  *error)
{
  g_autoptr (AusLive) alive = g_object_ref (self);
  gboolean final = is_refusal (error);

  if (final)
    self->running = FALSE;

  drop_socket (self);

  if (self->running && self->timer == 0)
    self->timer = g_timeout_add (aus_backoff_next (&self->backoff), self->connect_cb, self);

  if (g_error_matches (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED))
    aus_api_report_refusal (self->api);

  g_signal_emit (self, signals[LOST], 0, error, final);
}

static GError *
make_closed_error (gushort code)
{
  switch (code) {
    case CLOSE_NOT_SIGNED_IN:
      return g_error_new_literal (AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, _("Your session has ended"));
    case CLOSE_GONE:
      return g_error_new_literal (AUS_ERROR, AUS_ERROR_NOT_FOUND, _("This visit is not there any more"));
    default:
      return g_error_new_literal (AUS_ERROR, AUS_ERROR_UNAVAILABLE, _("The connection was lost"));
  }
}

static void
closed_cb (AusLive                 *self,
           SoupWebsocketConnection *socket)
{
  g_autoptr (GError) error = make_closed_error (soup_websocket_connection_get_close_code (socket));

  lose (self, error);
}

static gboolean
watch_cb (gpointer user_data)
{
  AusLive *self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_get_monotonic_time () - self->heard < self->silence * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;

  self->watch = 0;
  error = g_error_new_literal (AUS_ERROR, AUS_ERROR_UNAVAILABLE, _("The server does not answer any more"));
  lose (self, error);

  return G_SOURCE_REMOVE;
}

static void
take_socket (AusLive                 *self,
             SoupWebsocketConnection *socket)
{
  self->socket = g_object_ref (socket);
  self->pacer = aus_frame_pacer_new (socket);
  self->silence = 0;
  set_silence (self, PING, SILENCE);
  self->watch = g_timeout_add (WATCH_MS, watch_cb, self);

  soup_websocket_connection_set_max_incoming_payload_size (socket, MAX_PAYLOAD);
  g_signal_connect_swapped (socket, "message", G_CALLBACK (message_cb), self);
  g_signal_connect_swapped (socket, "pong", G_CALLBACK (hear), self);
  g_signal_connect_swapped (socket, "closed", G_CALLBACK (closed_cb), self);

  send_resume (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONNECTED]);
}

static GError *
make_failure (AusLive      *self,
              SoupMessage  *message,
              const GError *error)
{
  g_autoptr (GBytes) no_body = g_bytes_new (NULL, 0);
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_NONE || status == SOUP_STATUS_SWITCHING_PROTOCOLS)
    return aus_api_problem_from_transport (error);

  return aus_api_problem_from_answer (message, no_body);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (AusLive) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (SoupMessage) message = g_steal_pointer (&self->message);
  g_autoptr (SoupWebsocketConnection) socket =
    soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  g_clear_pointer (&self->deadline, aus_deadline_free);

  if (!self->running) {
    if (socket != NULL)
      soup_websocket_connection_close (socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  } else if (socket != NULL) {
    take_socket (self, socket);
  } else {
    problem = make_failure (self, message, error);
    lose (self, problem);
  }
}

static gboolean
connect_cb (gpointer user_data)
{
  AusLive *self = user_data;
  /* What was missed comes before all that happens from then on. */
  g_autofree char *path = g_strconcat (self->path, self->last_seq != 0 ? "?resume=1" : NULL, NULL);

  self->timer = 0;

  if (self->deadline != NULL || self->socket != NULL)
    return G_SOURCE_REMOVE;

  self->deadline = aus_deadline_new (CONNECT_MS, NULL);
  self->message = aus_api_new_message (self->api, "GET", path);
  soup_message_disable_feature (self->message, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  soup_session_websocket_connect_async (aus_api_get_session (self->api), self->message, NULL, NULL,
                                        G_PRIORITY_DEFAULT, aus_deadline_get_cancellable (self->deadline),
                                        connected_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* What is connected may have lost its way without knowing, so ask. */
static void
network_changed_cb (AusLive  *self,
                    gboolean  available)
{
  aus_backoff_reset (&self->backoff);

  if (self->socket != NULL)
    set_silence (self, PROBE_PING, PROBE_SILENCE);
  else if (available)
    aus_live_retry (self);
}

static void
aus_live_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_CONNECTED:
      g_value_set_boolean (value, aus_live_get_connected (AUS_LIVE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_live_dispose (GObject *object)
{
  AusLive *self = AUS_LIVE (object);

  aus_live_stop (self);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);

  g_clear_object (&self->monitor);
  g_clear_object (&self->api);

  G_OBJECT_CLASS (aus_live_parent_class)->dispose (object);
}

static void
aus_live_finalize (GObject *object)
{
  g_free (AUS_LIVE (object)->path);

  G_OBJECT_CLASS (aus_live_parent_class)->finalize (object);
}

static void
aus_live_class_init (AusLiveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_live_get_property;
  object_class->dispose = aus_live_dispose;
  object_class->finalize = aus_live_finalize;

  props[PROP_CONNECTED] =
    g_param_spec_boolean ("connected", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FRAME] = g_signal_new ("frame", AUS_TYPE_LIVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[LOST] = g_signal_new ("lost", AUS_TYPE_LIVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_ERROR, G_TYPE_BOOLEAN);
}

static void
aus_live_init (AusLive *self)
{
  self->connect_cb = connect_cb;
  aus_live_set_waits (self, 500, 30 * 1000);
  aus_live_set_monitor (self, g_network_monitor_get_default ());
}

AusLive *
aus_live_new (AusApi     *api,
              const char *path)
{
  AusLive *self = g_object_new (AUS_TYPE_LIVE, NULL);

  self->api = g_object_ref (api);
  self->path = g_strdup (path);

  return self;
}

void
aus_live_set_waits (AusLive *self,
                    guint    first,
                    guint    cap)
{
  self->backoff = (AusBackoff) { .first = first, .cap = cap };
}

void
aus_live_set_monitor (AusLive         *self,
                      GNetworkMonitor *monitor)
{
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);

  g_set_object (&self->monitor, monitor);
  g_signal_connect_swapped (monitor, "network-changed", G_CALLBACK (network_changed_cb), self);
}

void
aus_live_start (AusLive *self)
{
  self->running = TRUE;
  aus_backoff_reset (&self->backoff);
  aus_live_retry (self);
}

void
aus_live_stop (AusLive *self)
{
  self->running = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->deadline != NULL)
    g_cancellable_cancel (aus_deadline_get_cancellable (self->deadline));

  drop_socket (self);
}

void
aus_live_retry (AusLive *self)
{
  if (!self->running || self->socket != NULL || self->deadline != NULL)
    return;

  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_idle_add (self->connect_cb, self);
}

gboolean
aus_live_send (AusLive    *self,
               JsonObject *frame)
{
  g_autoptr (JsonNode) node = NULL;

  if (self->socket == NULL)
    return FALSE;

  node = json_node_init_object (json_node_alloc (), frame);
  aus_frame_pacer_send (self->pacer, json_to_string (node, FALSE));

  return TRUE;
}

gboolean
aus_live_get_connected (AusLive *self)
{
  return self->socket != NULL;
}
