#include "aus-guarded-stream.h"

#include "aus-guarded-ends.h"
#include "aus-guarded-http.h"
#include "aus-guarded-wire.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/* Of a taken stream: what a peer does not read is to pile up where it is counted. */
#define UNSENT_IN_KERNEL (64 * 1024)

struct _AusGuardedStream
{
  GIOStream               parent_instance;

  AusGuardedPoll         *poll;
  GInputStream           *input;
  GOutputStream          *output;
  AusGuardedHttp         *http;       /* NULL once it is taken and what came too early was read */
  AusGuardedClosedFunc    closed;
  gpointer                closed_data;
  const AusGuardedTaker  *taker;
  gpointer                taker_data;

  AusGuardedWire          wire;
  gboolean                readable;
  gboolean                writable;
  gboolean                hung_up;    /* the peer will send no more; the end is still to be read */
  gboolean                broken;
  gboolean                scheduled;
  gboolean                lingering;
  gboolean                shut;       /* nothing more will be sent */
  gint64                  since;      /* when the lingering began */
  guint64                 received;
};

G_DEFINE_FINAL_TYPE (AusGuardedStream, aus_guarded_stream, G_TYPE_IO_STREAM)

static void
close_descriptor (AusGuardedStream *self)
{
  g_autoptr (AusGuardedStream) alive = g_object_ref (self);

  if (self->wire.fd < 0)
    return;

  self->lingering = FALSE;
  self->taker = NULL;

  aus_guarded_wire_close (&self->wire);

  if (self->closed != NULL)
    self->closed (self, self->closed_data);
  aus_guarded_poll_remove (self->poll, self);
}

static void
drain (AusGuardedStream *self)
{
  guint8 *scratch = aus_guarded_poll_get_scratch (self->poll);
  gssize n;

  while ((n = aus_guarded_stream_receive (self, scratch, AUS_GUARDED_SCRATCH_SIZE)) > 0)
    ;

  if (n == 0)
    close_descriptor (self);
}

/* Closing with unread input would send a reset, and that may destroy what the peer has not read yet. */
static void
linger (AusGuardedStream *self)
{
  if (self->wire.fd < 0 || self->lingering)
    return;

  self->taker = NULL;
  self->lingering = TRUE;
  self->since = g_get_monotonic_time ();
  aus_guarded_stream_schedule (self);
}

/* Whether something was taken that the socket has not taken yet. */
static gboolean
has_unsent (AusGuardedStream *self)
{
  return (self->http != NULL && aus_guarded_http_has_held (self->http)) || aus_guarded_wire_has_unsent (&self->wire);
}

static void
work_lingering (AusGuardedStream *self)
{
  if (!self->broken && has_unsent (self))
    return;

  if (!self->shut)
    aus_guarded_wire_shut (&self->wire);
  self->shut = TRUE;
  drain (self);
}

static void
tick_lingering (AusGuardedStream *self,
                gint64            now)
{
  const AusListenerLimits *limits = aus_guarded_poll_get_limits (self->poll);

  if (now - self->since > 1000 * (gint64) (self->shut ? limits->linger_time : limits->stall_time))
    close_descriptor (self);
}

/* The end is learned of by reading. */
static void
break_off (AusGuardedStream *self)
{
  self->broken = TRUE;
  self->hung_up = TRUE;
  self->readable = TRUE;
  aus_guarded_stream_schedule (self);
}

static GInputStream *
aus_guarded_stream_get_input_stream (GIOStream *stream)
{
  return AUS_GUARDED_STREAM (stream)->input;
}

static GOutputStream *
aus_guarded_stream_get_output_stream (GIOStream *stream)
{
  return AUS_GUARDED_STREAM (stream)->output;
}

static gboolean
aus_guarded_stream_close (GIOStream     *stream,
                          GCancellable  *cancellable,
                          GError       **error)
{
  AusGuardedStream *self = AUS_GUARDED_STREAM (stream);

  if (self->http != NULL && self->wire.fd >= 0)
    aus_guarded_http_flush (self->http);

  if (self->http != NULL && !self->broken && (aus_guarded_http_lingers (self->http) || has_unsent (self)))
    linger (self);
  else
    close_descriptor (self);

  return TRUE;
}

static void
aus_guarded_stream_close_async (GIOStream           *stream,
                                int                  priority,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_priority (task, priority);
  g_task_return_boolean (task, aus_guarded_stream_close (stream, cancellable, NULL));
}

static gboolean
aus_guarded_stream_close_finish (GIOStream     *stream,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
aus_guarded_stream_finalize (GObject *object)
{
  AusGuardedStream *self = AUS_GUARDED_STREAM (object);

  aus_guarded_input_forget (AUS_GUARDED_INPUT (self->input));
  aus_guarded_output_forget (AUS_GUARDED_OUTPUT (self->output));
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_pointer (&self->http, aus_guarded_http_free);
  g_clear_object (&self->poll);
  aus_guarded_wire_clear (&self->wire);

  G_OBJECT_CLASS (aus_guarded_stream_parent_class)->finalize (object);
}

static void
aus_guarded_stream_class_init (AusGuardedStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aus_guarded_stream_finalize;

  stream_class->get_input_stream = aus_guarded_stream_get_input_stream;
  stream_class->get_output_stream = aus_guarded_stream_get_output_stream;
  stream_class->close_fn = aus_guarded_stream_close;
  stream_class->close_async = aus_guarded_stream_close_async;
  stream_class->close_finish = aus_guarded_stream_close_finish;
}

static void
aus_guarded_stream_init (AusGuardedStream *self)
{
  self->wire.fd = -1;
  self->writable = TRUE;
  self->input = aus_guarded_input_new (self);
  self->output = aus_guarded_output_new (self);
}

AusGuardedStream *
aus_guarded_stream_new (AusGuardedPoll        *poll,
                        int                    fd,
                        AusGuardedClosedFunc   closed,
                        gpointer               data,
                        GError               **error)
{
  g_autoptr (AusGuardedStream) self = g_object_new (AUS_TYPE_GUARDED_STREAM, NULL);

  self->poll = g_object_ref (poll);
  self->http = aus_guarded_http_new (self);
  self->wire.fd = fd;
  if (!aus_guarded_poll_add (poll, self, fd, error))
    return NULL;

  self->closed = closed;
  self->closed_data = data;
  return g_steal_pointer (&self);
}

void
aus_guarded_stream_speak_tls (AusGuardedStream *self,
                              AusTlsIdentity   *identity)
{
  g_return_if_fail (self->wire.tls == NULL && self->wire.fd >= 0);

  self->wire.tls = aus_tls_session_new (identity, self->wire.fd);
}

AusGuardedPoll *
aus_guarded_stream_get_poll (AusGuardedStream *self)
{
  return self->poll;
}

AusGuardedHttp *
aus_guarded_stream_get_http (AusGuardedStream *self)
{
  return self->taker == NULL ? self->http : NULL;
}

int
aus_guarded_stream_get_fd (AusGuardedStream *self)
{
  return self->wire.fd;
}

gboolean
aus_guarded_stream_is_readable (AusGuardedStream *self)
{
  return self->readable;
}

gboolean
aus_guarded_stream_is_writable (AusGuardedStream *self)
{
  return self->writable;
}

gboolean
aus_guarded_stream_is_over (AusGuardedStream *self)
{
  return self->wire.fd < 0 || self->broken || self->lingering;
}

guint64
aus_guarded_stream_get_received (AusGuardedStream *self)
{
  return self->received;
}

guint64
aus_guarded_stream_get_delivered (AusGuardedStream *self)
{
  return aus_guarded_wire_get_delivered (&self->wire);
}

void
aus_guarded_stream_take (AusGuardedStream      *self,
                         const AusGuardedTaker *taker,
                         gpointer               data)
{
  int lowat = UNSENT_IN_KERNEL;

  self->taker = taker;
  self->taker_data = data;
  if (setsockopt (self->wire.fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &lowat, sizeof lowat) != 0)
    g_debug ("TCP_NOTSENT_LOWAT: %s", g_strerror (errno));

  aus_guarded_stream_schedule (self);
}

void
aus_guarded_stream_schedule (AusGuardedStream *self)
{
  if (self->scheduled || self->wire.fd < 0)
    return;

  self->scheduled = TRUE;
  aus_guarded_poll_schedule (self->poll, self);
}

void
aus_guarded_stream_unschedule (AusGuardedStream *self)
{
  if (self->scheduled && aus_guarded_poll_unschedule (self->poll, self))
    self->scheduled = FALSE;
}

gssize
aus_guarded_stream_receive (AusGuardedStream *self,
                            guint8           *buffer,
                            gsize             size)
{
  gssize n;

  if (self->wire.fd < 0)
    return 0;

  /* What came right behind the request belongs to whoever took the stream. */
  if (self->taker != NULL && self->http != NULL) {
    n = (gssize) aus_guarded_http_take_rest (self->http, buffer, size);
    if (n > 0)
      return n;
    g_clear_pointer (&self->http, aus_guarded_http_free);
  }

  if (!self->readable)
    return -1;

  n = aus_guarded_wire_receive (&self->wire, buffer, size);

  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    self->readable = FALSE;
    return -1;
  }
  if (n <= 0)
    return 0;

  /* Less than asked for: there was no more, and the next byte raises an event. A hang-up was one already. Of TLS it is
   * one record, and there may be others. */
  if ((gsize) n < size && !self->hung_up && self->wire.tls == NULL)
    self->readable = FALSE;
  self->received += (guint64) n;

  return n;
}

gssize
aus_guarded_stream_push (AusGuardedStream   *self,
                         const struct iovec *parts,
                         guint               n_parts)
{
  return aus_guarded_wire_send (&self->wire, parts, n_parts);
}

gssize
aus_guarded_stream_send (AusGuardedStream   *self,
                         const struct iovec *parts,
                         guint               n_parts)
{
  gssize n;

  if (self->wire.fd < 0 || self->broken || !self->writable)
    return -1;

  n = aus_guarded_wire_send (&self->wire, parts, n_parts);

  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    self->writable = FALSE;
  else if (n < 0)
    break_off (self);

  if (aus_guarded_wire_has_unsent (&self->wire))
    self->writable = FALSE;

  return MAX (n, -1);
}

void
aus_guarded_stream_finish (AusGuardedStream *self)
{
  linger (self);
}

void
aus_guarded_stream_cut (AusGuardedStream *self)
{
  const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

  /* The kernel is not to keep what was not read, either. */
  if (self->wire.fd >= 0 && setsockopt (self->wire.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) != 0)
    g_debug ("SO_LINGER: %s", g_strerror (errno));

  close_descriptor (self);
}

void
aus_guarded_stream_drop (AusGuardedStream *self)
{
  const AusGuardedTaker *taker = self->taker;

  close_descriptor (self);
  if (taker != NULL)
    taker->work (self->taker_data);
}

void
aus_guarded_stream_wake (AusGuardedStream *self,
                         guint32           events)
{
  gboolean hung_up = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;

  self->hung_up |= hung_up;
  self->readable |= hung_up || (events & EPOLLIN);
  self->writable |= (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0;

  /* A handshake reads by writing, too. */
  self->readable |= self->wire.tls != NULL && (events & EPOLLOUT);

  if (self->taker != NULL || self->lingering || has_unsent (self))
    aus_guarded_stream_schedule (self);
}

static void
flush_wire (AusGuardedStream *self)
{
  if (aus_guarded_wire_flush (&self->wire))
    return;

  if (errno == EAGAIN)
    self->writable = FALSE;
  else
    break_off (self);
}

void
aus_guarded_stream_work (AusGuardedStream *self)
{
  self->scheduled = FALSE;
  if (self->wire.fd < 0)
    return;

  if (!self->broken)
    flush_wire (self);

  if (self->taker != NULL) {
    self->taker->work (self->taker_data);
    return;
  }

  if (self->http != NULL)
    aus_guarded_http_flush (self->http);
  if (self->lingering)
    work_lingering (self);
}

void
aus_guarded_stream_tick (AusGuardedStream *self,
                         gint64            now)
{
  if (self->lingering)
    tick_lingering (self, now);
  else if (self->taker != NULL)
    self->taker->tick (self->taker_data, now);
  else if (self->http != NULL)
    aus_guarded_http_tick (self->http, now);
}
