#include "aus-guarded-poll.h"

#include "aus-guarded-stream.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#define EVENTS_PER_TURN 256

/* A proxy's head is seldom over 8 KiB. 500 bytes a second is what Apache asks of a body. */
static const AusListenerLimits default_limits = {
  .max_connections = 4096,
  .max_per_address = 256,
  .limit_loopback = FALSE,
  .max_head = 16 * 1024,
  .max_body = 1024 * 1024,
  .min_rate = 500,
  .header_time = 10 * 1000,
  .idle_time = 60 * 1000,
  .body_time = 10 * 1000,
  .stall_time = 30 * 1000,
  .linger_time = 2 * 1000,
  .tick_time = 1000,
};

struct _AusGuardedPoll
{
  GObject            parent_instance;

  AusListenerLimits  limits;
  int                epoll;
  GMainContext      *context;
  GSource           *source;
  GSource           *ticker;
  GHashTable        *streams;
  GPtrArray         *due;
  gboolean           closing;
  guint8            *scratch;
};

G_DEFINE_FINAL_TYPE (AusGuardedPoll, aus_guarded_poll, G_TYPE_OBJECT)

enum { PROP_0, PROP_N_STREAMS, N_PROPS };

static GParamSpec *props[N_PROPS];

typedef struct
{
  GSource         source;
  AusGuardedPoll *poll;
  gpointer        tag;
} PollSource;

/* Only marks the streams, so none can go away in the middle. Streams that libsoup reads have sources of their own,
   which stand behind this one and see the marks in the same turn. */
static void
collect (AusGuardedPoll *self)
{
  struct epoll_event events[EVENTS_PER_TURN];
  int n = epoll_wait (self->epoll, events, EVENTS_PER_TURN, 0);

  for (int i = 0; i < n; i++)
    aus_guarded_stream_wake (events[i].data.ptr, events[i].events);
}

static gboolean
poll_source_prepare (GSource *source,
                     int     *timeout)
{
  *timeout = -1;
  return ((PollSource *) source)->poll->due->len > 0;
}

static gboolean
poll_source_check (GSource *source)
{
  PollSource *self = (PollSource *) source;

  if (g_source_query_unix_fd (source, self->tag) != 0)
    collect (self->poll);

  return self->poll->due->len > 0;
}

static gboolean
poll_source_dispatch (GSource     *source,
                      GSourceFunc  callback,
                      gpointer     user_data)
{
  g_autoptr (AusGuardedPoll) poll = g_object_ref (((PollSource *) source)->poll);
  g_autoptr (GPtrArray) due = g_steal_pointer (&poll->due);

  poll->due = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < due->len; i++)
    aus_guarded_stream_work (g_ptr_array_index (due, i));

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs poll_source_funcs = {
  .prepare = poll_source_prepare,
  .check = poll_source_check,
  .dispatch = poll_source_dispatch,
};

/* A copy, since streams leave the table while it is gone through. */
static GPtrArray *
copy_streams (AusGuardedPoll *self)
{
  GPtrArray *streams = g_ptr_array_new_full (g_hash_table_size (self->streams), g_object_unref);
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    g_ptr_array_add (streams, g_object_ref (stream));

  return streams;
}

static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (AusGuardedPoll) self = g_object_ref (user_data);
  g_autoptr (GPtrArray) streams = copy_streams (self);
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < streams->len; i++)
    aus_guarded_stream_tick (g_ptr_array_index (streams, i), now);

  return G_SOURCE_CONTINUE;
}

static void
stop_ticking (AusGuardedPoll *self)
{
  if (self->ticker == NULL)
    return;

  g_source_destroy (self->ticker);
  g_clear_pointer (&self->ticker, g_source_unref);
}

static void
start_ticking (AusGuardedPoll *self)
{
  if (self->ticker != NULL)
    return;

  self->ticker = g_timeout_source_new (self->limits.tick_time);
  g_source_set_callback (self->ticker, tick_cb, self, NULL);
  g_source_attach (self->ticker, self->context);
}

static void
aus_guarded_poll_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AusGuardedPoll *self = AUS_GUARDED_POLL (object);

  switch (prop_id) {
  case PROP_N_STREAMS:
    g_value_set_uint (value, g_hash_table_size (self->streams));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_guarded_poll_finalize (GObject *object)
{
  AusGuardedPoll *self = AUS_GUARDED_POLL (object);

  stop_ticking (self);
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->streams, g_hash_table_unref);
  g_clear_pointer (&self->due, g_ptr_array_unref);
  g_clear_pointer (&self->scratch, g_free);
  if (self->epoll >= 0)
    close (self->epoll);

  G_OBJECT_CLASS (aus_guarded_poll_parent_class)->finalize (object);
}

static void
aus_guarded_poll_class_init (AusGuardedPollClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_guarded_poll_get_property;
  object_class->finalize = aus_guarded_poll_finalize;

  props[PROP_N_STREAMS] = g_param_spec_uint ("n-streams", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
aus_guarded_poll_init (AusGuardedPoll *self)
{
  self->limits = default_limits;
  self->epoll = -1;
  self->context = g_main_context_ref_thread_default ();
  self->streams = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->due = g_ptr_array_new_with_free_func (g_object_unref);
  self->scratch = g_malloc (AUS_GUARDED_SCRATCH_SIZE);
}

AusGuardedPoll *
aus_guarded_poll_new (GError **error)
{
  g_autoptr (AusGuardedPoll) self = g_object_new (AUS_TYPE_GUARDED_POLL, NULL);
  PollSource *source;

  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  if (self->epoll < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "epoll: %s", g_strerror (errno));
    return NULL;
  }

  self->source = g_source_new (&poll_source_funcs, sizeof (PollSource));
  source = (PollSource *) self->source;
  source->poll = self;
  source->tag = g_source_add_unix_fd (self->source, self->epoll, G_IO_IN);
  g_source_set_static_name (self->source, "aus-guarded-poll");
  g_source_attach (self->source, self->context);

  return g_steal_pointer (&self);
}

AusListenerLimits *
aus_guarded_poll_get_limits (AusGuardedPoll *self)
{
  return &self->limits;
}

guint
aus_guarded_poll_get_n (AusGuardedPoll *self)
{
  return g_hash_table_size (self->streams);
}

gboolean
aus_guarded_poll_is_closing (AusGuardedPoll *self)
{
  return self->closing;
}

void
aus_guarded_poll_close (AusGuardedPoll *self)
{
  self->closing = TRUE;
  if (g_hash_table_size (self->streams) > 0)
    tick_cb (self);
}

void
aus_guarded_poll_cut (AusGuardedPoll *self)
{
  g_autoptr (GPtrArray) streams = copy_streams (self);

  self->closing = TRUE;
  for (guint i = 0; i < streams->len; i++)
    aus_guarded_stream_drop (g_ptr_array_index (streams, i));
  g_ptr_array_set_size (self->due, 0);
}

gboolean
aus_guarded_poll_add (AusGuardedPoll    *self,
                      AusGuardedStream  *stream,
                      int                fd,
                      GError           **error)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = stream };

  if (epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "epoll: %s", g_strerror (errno));
    return FALSE;
  }

  g_hash_table_add (self->streams, g_object_ref (stream));
  start_ticking (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_STREAMS]);

  return TRUE;
}

void
aus_guarded_poll_remove (AusGuardedPoll   *self,
                         AusGuardedStream *stream)
{
  g_hash_table_remove (self->streams, stream);
  if (g_hash_table_size (self->streams) == 0)
    stop_ticking (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_STREAMS]);
}

void
aus_guarded_poll_schedule (AusGuardedPoll   *self,
                           AusGuardedStream *stream)
{
  g_ptr_array_add (self->due, g_object_ref (stream));
}

gboolean
aus_guarded_poll_unschedule (AusGuardedPoll   *self,
                             AusGuardedStream *stream)
{
  guint n = self->due->len;

  if (n == 0 || g_ptr_array_index (self->due, n - 1) != stream)
    return FALSE;

  g_ptr_array_set_size (self->due, (int) n - 1);
  return TRUE;
}

guint8 *
aus_guarded_poll_get_scratch (AusGuardedPoll *self)
{
  return self->scratch;
}
