#include "aus-listener.h"

#include "aus-guarded-refusal.h"
#include "aus-listener-address.h"
#include "aus-listener-private.h"
#include "aus-listener-socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* Descriptors that are not connections: database, provider calls, logs. */
#define SPARE_DESCRIPTORS 512

struct _AusListener
{
  GObject         parent_instance;

  SoupServer     *server;
  AusTlsIdentity *identity;  /* NULL for plain connections */
  AusGuardedPoll *poll;
  GSocket        *far_end;   /* of what libsoup believes to listen on */
  GPtrArray      *sources;   /* GSource, one per socket */
  GHashTable     *visitors;  /* remote GSocketAddress, by pointer → Visitor */
  GHashTable     *per_key;   /* gint64 → number of connections */
  guint16         port;
};

/* One accepted connection. Its remote address is an object of its own, and tells which message came from it. */
typedef struct
{
  AusListener      *listener;
  AusGuardedStream *stream;
  GSocketAddress   *remote;
} Visitor;

G_DEFINE_FINAL_TYPE (AusListener, aus_listener, G_TYPE_OBJECT)

enum { PROP_0, PROP_PORT, PROP_N_CONNECTIONS, N_PROPS };

static GParamSpec *props[N_PROPS];

static void
visitor_free (Visitor *visitor)
{
  g_clear_object (&visitor->remote);
  g_free (visitor);
}

static guint
count_key (AusListener *self,
           gint64       key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->per_key, &key));
}

static void
set_key (AusListener *self,
         gint64       key,
         guint        number)
{
  if (number == 0)
    g_hash_table_remove (self->per_key, &key);
  else
    g_hash_table_insert (self->per_key, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (number));
}

static void
stream_closed_cb (AusGuardedStream *stream,
                  gpointer          user_data)
{
  Visitor *visitor = user_data;
  AusListener *self = visitor->listener;
  gint64 key = aus_listener_address_key (visitor->remote);

  set_key (self, key, count_key (self, key) - 1);
  g_hash_table_remove (self->visitors, visitor->remote);
}

static gboolean
has_room (AusListener    *self,
          GSocketAddress *remote)
{
  const AusListenerLimits *limits = aus_guarded_poll_get_limits (self->poll);

  if (aus_guarded_poll_get_n (self->poll) >= limits->max_connections)
    return FALSE;
  if (!limits->limit_loopback && aus_listener_address_is_loop (remote))
    return TRUE;

  return count_key (self, aus_listener_address_key (remote)) < limits->max_per_address;
}

/* Where TLS is spoken nobody would understand what is said before it. */
static void
turn_away (AusListener *self,
           int          fd)
{
  g_autofree char *text = aus_guarded_refusal_new (503);

  if (self->identity == NULL && send (fd, text, strlen (text), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
    g_debug ("A connection left before it was turned away: %s", g_strerror (errno));
  close (fd);
}

static void
accept_cb (int             fd,
           GSocketAddress *remote,
           GSocketAddress *local,
           gpointer        user_data)
{
  AusListener *self = user_data;
  g_autoptr (AusGuardedStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  Visitor *visitor;
  gint64 key = aus_listener_address_key (remote);
  int on = 1;

  if (!has_room (self, remote)) {
    turn_away (self, fd);
    return;
  }

  if (setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
    g_debug ("TCP_NODELAY: %s", g_strerror (errno));

  visitor = g_new0 (Visitor, 1);
  visitor->listener = self;
  visitor->remote = g_object_ref (remote);

  stream = aus_guarded_stream_new (self->poll, fd, stream_closed_cb, visitor, &error);
  if (stream == NULL) {
    g_warning ("A connection could not be watched: %s", error->message);
    visitor_free (visitor);
    return;
  }

  if (self->identity != NULL)
    aus_guarded_stream_speak_tls (stream, self->identity);

  visitor->stream = stream;
  g_hash_table_insert (self->visitors, remote, visitor);
  set_key (self, key, count_key (self, key) + 1);

  if (!soup_server_accept_iostream (self->server, G_IO_STREAM (stream), local, remote, &error)) {
    g_warning ("A connection could not be served: %s", error->message);
    aus_guarded_stream_cut (stream);
  }
}

/* Half of the descriptors at least must be there for connections, whatever the shell's limit is. */
static void
raise_descriptor_limit (AusListener *self)
{
  rlim_t wanted = aus_guarded_poll_get_limits (self->poll)->max_connections + SPARE_DESCRIPTORS;
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= wanted)
    return;

  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? wanted : MIN (wanted, limit.rlim_max);
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted)
    g_message ("Only %" G_GUINT64_FORMAT " descriptors may be open; %" G_GUINT64_FORMAT " are wanted",
               (guint64) limit.rlim_cur, (guint64) wanted);
}

/* libsoup keeps a connection alive only while it has a listening socket, so it gets one that never has a visitor. */
static gboolean
give_token (AusListener  *self,
            GError      **error)
{
  g_autoptr (GSocket) near_end = NULL;
  int pair[2];

  if (self->far_end != NULL)
    return TRUE;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "socketpair: %s", g_strerror (errno));
    return FALSE;
  }

  near_end = g_socket_new_from_fd (pair[0], error);
  if (near_end == NULL) {
    close (pair[0]);
    close (pair[1]);
    return FALSE;
  }

  self->far_end = g_socket_new_from_fd (pair[1], error);
  if (self->far_end == NULL) {
    close (pair[1]);
    return FALSE;
  }

  return soup_server_listen_socket (self->server, near_end, 0, error);
}

static void
stop_accepting (AusListener *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    g_source_destroy (g_ptr_array_index (self->sources, i));

  g_ptr_array_set_size (self->sources, 0);
}

static void
n_streams_cb (AusListener *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CONNECTIONS]);
}

static void
aus_listener_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  AusListener *self = AUS_LISTENER (object);

  switch (prop_id) {
  case PROP_PORT:
    g_value_set_uint (value, self->port);
    break;
  case PROP_N_CONNECTIONS:
    g_value_set_uint (value, aus_listener_get_n_connections (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_listener_dispose (GObject *object)
{
  AusListener *self = AUS_LISTENER (object);

  stop_accepting (self);
  if (self->poll != NULL) {
    g_signal_handlers_disconnect_by_data (self->poll, self);
    aus_guarded_poll_cut (self->poll);
  }
  g_clear_object (&self->poll);
  g_clear_object (&self->far_end);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (aus_listener_parent_class)->dispose (object);
}

static void
aus_listener_finalize (GObject *object)
{
  AusListener *self = AUS_LISTENER (object);

  g_clear_pointer (&self->identity, aus_tls_identity_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->visitors, g_hash_table_unref);
  g_clear_pointer (&self->per_key, g_hash_table_unref);

  G_OBJECT_CLASS (aus_listener_parent_class)->finalize (object);
}

static void
aus_listener_class_init (AusListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_listener_get_property;
  object_class->dispose = aus_listener_dispose;
  object_class->finalize = aus_listener_finalize;

  props[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0,
                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_N_CONNECTIONS] = g_param_spec_uint ("n-connections", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
aus_listener_init (AusListener *self)
{
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) g_source_unref);
  self->visitors = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) visitor_free);
  self->per_key = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

AusListener *
aus_listener_new (SoupServer  *server,
                  GError     **error)
{
  g_autoptr (AusListener) self = g_object_new (AUS_TYPE_LISTENER, NULL);

  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  self->server = g_object_ref (server);
  self->poll = aus_guarded_poll_new (error);
  if (self->poll == NULL || !give_token (self, error))
    return NULL;

  g_signal_connect_swapped (self->poll, "notify::n-streams", G_CALLBACK (n_streams_cb), self);
  return g_steal_pointer (&self);
}

AusListenerLimits *
aus_listener_get_limits (AusListener *self)
{
  g_return_val_if_fail (AUS_IS_LISTENER (self), NULL);

  return aus_guarded_poll_get_limits (self->poll);
}

void
aus_listener_set_identity (AusListener    *self,
                           AusTlsIdentity *identity)
{
  g_return_if_fail (AUS_IS_LISTENER (self));

  g_clear_pointer (&self->identity, aus_tls_identity_unref);
  self->identity = aus_tls_identity_ref (identity);
}

gboolean
aus_listener_listen (AusListener  *self,
                     const char   *address,
                     GError      **error)
{
  g_autoptr (GSocketAddress) wanted = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = NULL;
  GSource *source;

  g_return_val_if_fail (AUS_IS_LISTENER (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  wanted = aus_listener_address_parse (address, error);
  if (wanted == NULL)
    return FALSE;

  raise_descriptor_limit (self);
  socket = aus_listener_socket_new (wanted, error);
  if (socket == NULL || (bound = g_socket_get_local_address (socket, error)) == NULL)
    return FALSE;

  source = aus_listener_socket_watch (socket, accept_cb, self, error);
  if (source == NULL)
    return FALSE;

  g_ptr_array_add (self->sources, source);
  if (self->port == 0) {
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PORT]);
  }

  return TRUE;
}

guint16
aus_listener_get_port (AusListener *self)
{
  g_return_val_if_fail (AUS_IS_LISTENER (self), 0);

  return self->port;
}

guint
aus_listener_get_n_connections (AusListener *self)
{
  g_return_val_if_fail (AUS_IS_LISTENER (self), 0);

  return self->poll != NULL ? aus_guarded_poll_get_n (self->poll) : 0;
}

void
aus_listener_close (AusListener *self)
{
  g_return_if_fail (AUS_IS_LISTENER (self));

  stop_accepting (self);
  aus_guarded_poll_close (self->poll);
}

AusGuardedStream *
aus_listener_find_stream (AusListener       *self,
                          SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  Visitor *visitor = remote != NULL ? g_hash_table_lookup (self->visitors, remote) : NULL;

  return visitor != NULL ? visitor->stream : NULL;
}
