#include "aus-bench-load.h"

#include "aus-bench-peer.h"

#include <sys/epoll.h>
#include <unistd.h>

#define N_CONNECTIONS 16

typedef struct
{
  const AusBenchTask *task;
  AusBenchPeer       *peers[N_CONNECTIONS];
  GString            *request;
  GArray             *times;
  guint               number;
  int                 epoll;
} Load;

static void
load_clear (Load *self)
{
  for (guint i = 0; i < N_CONNECTIONS; i++)
    g_clear_pointer (&self->peers[i], aus_bench_peer_free);

  if (self->epoll >= 0)
    close (self->epoll);

  g_string_free (self->request, TRUE);
  g_array_unref (self->times);
}

static gboolean
ask (Load          *self,
     AusBenchPeer  *peer,
     GError       **error)
{
  g_string_truncate (self->request, 0);
  self->task->request (self->request, self->number++, self->task->data);

  return aus_bench_peer_send (peer, self->request, error);
}

static gboolean
connect_all (Load     *self,
             guint16   port,
             GError  **error)
{
  for (guint i = 0; i < N_CONNECTIONS; i++) {
    struct epoll_event event = { .events = EPOLLIN };

    self->peers[i] = aus_bench_peer_new (port, error);

    if (self->peers[i] == NULL)
      return FALSE;

    event.data.ptr = self->peers[i];
    epoll_ctl (self->epoll, EPOLL_CTL_ADD, self->peers[i]->fd, &event);

    if (!ask (self, self->peers[i], error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
answer (Load          *self,
        AusBenchPeer  *peer,
        GError       **error)
{
  gint64 time;
  guint status;

  if (!aus_bench_peer_receive (peer, error))
    return FALSE;

  status = aus_bench_peer_take_reply (peer);

  if (status == 0)
    return TRUE;

  if (status != self->task->status) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Answered with %u to: %s", status, self->request->str);
    return FALSE;
  }

  time = g_get_monotonic_time () - peer->sent_at;
  g_array_append_val (self->times, time);

  return ask (self, peer, error);
}

static gboolean
turn (Load    *self,
      GError **error)
{
  struct epoll_event events[N_CONNECTIONS];
  int n_events = epoll_wait (self->epoll, events, N_CONNECTIONS, 5000);

  if (n_events <= 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Not answered: %s", self->request->str);
    return FALSE;
  }

  for (int i = 0; i < n_events; i++) {
    if (!answer (self, events[i].data.ptr, error))
      return FALSE;
  }

  return TRUE;
}

/* The first tenth is for warming up and does not count. */
static gboolean
run (Load             *self,
     double            seconds,
     AusBenchFigures  *figures,
     GError          **error)
{
  gint64 start = g_get_monotonic_time ();
  const gint64 warm = start + (gint64) (seconds * 0.1 * G_USEC_PER_SEC);
  const gint64 end = start + (gint64) (seconds * G_USEC_PER_SEC);
  gboolean is_warm = FALSE;
  gint64 now;

  while ((now = g_get_monotonic_time ()) < end) {
    if (!is_warm && now >= warm) {
      g_array_set_size (self->times, 0);
      start = now;
      is_warm = TRUE;
    }

    if (!turn (self, error))
      return FALSE;
  }

  aus_bench_figures_take (figures, self->times, (now - start) / (double) G_USEC_PER_SEC);

  return TRUE;
}

gboolean
aus_bench_load (guint16              port,
                const AusBenchTask  *task,
                double               seconds,
                AusBenchFigures     *figures,
                GError             **error)
{
  Load self = { .task = task, .epoll = epoll_create1 (EPOLL_CLOEXEC) };
  gboolean good;

  self.request = g_string_new (NULL);
  self.times = g_array_new (FALSE, FALSE, sizeof (gint64));
  good = connect_all (&self, port, error) && run (&self, seconds, figures, error);
  load_clear (&self);

  return good;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

void
aus_bench_figures_take (AusBenchFigures *self,
                        GArray          *times,
                        double           seconds)
{
  *self = (AusBenchFigures) { 0 };

  if (times->len == 0)
    return;

  g_array_sort (times, compare_times);
  self->rate = times->len / seconds;
  self->p50 = g_array_index (times, gint64, times->len / 2) / 1000.0;
  self->p99 = g_array_index (times, gint64, (guint) (times->len * 0.99)) / 1000.0;
}

static int
compare_rates (gconstpointer a,
               gconstpointer b)
{
  const double first = ((const AusBenchFigures *) a)->rate, second = ((const AusBenchFigures *) b)->rate;

  return (first > second) - (first < second);
}

void
aus_bench_figures_median (AusBenchFigures *runs,
                          guint            n_runs,
                          AusBenchFigures *median)
{
  qsort (runs, n_runs, sizeof *runs, compare_rates);
  *median = runs[n_runs / 2];
}
