#include "aus-turn-wire.h"

#include "aus-turn-message.h"

#include <string.h>

#define CONNECT_S 5
#define LONGEST 65536

struct _AusTurnWire
{
  GSocketConnection *connection;
  GSocket           *socket;
  GCancellable      *cancellable;
  gboolean           is_stream;
  GByteArray        *heard;
};

static GSocketClient *
make_client (const AusRelayAddress *address)
{
  GSocketClient *client = g_socket_client_new ();

  /* A relay is spoken to as browsers do: without a proxy between. */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, CONNECT_S);
  g_socket_client_set_tls (client, address->is_tls);

  if (!address->is_tcp) {
    g_socket_client_set_socket_type (client, G_SOCKET_TYPE_DATAGRAM);
    g_socket_client_set_protocol (client, G_SOCKET_PROTOCOL_UDP);
  }

  return client;
}

AusTurnWire *
aus_turn_wire_connect (const AusRelayAddress  *address,
                       GCancellable           *cancellable,
                       GError                **error)
{
  g_autoptr (GSocketClient) client = make_client (address);
  g_autoptr (GSocketConnectable) place = g_network_address_new (address->host, address->port);
  GSocketConnection *connection = g_socket_client_connect (client, place, cancellable, error);
  AusTurnWire *self;

  if (connection == NULL)
    return NULL;

  self = g_new0 (AusTurnWire, 1);
  self->connection = connection;
  self->socket = g_socket_connection_get_socket (connection);
  self->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  self->is_stream = address->is_tcp;
  self->heard = g_byte_array_new ();

  return self;
}

void
aus_turn_wire_close (AusTurnWire *self)
{
  g_object_unref (self->connection);
  g_clear_object (&self->cancellable);
  g_byte_array_unref (self->heard);
  g_free (self);
}

gboolean
aus_turn_wire_send (AusTurnWire  *self,
                    GByteArray   *message,
                    GError      **error)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));

  return g_output_stream_write_all (out, message->data, message->len, NULL, self->cancellable, error);
}

/* (transfer full) (nullable): what was heard, once it is a message; what is none is passed over. */
static GBytes *
take_message (AusTurnWire *self)
{
  gsize length = self->heard->len >= AUS_TURN_HEADER ? aus_turn_message_measure (self->heard->data) : 0;
  GBytes *message;

  if (self->heard->len >= AUS_TURN_HEADER && length == 0)
    g_byte_array_set_size (self->heard, 0);

  if (length == 0 || self->heard->len < length)
    return NULL;

  message = g_bytes_new (self->heard->data, length);
  g_byte_array_remove_range (self->heard, 0, length);

  return message;
}

static gboolean
hear (AusTurnWire  *self,
      gint64        deadline,
      GError      **error)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (self->connection));
  g_autofree guint8 *buffer = g_malloc (LONGEST);
  const gint64 left = deadline - g_get_monotonic_time ();
  gssize n;

  if (left <= 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "It does not answer.");
    return FALSE;
  }

  g_socket_set_timeout (self->socket, MAX (1, (left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC));

  /* TLS may hold bytes that the socket has given away already. */
  if (!G_IS_TCP_WRAPPER_CONNECTION (self->connection)
      && !g_socket_condition_timed_wait (self->socket, G_IO_IN, left, self->cancellable, error))
    return FALSE;

  n = g_input_stream_read (in, buffer, LONGEST, self->cancellable, error);

  if (n < 0)
    return FALSE;

  if (n == 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "It hangs up.");
    return FALSE;
  }

  if (!self->is_stream)
    g_byte_array_set_size (self->heard, 0);

  g_byte_array_append (self->heard, buffer, n);

  return TRUE;
}

GBytes *
aus_turn_wire_receive (AusTurnWire  *self,
                       gint64        deadline,
                       GError      **error)
{
  GBytes *message;

  while ((message = take_message (self)) == NULL) {
    if (!hear (self, deadline, error))
      return NULL;
  }

  return message;
}

gboolean
aus_turn_wire_loses (AusTurnWire *self)
{
  return !self->is_stream;
}
