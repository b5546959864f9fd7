#include "aus-listener-socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel takes less where net.core.somaxconn is less. */
#define BACKLOG 4096
#define ACCEPTS_PER_TURN 64
#define PAUSE_US (100 * 1000)

typedef struct
{
  GSource                source;
  GSocket               *socket;
  GSocketAddress        *local;
  AusListenerAcceptFunc  func;
  gpointer               data;
  gpointer               tag;
  gboolean               short_of;  /* descriptors, and that was said */
} AcceptSource;

static gboolean
accept_source_check (GSource *source)
{
  return g_source_query_unix_fd (source, ((AcceptSource *) source)->tag) != 0;
}

/* The connection stays in the backlog, so the socket would be ready for ever. */
static void
pause_accepting (AcceptSource *self,
                 int           number)
{
  if (!self->short_of)
    g_message ("No connection can be accepted: %s", g_strerror (number));

  self->short_of = TRUE;
  g_source_modify_unix_fd (&self->source, self->tag, 0);
  g_source_set_ready_time (&self->source, g_get_monotonic_time () + PAUSE_US);
}

static gboolean
accept_one (AcceptSource *self)
{
  g_autoptr (GSocketAddress) remote = NULL;
  struct sockaddr_storage native;
  socklen_t length = sizeof native;
  int fd = accept4 (g_socket_get_fd (self->socket), (struct sockaddr *) &native, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);

  if (fd < 0) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
      pause_accepting (self, errno);
    return errno == ECONNABORTED || errno == EINTR;
  }

  self->short_of = FALSE;
  remote = g_socket_address_new_from_native (&native, length);
  if (remote != NULL)
    self->func (fd, remote, self->local, self->data);
  else
    close (fd);

  return TRUE;
}

static gboolean
accept_source_dispatch (GSource     *source,
                        GSourceFunc  callback,
                        gpointer     user_data)
{
  AcceptSource *self = (AcceptSource *) source;

  if (g_source_get_ready_time (source) >= 0) {
    g_source_set_ready_time (source, -1);
    g_source_modify_unix_fd (source, self->tag, G_IO_IN);
  }

  for (guint i = 0; i < ACCEPTS_PER_TURN && !g_source_is_destroyed (source); i++)
    if (!accept_one (self))
      break;

  return G_SOURCE_CONTINUE;
}

static void
accept_source_finalize (GSource *source)
{
  AcceptSource *self = (AcceptSource *) source;

  g_clear_object (&self->socket);
  g_clear_object (&self->local);
}

static GSourceFuncs accept_source_funcs = {
  .check = accept_source_check,
  .dispatch = accept_source_dispatch,
  .finalize = accept_source_finalize,
};

GSocket *
aus_listener_socket_new (GSocketAddress  *address,
                         GError         **error)
{
  GSocketFamily family = g_socket_address_get_family (address);
  g_autoptr (GSocket) socket = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  if (family == G_SOCKET_FAMILY_IPV6 && !g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, TRUE, error))
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

GSource *
aus_listener_socket_watch (GSocket                *socket,
                           AusListenerAcceptFunc   func,
                           gpointer                data,
                           GError                **error)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, error);
  g_autoptr (GSource) source = NULL;
  AcceptSource *self;

  if (local == NULL)
    return NULL;

  source = g_source_new (&accept_source_funcs, sizeof (AcceptSource));
  self = (AcceptSource *) source;
  self->socket = g_object_ref (socket);
  self->local = g_steal_pointer (&local);
  self->func = func;
  self->data = data;
  self->tag = g_source_add_unix_fd (source, g_socket_get_fd (socket), G_IO_IN);
  g_source_set_static_name (source, "aus-listener-socket");
  g_source_attach (source, g_main_context_get_thread_default ());

  return g_steal_pointer (&source);
}
