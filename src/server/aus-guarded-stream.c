#include "aus-guarded-stream.h"

#include "aus-guarded-ends.h"
#include "aus-guarded-refusal.h"
#include "aus-guarded-request.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of a taken stream: what a peer does not read is to pile up where it is counted. */
#define UNSENT_IN_KERNEL (64 * 1024)

struct _AusGuardedStream
{
  GIOStream               parent_instance;

  AusGuardedPoll         *poll;
  GInputStream           *input;
  GOutputStream          *output;
  AusGuardedClosedFunc    closed;
  gpointer                closed_data;
  const AusGuardedTaker  *taker;
  gpointer                taker_data;

  int                     fd;
  AusGuardedRequest       request;

  guint                   readable : 1;
  guint                   writable : 1;
  guint                   hung_up : 1;    /* the peer will send no more; the end is still to be read */
  guint                   scheduled : 1;
  guint                   over : 1;       /* libsoup is to see the end of the stream */
  guint                   refused : 1;
  guint                   lingering : 1;
  guint                   kept : 1;       /* an answer was given; the next request is awaited */
  guint                   stalled : 1;

  gint64                  since;          /* when the present phase, or the present measuring, began */
  guint64                 mark;           /* how far it was then */
  guint64                 received;
  guint64                 sent;
};

G_DEFINE_FINAL_TYPE (AusGuardedStream, aus_guarded_stream, G_TYPE_IO_STREAM)

static void
close_descriptor (AusGuardedStream *self)
{
  g_autoptr (AusGuardedStream) alive = g_object_ref (self);
  int fd = self->fd;

  if (fd < 0)
    return;

  self->fd = -1;
  self->over = TRUE;
  self->lingering = FALSE;
  self->taker = NULL;
  close (fd);
  aus_guarded_request_clear (&self->request);

  if (self->closed != NULL)
    self->closed (self, self->closed_data);
  aus_guarded_poll_remove (self->poll, self);
}

/* Closing with unread input would send a reset, and that may destroy what the peer has not read yet. */
static void
linger (AusGuardedStream *self)
{
  if (self->fd < 0 || self->lingering)
    return;

  self->over = TRUE;
  self->taker = NULL;
  self->lingering = TRUE;
  self->since = g_get_monotonic_time ();
  shutdown (self->fd, SHUT_WR);
  aus_guarded_stream_schedule (self);
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

static void
refuse (AusGuardedStream *self,
        guint             status)
{
  g_autofree char *text = aus_guarded_refusal_new (status);
  struct iovec part = { text, strlen (text) };

  aus_guarded_stream_send (self, &part, 1);
  self->refused = TRUE;
  self->over = TRUE;
}

static void
say_continue (AusGuardedStream *self)
{
  static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
  struct iovec part = { (void *) text, strlen (text) };

  self->request.awaited = FALSE;
  if (aus_guarded_stream_send (self, &part, 1) != (gssize) part.iov_len)
    self->over = TRUE;
}

static void
begin_next (AusGuardedStream *self)
{
  aus_guarded_request_next (&self->request);
  self->since = g_get_monotonic_time ();
  self->kept = TRUE;
  self->stalled = FALSE;

  if (aus_guarded_poll_is_closing (self->poll))
    self->over = TRUE;
}

/*
 * libsoup 3.2 watches an idle connection without saying whom to tell when it ends: if that is the first thing to happen,
 * it forgets the connection and never closes it. A single byte makes it take up a request; the end that follows is then
 * the end of a request, and it disconnects. Nothing can be written any more, so nobody sees what it answers to the byte.
 */
static gssize
read_end (AusGuardedStream *self,
          guint8           *buffer)
{
  if (self->request.given)
    return 0;

  self->request.given = TRUE;
  buffer[0] = '!';
  return 1;
}

static void
advance (AusGuardedStream *self)
{
  AusGuardedPhase before = self->request.phase;
  guint status = aus_guarded_request_advance (&self->request, aus_guarded_poll_get_limits (self->poll));

  if (status != 0) {
    refuse (self, status);
    return;
  }

  if (self->request.awaited)
    say_continue (self);

  if (self->request.phase != before) {
    self->since = g_get_monotonic_time ();
    self->mark = self->received;
  }
}

static gboolean
is_slow (AusGuardedStream *self,
         gint64            now,
         guint64           reached,
         guint             window)
{
  guint64 wanted = (guint64) aus_guarded_poll_get_limits (self->poll)->min_rate * window / 1000;

  if (now - self->since < (gint64) window * 1000)
    return FALSE;
  if (reached - self->mark < wanted)
    return TRUE;

  self->since = now;
  self->mark = reached;
  return FALSE;
}

static guint64
get_delivered (AusGuardedStream *self)
{
  int queued = 0;

  if (ioctl (self->fd, SIOCOUTQ, &queued) != 0)
    queued = 0;

  return self->sent - (guint64) queued;
}

static void
tick_answer (AusGuardedStream *self,
             gint64            now)
{
  if (self->writable) {
    self->stalled = FALSE;
    return;
  }

  if (!self->stalled) {
    self->stalled = TRUE;
    self->since = now;
    self->mark = get_delivered (self);
  } else if (is_slow (self, now, get_delivered (self), aus_guarded_poll_get_limits (self->poll)->stall_time)) {
    aus_guarded_stream_cut (self);
  }
}

static void
tick_request (AusGuardedStream *self,
              gint64            now)
{
  const AusListenerLimits *limits = aus_guarded_poll_get_limits (self->poll);
  gint64 waited = now - self->since;

  switch (self->request.phase) {
  case AUS_GUARDED_IDLE:
    self->over = aus_guarded_poll_is_closing (self->poll) ||
                 waited > 1000 * (gint64) (self->kept ? limits->idle_time : limits->header_time);
    break;
  case AUS_GUARDED_HEAD:
    if (waited > 1000 * (gint64) limits->header_time)
      refuse (self, 408);
    break;
  case AUS_GUARDED_LENGTH:
  case AUS_GUARDED_CHUNKED:
    /* What lies unread is not the peer's fault. */
    if (!self->readable && is_slow (self, now, self->received, limits->body_time))
      refuse (self, 408);
    break;
  case AUS_GUARDED_COMPLETE:
    tick_answer (self, now);
    break;
  }
}

static gboolean
fail (GError     **error,
      GIOErrorEnum code,
      const char  *text)
{
  g_set_error_literal (error, G_IO_ERROR, code, text);
  return FALSE;
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

  if (self->refused || (!self->over && self->request.phase == AUS_GUARDED_COMPLETE))
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
  g_clear_object (&self->poll);
  aus_guarded_request_clear (&self->request);
  if (self->fd >= 0)
    close (self->fd);

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
  self->fd = -1;
  self->writable = TRUE;
  self->since = g_get_monotonic_time ();
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
  self->fd = fd;
  if (!aus_guarded_poll_add (poll, self, fd, error))
    return NULL;

  self->closed = closed;
  self->closed_data = data;
  return g_steal_pointer (&self);
}

AusGuardedPoll *
aus_guarded_stream_get_poll (AusGuardedStream *self)
{
  return self->poll;
}

void
aus_guarded_stream_take (AusGuardedStream      *self,
                         const AusGuardedTaker *taker,
                         gpointer               data)
{
  int lowat = UNSENT_IN_KERNEL;

  self->taker = taker;
  self->taker_data = data;
  if (setsockopt (self->fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &lowat, sizeof lowat) != 0)
    g_debug ("TCP_NOTSENT_LOWAT: %s", g_strerror (errno));

  self->request.cleared = self->request.end - self->request.start;
  aus_guarded_stream_schedule (self);
}

void
aus_guarded_stream_schedule (AusGuardedStream *self)
{
  if (self->scheduled || self->fd < 0)
    return;

  self->scheduled = TRUE;
  aus_guarded_poll_schedule (self->poll, self);
}

gssize
aus_guarded_stream_receive (AusGuardedStream *self,
                            guint8           *buffer,
                            gsize             size)
{
  gssize n;

  if (self->fd < 0)
    return 0;

  /* What came right behind the request belongs to whoever took the stream. */
  if (self->taker != NULL && (n = (gssize) aus_guarded_request_take (&self->request, buffer, size)) > 0)
    return n;
  if (!self->readable)
    return -1;

  do
    n = recv (self->fd, buffer, size, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);

  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    self->readable = FALSE;
    return -1;
  }
  if (n <= 0)
    return 0;

  /* Less than asked for: there was no more, and the next byte raises an event. A hang-up was one already. */
  if ((gsize) n < size && !self->hung_up)
    self->readable = FALSE;
  self->received += (guint64) n;

  return n;
}

gssize
aus_guarded_stream_send (AusGuardedStream   *self,
                         const struct iovec *parts,
                         guint               n_parts)
{
  struct msghdr message = { .msg_iov = (struct iovec *) parts, .msg_iovlen = n_parts };
  gssize n;

  if (self->fd < 0 || !self->writable)
    return -1;

  do
    n = sendmsg (self->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);

  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    self->writable = FALSE;
    return -1;
  }
  if (n < 0) {
    /* A taker learns of it by reading. */
    self->over = self->taker == NULL;
    self->hung_up = self->readable = TRUE;
    aus_guarded_stream_schedule (self);
    return -1;
  }

  self->sent += (guint64) n;
  return n;
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
  if (self->fd >= 0 && setsockopt (self->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) != 0)
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
  if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    self->hung_up = TRUE;
  if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    self->readable = TRUE;
  if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
    self->writable = TRUE;

  if (self->taker != NULL || self->lingering)
    aus_guarded_stream_schedule (self);
}

void
aus_guarded_stream_work (AusGuardedStream *self)
{
  self->scheduled = FALSE;

  if (self->taker != NULL)
    self->taker->work (self->taker_data);
  else if (self->lingering)
    drain (self);
}

void
aus_guarded_stream_tick (AusGuardedStream *self,
                         gint64            now)
{
  if (self->lingering) {
    if (now - self->since > 1000 * (gint64) aus_guarded_poll_get_limits (self->poll)->linger_time)
      close_descriptor (self);
  } else if (self->taker != NULL) {
    self->taker->tick (self->taker_data, now);
  } else if (!self->over) {
    tick_request (self, now);
  }
}

gboolean
aus_guarded_stream_can_read (AusGuardedStream *self)
{
  return self->over || self->readable || self->request.cleared > 0 ||
         aus_guarded_request_is_news (&self->request);
}

void
aus_guarded_stream_await (AusGuardedStream *self)
{
  if (!self->over && aus_guarded_request_is_over (&self->request))
    begin_next (self);
}

gssize
aus_guarded_stream_read (AusGuardedStream  *self,
                         void              *buffer,
                         gsize              count,
                         GError           **error)
{
  guint8 *scratch = aus_guarded_poll_get_scratch (self->poll);
  gsize taken;
  gssize n;

  aus_guarded_stream_await (self);
  while (!self->over) {
    advance (self);
    if (!self->over && (taken = aus_guarded_request_take (&self->request, buffer, count)) > 0)
      return (gssize) taken;
    if (self->over)
      break;

    n = aus_guarded_stream_receive (self, scratch, AUS_GUARDED_SCRATCH_SIZE);
    if (n < 0)
      return fail (error, G_IO_ERROR_WOULD_BLOCK, "nothing to be read") ? 0 : -1;

    if (n == 0)
      self->over = TRUE;
    else
      aus_guarded_request_append (&self->request, scratch, (gsize) n);
  }

  return read_end (self, buffer);
}

gboolean
aus_guarded_stream_can_write (AusGuardedStream *self)
{
  return self->over || self->writable;
}

gssize
aus_guarded_stream_write (AusGuardedStream  *self,
                          const void        *buffer,
                          gsize              count,
                          GError           **error)
{
  struct iovec part = { (void *) buffer, count };
  gssize n;

  if (self->over)
    return fail (error, G_IO_ERROR_BROKEN_PIPE, "the connection is over") ? 0 : -1;

  n = aus_guarded_stream_send (self, &part, 1);
  if (n < 0 && self->over)
    fail (error, G_IO_ERROR_BROKEN_PIPE, "the connection is over");
  else if (n < 0)
    fail (error, G_IO_ERROR_WOULD_BLOCK, "no room to write");

  return n;
}

gssize
aus_guarded_stream_write_all (AusGuardedStream  *self,
                              const void        *buffer,
                              gsize              count,
                              GError           **error)
{
  const char *at = buffer;
  struct pollfd room = { .fd = self->fd, .events = POLLOUT };
  int time = (int) aus_guarded_poll_get_limits (self->poll)->stall_time;

  for (gsize left = count; left > 0;) {
    gssize n = send (room.fd, at, left, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n > 0) {
      at += n;
      left -= (gsize) n;
    } else if (errno != EINTR && (errno != EAGAIN || poll (&room, 1, time) <= 0)) {
      return fail (error, G_IO_ERROR_BROKEN_PIPE, "the connection is over") ? 0 : -1;
    }
  }

  return (gssize) count;
}
