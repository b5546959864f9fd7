#include "aus-guarded-http.h"

#include "aus-guarded-held.h"
#include "aus-guarded-refusal.h"
#include "aus-guarded-request.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

struct _AusGuardedHttp
{
  AusGuardedStream  *stream;
  AusGuardedPoll    *poll;
  AusListenerLimits *limits;
  AusGuardedRequest  request;
  AusGuardedHeld     held;

  gboolean           over;     /* libsoup is to see the end of the stream */
  gboolean           refused;
  gboolean           kept;     /* an answer was given, the next request is awaited */
  gboolean           stalled;
  gint64             since;    /* when the present phase, or the present measuring, began */
  guint64            mark;     /* how far it was then */
};

static gboolean
fail (GError     **error,
      GIOErrorEnum code,
      const char  *text)
{
  g_set_error_literal (error, G_IO_ERROR, code, text);
  return FALSE;
}

static gboolean
is_over (AusGuardedHttp *self)
{
  return self->over || aus_guarded_stream_is_over (self->stream);
}

static void
say (AusGuardedHttp *self,
     const char     *text)
{
  if (aus_guarded_held_write (&self->held, self->stream, text, strlen (text)) < 0)
    self->over = TRUE;

  aus_guarded_held_flush (&self->held, self->stream);
}

static void
refuse (AusGuardedHttp *self,
        guint           status)
{
  g_autofree char *text = aus_guarded_refusal_new (status);

  say (self, text);
  self->refused = TRUE;
  self->over = TRUE;
}

static void
say_continue (AusGuardedHttp *self)
{
  self->request.awaited = FALSE;
  say (self, "HTTP/1.1 100 Continue\r\n\r\n");
}

/*
 * libsoup 3.2 watches an idle connection without knowing whom to tell of its end: if that is the first thing to
 * happen, it forgets the connection and never closes it. A single byte makes it take up a request; the end that
 * follows is then the end of a request, and it disconnects. Nothing can be written any more, so nobody sees what
 * it answers to the byte.
 */
static gssize
read_end (AusGuardedHttp *self,
          guint8         *buffer)
{
  if (self->request.given)
    return 0;

  self->request.given = TRUE;
  buffer[0] = '!';
  return 1;
}

static void
advance (AusGuardedHttp *self)
{
  AusGuardedPhase before = self->request.phase;
  guint status = aus_guarded_request_advance (&self->request, self->limits);

  if (status != 0) {
    refuse (self, status);
    return;
  }

  if (self->request.awaited)
    say_continue (self);

  if (self->request.phase != before) {
    self->since = g_get_monotonic_time ();
    self->mark = aus_guarded_stream_get_received (self->stream);
  }
}

static gboolean
is_late (AusGuardedHttp *self,
         gint64          now,
         guint           limit)
{
  return now - self->since > 1000 * (gint64) limit;
}

/* Whether less than the wanted rate was made of a whole window; begins the next one. */
static gboolean
is_slow (AusGuardedHttp *self,
         gint64          now,
         guint64         reached,
         guint           window)
{
  guint64 wanted = (guint64) self->limits->min_rate * window / 1000;

  if (!is_late (self, now, window))
    return FALSE;
  if (reached - self->mark < wanted)
    return TRUE;

  self->since = now;
  self->mark = reached;
  return FALSE;
}

static void
tick_answer (AusGuardedHttp *self,
             gint64          now)
{
  guint64 delivered;

  if (aus_guarded_stream_is_writable (self->stream)) {
    self->stalled = FALSE;
    return;
  }

  delivered = aus_guarded_stream_get_delivered (self->stream);
  if (!self->stalled) {
    self->stalled = TRUE;
    self->since = now;
    self->mark = delivered;
  } else if (is_slow (self, now, delivered, self->limits->stall_time)) {
    aus_guarded_stream_cut (self->stream);
  }
}

static gboolean
send_all (AusGuardedHttp *self,
          const void     *buffer,
          gsize           count)
{
  const char *at = buffer;
  struct pollfd room = { .fd = aus_guarded_stream_get_fd (self->stream), .events = POLLOUT };

  for (gsize left = count; left > 0;) {
    const struct iovec part = { (void *) at, left };
    gssize n = aus_guarded_stream_push (self->stream, &part, 1);

    if (n > 0) {
      at += n;
      left -= (gsize) n;
    } else if (errno != EINTR && (errno != EAGAIN || poll (&room, 1, (int) self->limits->stall_time) <= 0)) {
      return FALSE;
    }
  }

  return TRUE;
}

AusGuardedHttp *
aus_guarded_http_new (AusGuardedStream *stream)
{
  AusGuardedHttp *self = g_new0 (AusGuardedHttp, 1);

  self->stream = stream;
  self->poll = aus_guarded_stream_get_poll (stream);
  self->limits = aus_guarded_poll_get_limits (self->poll);
  self->since = g_get_monotonic_time ();

  return self;
}

void
aus_guarded_http_free (AusGuardedHttp *self)
{
  aus_guarded_request_clear (&self->request);
  aus_guarded_held_clear (&self->held);
  g_free (self);
}

gboolean
aus_guarded_http_can_read (AusGuardedHttp *self)
{
  return aus_guarded_stream_is_readable (self->stream) || self->request.cleared > 0 || is_over (self) ||
         aus_guarded_request_is_news (&self->request);
}

gssize
aus_guarded_http_read (AusGuardedHttp  *self,
                       void            *buffer,
                       gsize            count,
                       GError         **error)
{
  guint8 *scratch = aus_guarded_poll_get_scratch (self->poll);

  aus_guarded_http_await (self);
  while (!is_over (self)) {
    gsize taken;
    gssize n;

    advance (self);
    if (is_over (self))
      break;

    taken = aus_guarded_request_take (&self->request, buffer, count);
    if (taken > 0)
      return (gssize) taken;

    n = aus_guarded_stream_receive (self->stream, scratch, AUS_GUARDED_SCRATCH_SIZE);
    if (n < 0)
      return fail (error, G_IO_ERROR_WOULD_BLOCK, "nothing to be read") ? 0 : -1;
    if (n == 0)
      self->over = TRUE;
    else
      aus_guarded_request_append (&self->request, scratch, (gsize) n);
  }

  return read_end (self, buffer);
}

void
aus_guarded_http_await (AusGuardedHttp *self)
{
  if (!aus_guarded_request_is_over (&self->request) || is_over (self))
    return;

  aus_guarded_http_flush (self);
  aus_guarded_stream_unschedule (self->stream);
  aus_guarded_request_next (&self->request);
  self->since = g_get_monotonic_time ();
  self->kept = TRUE;
  self->stalled = FALSE;

  if (aus_guarded_poll_is_closing (self->poll))
    self->over = TRUE;
}

gboolean
aus_guarded_http_can_write (AusGuardedHttp *self)
{
  return aus_guarded_stream_is_writable (self->stream) || is_over (self);
}

gssize
aus_guarded_http_write (AusGuardedHttp  *self,
                        const void      *buffer,
                        gsize            count,
                        GError         **error)
{
  gssize n = is_over (self) ? -1 : aus_guarded_held_write (&self->held, self->stream, buffer, count);

  if (n >= 0)
    aus_guarded_stream_schedule (self->stream);
  else if (is_over (self))
    fail (error, G_IO_ERROR_BROKEN_PIPE, "the connection is over");
  else
    fail (error, G_IO_ERROR_WOULD_BLOCK, "no room to write");

  return n;
}

gssize
aus_guarded_http_write_all (AusGuardedHttp  *self,
                            const void      *buffer,
                            gsize            count,
                            GError         **error)
{
  g_autoptr (GBytes) held = aus_guarded_held_steal (&self->held);
  gsize length = 0;
  const void *before = held != NULL ? g_bytes_get_data (held, &length) : NULL;

  if (send_all (self, before, length) && send_all (self, buffer, count))
    return (gssize) count;

  return fail (error, G_IO_ERROR_BROKEN_PIPE, "the connection is over") ? 0 : -1;
}

void
aus_guarded_http_flush (AusGuardedHttp *self)
{
  aus_guarded_held_flush (&self->held, self->stream);
}

gboolean
aus_guarded_http_has_held (AusGuardedHttp *self)
{
  return !aus_guarded_held_is_empty (&self->held);
}

void
aus_guarded_http_tick (AusGuardedHttp *self,
                       gint64          now)
{
  if (is_over (self))
    return;

  switch (self->request.phase) {
  case AUS_GUARDED_IDLE:
    self->over = aus_guarded_poll_is_closing (self->poll) ||
                 is_late (self, now, self->kept ? self->limits->idle_time : self->limits->header_time);
    break;
  case AUS_GUARDED_HEAD:
    if (is_late (self, now, self->limits->header_time))
      refuse (self, 408);
    break;
  case AUS_GUARDED_LENGTH:
  case AUS_GUARDED_CHUNKED:
    /* What lies unread is not the peer's fault. */
    if (!aus_guarded_stream_is_readable (self->stream) &&
        is_slow (self, now, aus_guarded_stream_get_received (self->stream), self->limits->body_time))
      refuse (self, 408);
    break;
  case AUS_GUARDED_COMPLETE:
    tick_answer (self, now);
    break;
  }
}

gboolean
aus_guarded_http_lingers (AusGuardedHttp *self)
{
  return self->refused || aus_guarded_http_has_held (self) ||
         (!is_over (self) && self->request.phase == AUS_GUARDED_COMPLETE);
}

gsize
aus_guarded_http_take_rest (AusGuardedHttp *self,
                            void           *buffer,
                            gsize           count)
{
  self->request.cleared = self->request.end - self->request.start;
  return aus_guarded_request_take (&self->request, buffer, count);
}
