#include "aus-guarded-wire.h"

#include <errno.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

void
aus_guarded_wire_clear (AusGuardedWire *self)
{
  g_clear_pointer (&self->tls, aus_tls_session_free);

  if (self->fd >= 0)
    close (self->fd);
}

void
aus_guarded_wire_close (AusGuardedWire *self)
{
  const int fd = self->fd;

  self->fd = -1;

  if (self->tls != NULL)
    aus_tls_session_close (self->tls);

  close (fd);
}

void
aus_guarded_wire_shut (AusGuardedWire *self)
{
  if (self->tls != NULL)
    aus_tls_session_say_end (self->tls);

  shutdown (self->fd, SHUT_WR);
}

gssize
aus_guarded_wire_receive (AusGuardedWire *self,
                          guint8         *buffer,
                          gsize           size)
{
  gssize n;

  if (self->tls != NULL)
    return aus_tls_session_read (self->tls, buffer, size);

  do
    n = recv (self->fd, buffer, size, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);

  return n;
}

gssize
aus_guarded_wire_send (AusGuardedWire     *self,
                       const struct iovec *parts,
                       guint               n_parts)
{
  struct msghdr message = { .msg_iov = (struct iovec *) parts, .msg_iovlen = n_parts };
  gssize n;

  if (self->tls != NULL)
    return aus_tls_session_write (self->tls, parts, n_parts);

  do
    n = sendmsg (self->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);

  if (n > 0)
    self->sent += (guint64) n;

  return n;
}

gboolean
aus_guarded_wire_has_unsent (AusGuardedWire *self)
{
  return self->tls != NULL && aus_tls_session_has_unsent (self->tls);
}

gboolean
aus_guarded_wire_flush (AusGuardedWire *self)
{
  return self->tls == NULL || aus_tls_session_flush (self->tls);
}

guint64
aus_guarded_wire_get_delivered (AusGuardedWire *self)
{
  const guint64 sent = self->tls != NULL ? aus_tls_session_get_sent (self->tls) : self->sent;
  int queued = 0;

  if (ioctl (self->fd, SIOCOUTQ, &queued) != 0)
    queued = 0;

  return sent - (guint64) queued;
}
