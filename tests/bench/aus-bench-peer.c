#include "aus-bench-peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 65536

static gboolean
set_fault (GError     **error,
           const char  *what)
{
  const int number = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", what, g_strerror (number));

  return FALSE;
}

AusBenchPeer *
aus_bench_peer_new (guint16   port,
                    GError  **error)
{
  const struct sockaddr_in address = {
    .sin_family = AF_INET, .sin_port = htons (port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
  };
  g_autoptr (AusBenchPeer) self = g_new0 (AusBenchPeer, 1);
  const int yes = 1;

  self->input = g_byte_array_new ();
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (self->fd < 0 || connect (self->fd, (const struct sockaddr *) &address, sizeof address) != 0 ||
      setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0) {
    set_fault (error, "connect");
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
aus_bench_peer_free (AusBenchPeer *self)
{
  if (self->fd >= 0)
    close (self->fd);

  g_byte_array_unref (self->input);
  g_free (self);
}

gboolean
aus_bench_peer_send (AusBenchPeer   *self,
                     const GString  *data,
                     GError        **error)
{
  /* Requests are far smaller than a socket's buffer, so a short write means that something is wrong. */
  if (send (self->fd, data->str, data->len, MSG_NOSIGNAL) != (gssize) data->len)
    return set_fault (error, "send");

  self->sent_at = g_get_monotonic_time ();

  return TRUE;
}

gboolean
aus_bench_peer_receive (AusBenchPeer  *self,
                        GError       **error)
{
  gsize before;
  gssize n_read;

  /* What was taken off makes room. */
  if (self->used > 0) {
    g_byte_array_remove_range (self->input, 0, self->used);
    self->used = 0;
  }

  before = self->input->len;
  g_byte_array_set_size (self->input, before + CHUNK);
  n_read = recv (self->fd, self->input->data + before, CHUNK, MSG_DONTWAIT);
  g_byte_array_set_size (self->input, before + MAX (n_read, 0));

  if (n_read > 0 || (n_read < 0 && errno == EAGAIN))
    return TRUE;

  if (n_read == 0)
    errno = ECONNRESET;

  return set_fault (error, "receive");
}

/* The value of a header, or -1. */
static gssize
find_length (const char *head,
             gsize       length)
{
  static const char name[] = "\r\ncontent-length:";

  for (const char *at = head; at + sizeof name < head + length; at++) {
    if (*at == '\r' && g_ascii_strncasecmp (at, name, sizeof name - 1) == 0)
      return strtol (at + sizeof name - 1, NULL, 10);
  }

  return -1;
}

guint
aus_bench_peer_take_reply (AusBenchPeer *self)
{
  const char *head = (const char *) self->input->data + self->used;
  const gsize available = self->input->len - self->used;
  const char *body = available > 12 ? memmem (head, available, "\r\n\r\n", 4) : NULL;
  gssize length;

  if (body == NULL)
    return 0;

  body += 4;
  length = MAX (find_length (head, body - head), 0);

  if (available < (gsize) (body - head) + length)
    return 0;

  self->used += body - head + length;

  return strtol (head + 9, NULL, 10);
}

const char *
aus_bench_peer_take_frame (AusBenchPeer *self,
                           gsize        *length)
{
  const guint8 *frame = self->input->data + self->used;
  const gsize available = self->input->len - self->used;
  gsize head = 2;

  if (available < 4)
    return NULL;

  /* RFC 6455 section 5.2; nothing we ask for comes in more than 64 KiB. */
  *length = frame[1] & 0x7f;
  g_return_val_if_fail (*length != 127, NULL);

  if (*length == 126) {
    *length = frame[2] << 8 | frame[3];
    head = 4;
  }

  if (available < head + *length)
    return NULL;

  self->used += head + *length;

  return (const char *) frame + head;
}

gboolean
aus_bench_peer_upgrade (AusBenchPeer  *self,
                        const char    *path,
                        const char    *token,
                        GError       **error)
{
  g_autoptr (GString) request = g_string_new (NULL);
  struct pollfd poll_fd = { self->fd, POLLIN, 0 };
  guint status;

  g_string_append_printf (request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                   "Authorization: Token %s\r\n\r\n", path, token);

  if (!aus_bench_peer_send (self, request, error))
    return FALSE;

  while ((status = aus_bench_peer_take_reply (self)) == 0) {
    if (poll (&poll_fd, 1, 10000) != 1 || !aus_bench_peer_receive (self, error))
      return error == NULL || *error != NULL ? FALSE : set_fault (error, "upgrade");
  }

  self->sent_at = 0;

  if (status == 101)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s was answered with %u", path, status);

  return FALSE;
}
