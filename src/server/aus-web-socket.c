#include "aus-web-socket.h"

#include "aus-error.h"

#include "aus-json.h"
#include "aus-listener-private.h"
#include "aus-web-socket-handshake.h"
#include "aus-web-socket-rate.h"
#include "aus-web-socket-reader.h"
#include "aus-web-socket-writer.h"

#include <string.h>

/* How long the peer may take to answer our close. */
#define CLOSE_US (5 * G_USEC_PER_SEC)

/* So that one busy peer does not keep the others waiting. */
#define READS_PER_TURN 4

typedef enum
{
  OPEN,
  CLOSING, /* our close frame is queued, the peer's is awaited */
  ENDING,  /* what is queued is the last of it */
  CUT,     /* nothing more is sent */
  CLOSED,
} State;

struct _AusWebSocket
{
  GObject             parent_instance;

  AusGuardedPoll     *poll;
  AusGuardedStream   *stream;
  AusWebSocketReader  reader;
  AusWebSocketWriter  writer;
  AusWebSocketRate    rate;
  State               state;
  guint16             code;
  gint64              heard;     /* when anything came from the peer */
  gint64              pinged;
  gint64              closed_at; /* when our close frame was queued */

  guint               max_message;
  guint               max_queue;
  guint               max_rate;
  guint               ping_time;
  guint               silence_time;
};

G_DEFINE_FINAL_TYPE (AusWebSocket, aus_web_socket, G_TYPE_OBJECT)

enum { PROP_0, PROP_MAX_MESSAGE, PROP_MAX_QUEUE, PROP_RATE, PROP_PING_TIME, PROP_SILENCE_TIME, N_PROPS };

static GParamSpec *props[N_PROPS];

enum { MESSAGE, MALFORMED, WARNED, CLOSED_SIGNAL, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
push (AusWebSocket *self,
      guint         opcode,
      GBytes       *payload)
{
  aus_web_socket_writer_push (&self->writer, opcode, payload);

  if (self->writer.queued > self->max_queue) {
    aus_web_socket_writer_clear (&self->writer);
    self->state = CUT;
    self->code = AUS_WEB_SOCKET_LOST;
  }

  aus_guarded_stream_schedule (self->stream);
}

static void
push_close (AusWebSocket *self,
            guint16       code,
            const char   *reason)
{
  gsize length = reason != NULL ? MIN (strlen (reason), AUS_WEB_SOCKET_MAX_CONTROL - 2) : 0;
  guint8 payload[AUS_WEB_SOCKET_MAX_CONTROL] = { (guint8) (code >> 8), (guint8) code };
  g_autoptr (GBytes) bytes = NULL;

  if (reason != NULL)
    memcpy (payload + 2, reason, length);

  bytes = g_bytes_new (payload, code == AUS_WEB_SOCKET_NO_STATUS ? 0 : 2 + length);
  push (self, AUS_WEB_SOCKET_OP_CLOSE, bytes);
}

/* Says why, and reads no further. */
static void
end (AusWebSocket *self,
     guint16       code,
     const char   *reason)
{
  gboolean said = self->state == CLOSING;

  if (self->state != OPEN && self->state != CLOSING)
    return;

  self->state = ENDING;
  self->closed_at = g_get_monotonic_time ();
  if (said) {
    aus_guarded_stream_schedule (self->stream);
  } else {
    self->code = code;
    push_close (self, code, reason);
  }
}

static void
emit_closed (AusWebSocket *self)
{
  self->state = CLOSED;
  aus_web_socket_writer_clear (&self->writer);
  aus_web_socket_reader_clear (&self->reader);
  g_signal_emit (self, signals[CLOSED_SIGNAL], 0, (guint) self->code);

  /* What aus_web_socket_upgrade() took. */
  g_object_unref (self);
}

static void
lose (AusWebSocket *self)
{
  if (self->state == OPEN)
    self->code = AUS_WEB_SOCKET_LOST;

  aus_guarded_stream_finish (self->stream);
  emit_closed (self);
}

static void
cut (AusWebSocket *self)
{
  aus_guarded_stream_cut (self->stream);
  emit_closed (self);
}

static void
receive_text (AusWebSocket *self)
{
  g_autoptr (GByteArray) text = aus_web_socket_reader_steal_text (&self->reader);
  g_autoptr (JsonObject) frame = NULL;
  g_autoptr (GError) error = NULL;

  if (self->state != OPEN)
    return;

  frame = aus_json_parse_object ((const char *) text->data, text->len, &error);
  if (frame != NULL)
    g_signal_emit (self, signals[MESSAGE], 0, frame);
  else
    g_signal_emit (self, signals[MALFORMED], 0, error);
}

static void
receive_ping (AusWebSocket *self)
{
  g_autoptr (GBytes) payload = NULL;

  if (self->state != OPEN)
    return;

  payload = g_bytes_new (self->reader.control, self->reader.control_length);
  push (self, AUS_WEB_SOCKET_OP_PONG, payload);
}

static gboolean
count_frame (AusWebSocket *self)
{
  switch (aus_web_socket_rate_count (&self->rate, self->max_rate, self->heard)) {
  case AUS_WEB_SOCKET_RATE_GOOD:
    return TRUE;
  case AUS_WEB_SOCKET_RATE_WARN:
    if (self->state == OPEN)
      g_signal_emit (self, signals[WARNED], 0);
    return TRUE;
  case AUS_WEB_SOCKET_RATE_OVER:
    end (self, AUS_WEB_SOCKET_POLICY, "too many frames");
    return FALSE;
  }

  g_assert_not_reached ();
}

/* Returns: whether to go on reading */
static gboolean
handle (AusWebSocket     *self,
        AusWebSocketRead  what)
{
  if (what == AUS_WEB_SOCKET_READ_MORE)
    return FALSE;
  if (what == AUS_WEB_SOCKET_READ_BAD) {
    end (self, self->reader.code, NULL);
    return FALSE;
  }
  if (what == AUS_WEB_SOCKET_READ_CLOSE) {
    end (self, self->reader.code, NULL);
    return FALSE;
  }
  if (!count_frame (self))
    return FALSE;

  if (what == AUS_WEB_SOCKET_READ_TEXT)
    receive_text (self);
  else if (what == AUS_WEB_SOCKET_READ_PING)
    receive_ping (self);

  return self->state == OPEN || self->state == CLOSING;
}

static void
read_frames (AusWebSocket *self)
{
  guint8 *scratch = aus_guarded_poll_get_scratch (self->poll);

  for (guint i = 0; i < READS_PER_TURN && (self->state == OPEN || self->state == CLOSING); i++) {
    gssize n = aus_guarded_stream_receive (self->stream, scratch, AUS_GUARDED_SCRATCH_SIZE);
    const guint8 *data = scratch;
    gsize length = (gsize) n;

    if (n < 0)
      return;
    if (n == 0) {
      lose (self);
      return;
    }

    self->heard = g_get_monotonic_time ();
    while (handle (self, aus_web_socket_reader_read (&self->reader, &data, &length)))
      ;
  }

  aus_guarded_stream_schedule (self->stream);
}

static void
work (gpointer data)
{
  g_autoptr (AusWebSocket) self = g_object_ref (data);

  if (self->state == CUT) {
    cut (self);
    return;
  }

  aus_web_socket_writer_flush (&self->writer, self->stream);
  if (self->state == OPEN || self->state == CLOSING)
    read_frames (self);
  else if (self->state == ENDING && self->writer.queued == 0)
    lose (self);
}

static void
tick (gpointer data,
      gint64   now)
{
  g_autoptr (AusWebSocket) self = g_object_ref (data);
  gboolean silent = now - self->heard > 1000 * (gint64) self->silence_time;
  gboolean late = self->state != OPEN && now - self->closed_at > CLOSE_US;

  if (silent && self->state == OPEN)
    self->code = AUS_WEB_SOCKET_LOST;

  if (silent || late) {
    cut (self);
  } else if (self->state == OPEN && now - self->pinged >= 1000 * (gint64) self->ping_time) {
    self->pinged = now;
    push (self, AUS_WEB_SOCKET_OP_PING, NULL);
  }
}

static const AusGuardedTaker taker = { work, tick };

static guint *
get_setting (AusWebSocket *self,
             guint         prop_id)
{
  switch (prop_id) {
  case PROP_MAX_MESSAGE:
    return &self->max_message;
  case PROP_MAX_QUEUE:
    return &self->max_queue;
  case PROP_RATE:
    return &self->max_rate;
  case PROP_PING_TIME:
    return &self->ping_time;
  case PROP_SILENCE_TIME:
    return &self->silence_time;
  default:
    return NULL;
  }
}

static void
aus_web_socket_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  const guint *setting = get_setting (AUS_WEB_SOCKET (object), prop_id);

  if (setting != NULL)
    g_value_set_uint (value, *setting);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
aus_web_socket_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AusWebSocket *self = AUS_WEB_SOCKET (object);
  guint *setting = get_setting (self, prop_id);

  if (setting != NULL)
    *setting = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);

  self->reader.max_message = self->max_message;
}

static void
aus_web_socket_finalize (GObject *object)
{
  AusWebSocket *self = AUS_WEB_SOCKET (object);

  aus_web_socket_writer_clear (&self->writer);
  aus_web_socket_reader_clear (&self->reader);
  g_clear_object (&self->stream);
  g_clear_object (&self->poll);

  G_OBJECT_CLASS (aus_web_socket_parent_class)->finalize (object);
}

static GParamSpec *
new_setting (const char *name,
             guint       value)
{
  return g_param_spec_uint (name, NULL, NULL, 1, G_MAXUINT, value,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
}

static guint
new_signal (const char *name,
            guint       n_parameters,
            GType       parameter)
{
  return g_signal_new (name, AUS_TYPE_WEB_SOCKET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_parameters, parameter);
}

static void
aus_web_socket_class_init (AusWebSocketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_web_socket_get_property;
  object_class->set_property = aus_web_socket_set_property;
  object_class->finalize = aus_web_socket_finalize;

  props[PROP_MAX_MESSAGE] = new_setting ("max-message", 16 * 1024);
  props[PROP_MAX_QUEUE] = new_setting ("max-queue", 1024 * 1024);
  props[PROP_RATE] = new_setting ("rate", 20);
  props[PROP_PING_TIME] = new_setting ("ping-time", 20 * 1000);
  props[PROP_SILENCE_TIME] = new_setting ("silence-time", 45 * 1000);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[MESSAGE] = new_signal ("message", 1, JSON_TYPE_OBJECT);
  signals[MALFORMED] = new_signal ("malformed", 1, G_TYPE_ERROR);
  signals[WARNED] = new_signal ("warned", 0, G_TYPE_NONE);
  signals[CLOSED_SIGNAL] = new_signal ("closed", 1, G_TYPE_UINT);
}

static void
aus_web_socket_init (AusWebSocket *self)
{
  self->heard = g_get_monotonic_time ();
  self->pinged = self->heard;
}

AusWebSocket *
aus_web_socket_upgrade (AusListener        *listener,
                        SoupServerMessage  *message,
                        GError            **error)
{
  g_autoptr (AusWebSocket) self = NULL;
  g_autoptr (GIOStream) stolen = NULL;
  g_autoptr (GBytes) answer = NULL;
  AusGuardedStream *stream;

  g_return_val_if_fail (AUS_IS_LISTENER (listener), NULL);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  if (!aus_web_socket_handshake_check (message, error))
    return NULL;

  stream = aus_listener_find_stream (listener, message);
  if (stream == NULL) {
    g_set_error_literal (error, AUS_ERROR, AUS_ERROR_FAILED, "the connection is over");
    return NULL;
  }

  self = g_object_new (AUS_TYPE_WEB_SOCKET, NULL);
  self->stream = g_object_ref (stream);
  self->poll = g_object_ref (aus_guarded_stream_get_poll (stream));

  answer = aus_web_socket_handshake_answer (message);
  aus_web_socket_writer_push_raw (&self->writer, answer);

  /* Taken first: libsoup then leaves an open stream behind. */
  aus_guarded_stream_take (stream, &taker, g_object_ref (self));
  stolen = soup_server_message_steal_connection (message);

  return g_steal_pointer (&self);
}

void
aus_web_socket_send (AusWebSocket *self,
                     GBytes       *text)
{
  g_return_if_fail (AUS_IS_WEB_SOCKET (self));
  g_return_if_fail (text != NULL);

  if (self->state == OPEN)
    push (self, AUS_WEB_SOCKET_OP_TEXT, text);
}

void
aus_web_socket_close (AusWebSocket *self,
                      guint16       code,
                      const char   *reason)
{
  g_return_if_fail (AUS_IS_WEB_SOCKET (self));

  if (self->state != OPEN)
    return;

  self->state = CLOSING;
  self->code = code;
  self->closed_at = g_get_monotonic_time ();
  push_close (self, code, reason);
}

gboolean
aus_web_socket_is_open (AusWebSocket *self)
{
  g_return_val_if_fail (AUS_IS_WEB_SOCKET (self), FALSE);

  return self->state == OPEN;
}

gsize
aus_web_socket_get_queued (AusWebSocket *self)
{
  g_return_val_if_fail (AUS_IS_WEB_SOCKET (self), 0);

  return self->writer.queued;
}
