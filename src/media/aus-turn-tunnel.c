#include "aus-turn-tunnel.h"

struct _AusTurnTunnel
{
  GObject         parent_instance;

  GSocketService *service;
  GCancellable   *cancellable;
  char           *host;
  guint16         far_port;
  guint16         near_port;
};

G_DEFINE_FINAL_TYPE (AusTurnTunnel, aus_turn_tunnel, G_TYPE_OBJECT)

typedef struct
{
  GCancellable *cancellable;
  GIOStream    *near;
} Passage;

static void
passage_free (Passage *passage)
{
  g_object_unref (passage->cancellable);
  g_object_unref (passage->near);
  g_free (passage);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Passage, passage_free)

static void
carried_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_io_stream_splice_finish (result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("the way to the relay broke off: %s", error->message);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Passage) passage = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) far = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);

  if (far == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_message ("the relay cannot be reached over TLS: %s", error->message);

    return;
  }

  g_io_stream_splice_async (passage->near, G_IO_STREAM (far),
                            G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                            G_PRIORITY_DEFAULT, passage->cancellable, carried_cb, NULL);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *near,
             GObject           *listener,
             gpointer           user_data)
{
  AusTurnTunnel *self = user_data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  Passage *passage = g_new (Passage, 1);

  *passage = (Passage) { g_object_ref (self->cancellable), g_object_ref (G_IO_STREAM (near)) };
  g_tcp_connection_set_graceful_disconnect (G_TCP_CONNECTION (near), FALSE);
  g_socket_client_set_tls (client, TRUE);
  g_socket_client_connect_to_host_async (client, self->host, self->far_port, self->cancellable, connected_cb, passage);

  return TRUE;
}

static void
aus_turn_tunnel_dispose (GObject *object)
{
  AusTurnTunnel *self = AUS_TURN_TUNNEL (object);

  aus_turn_tunnel_close (self);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (aus_turn_tunnel_parent_class)->dispose (object);
}

static void
aus_turn_tunnel_finalize (GObject *object)
{
  AusTurnTunnel *self = AUS_TURN_TUNNEL (object);

  g_object_unref (self->cancellable);
  g_free (self->host);

  G_OBJECT_CLASS (aus_turn_tunnel_parent_class)->finalize (object);
}

static void
aus_turn_tunnel_class_init (AusTurnTunnelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_turn_tunnel_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_turn_tunnel_finalize;
}

static void
aus_turn_tunnel_init (AusTurnTunnel *self)
{
  self->service = g_socket_service_new ();
  self->cancellable = g_cancellable_new ();
}

static gboolean
listen_nearby (AusTurnTunnel  *self,
               GError        **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &address, error))
    return FALSE;

  self->near_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (incoming_cb), self, 0);

  return TRUE;
}

AusTurnTunnel *
aus_turn_tunnel_new (const char  *host,
                     guint16      port,
                     GError     **error)
{
  g_autoptr (AusTurnTunnel) self = g_object_new (AUS_TYPE_TURN_TUNNEL, NULL);

  g_return_val_if_fail (host != NULL && port != 0, NULL);

  self->host = g_strdup (host);
  self->far_port = port;

  return listen_nearby (self, error) ? g_steal_pointer (&self) : NULL;
}

guint16
aus_turn_tunnel_get_port (AusTurnTunnel *self)
{
  g_return_val_if_fail (AUS_IS_TURN_TUNNEL (self), 0);

  return self->near_port;
}

void
aus_turn_tunnel_close (AusTurnTunnel *self)
{
  g_return_if_fail (AUS_IS_TURN_TUNNEL (self));

  g_cancellable_cancel (self->cancellable);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
}
