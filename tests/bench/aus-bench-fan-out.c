#include "aus-bench-fan-out.h"

#include "aus-bench-peer.h"
#include "aus-bench-requests.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define N_SENDERS 16
#define SECONDS 4
#define MARK "\"message\":\"t"

typedef struct
{
  AusBenchClinic *clinic;
  GPtrArray      *peers;
  GQueue          idle;
  GArray         *times;
  GString        *request;
  guint           n_sent;
  int             epoll;
} FanOut;

static gboolean
add_peer (FanOut        *self,
          AusBenchPeer  *peer,
          GError       **error)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };

  if (peer == NULL)
    return FALSE;

  g_ptr_array_add (self->peers, peer);
  epoll_ctl (self->epoll, EPOLL_CTL_ADD, peer->fd, &event);

  return TRUE;
}

static AusBenchPeer *
open_socket (AusBenchClinic  *clinic,
             guint16          port,
             guint            number,
             GError         **error)
{
  g_autoptr (GString) path = g_string_new ("/ws/consultation/");
  g_autoptr (AusBenchPeer) peer = aus_bench_peer_new (port, error);

  aus_bench_clinic_write_id (clinic, path, number);
  g_string_append_c (path, '/');

  if (peer == NULL || !aus_bench_peer_upgrade (peer, path->str, AUS_BENCH_TOKEN, error))
    return NULL;

  return g_steal_pointer (&peer);
}

static gboolean
connect_all (FanOut   *self,
             guint16   port,
             GError  **error)
{
  for (guint i = 0; i < AUS_BENCH_N_LISTENERS; i++) {
    if (!add_peer (self, open_socket (self->clinic, port, 0, error), error))
      return FALSE;
  }

  for (guint i = 0; i < N_SENDERS; i++) {
    AusBenchPeer *peer = aus_bench_peer_new (port, error);

    if (!add_peer (self, peer, error))
      return FALSE;

    g_queue_push_tail (&self->idle, peer);
  }

  return TRUE;
}

static gboolean
send_message (FanOut  *self,
              GError **error)
{
  AusBenchPeer *peer = g_queue_pop_head (&self->idle);

  g_string_truncate (self->request, 0);
  aus_bench_post_message (self->request, 0, self->clinic);
  self->n_sent++;

  return aus_bench_peer_send (peer, self->request, error);
}

static void
hear (FanOut       *self,
      AusBenchPeer *peer)
{
  const gint64 now = g_get_monotonic_time ();
  const char *frame;
  gsize length;

  while ((frame = aus_bench_peer_take_frame (peer, &length)) != NULL) {
    const char *mark = memmem (frame, length, MARK, strlen (MARK));

    if (mark != NULL) {
      gint64 time = now - strtoll (mark + strlen (MARK), NULL, 10);

      g_array_append_val (self->times, time);
    }
  }
}

static gboolean
receive (FanOut        *self,
         AusBenchPeer  *peer,
         GError       **error)
{
  guint status;

  if (!aus_bench_peer_receive (peer, error))
    return FALSE;

  if (peer->sent_at == 0) {
    hear (self, peer);
    return TRUE;
  }

  status = aus_bench_peer_take_reply (peer);

  if (status == 0)
    return TRUE;

  g_queue_push_tail (&self->idle, peer);

  if (status == 201)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "A message was answered with %u", status);

  return FALSE;
}

static gboolean
turn (FanOut  *self,
      GError **error)
{
  struct epoll_event events[64];
  const int n_events = epoll_wait (self->epoll, events, G_N_ELEMENTS (events), 1);

  for (int i = 0; i < n_events; i++) {
    if (!receive (self, events[i].data.ptr, error))
      return FALSE;
  }

  return TRUE;
}

/* Half a second at the end is for what is still on its way. */
static gboolean
run (FanOut  *self,
     guint    rate,
     GError **error)
{
  const gint64 start = g_get_monotonic_time ();
  const gint64 end = start + SECONDS * G_USEC_PER_SEC;
  gint64 now;

  while ((now = g_get_monotonic_time ()) < end + G_USEC_PER_SEC / 2) {
    const guint due = now < end ? (guint) ((now - start) * rate / G_USEC_PER_SEC) : 0;

    while (self->n_sent < due && !g_queue_is_empty (&self->idle)) {
      if (!send_message (self, error))
        return FALSE;
    }

    if (!turn (self, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
aus_bench_fan_out (AusBenchClinic   *clinic,
                   guint16           port,
                   guint             rate,
                   guint            *n_sent,
                   AusBenchFigures  *figures,
                   GError          **error)
{
  FanOut self = { .clinic = clinic, .idle = G_QUEUE_INIT, .epoll = epoll_create1 (EPOLL_CLOEXEC) };
  gboolean good;

  self.peers = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_bench_peer_free);
  self.times = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.request = g_string_new (NULL);
  good = connect_all (&self, port, error) && run (&self, rate, error);
  aus_bench_figures_take (figures, self.times, SECONDS);
  *n_sent = self.n_sent;

  g_ptr_array_unref (self.peers);
  g_array_unref (self.times);
  g_string_free (self.request, TRUE);
  g_queue_clear (&self.idle);
  close (self.epoll);

  return good;
}

GPtrArray *
aus_bench_open_sockets (AusBenchClinic  *clinic,
                        guint16          port,
                        guint            n_sockets,
                        GError         **error)
{
  g_autoptr (GPtrArray) peers = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_bench_peer_free);

  for (guint i = 0; i < n_sockets; i++) {
    AusBenchPeer *peer = open_socket (clinic, port, i, error);

    if (peer == NULL)
      return NULL;

    g_ptr_array_add (peers, peer);
  }

  return g_steal_pointer (&peers);
}
