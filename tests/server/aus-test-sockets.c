#include "aus-test-sockets.h"

#include "aus-error.h"

#include <string.h>

static void
message_cb (AusWebSocket   *socket,
            JsonObject     *frame,
            AusTestSockets *self)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), frame);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  self->n_messages++;
  aus_web_socket_send (socket, bytes);
}

static void
malformed_cb (AusWebSocket   *socket,
              GError         *error,
              AusTestSockets *self)
{
  g_assert_cmpint (error->domain, ==, AUS_ERROR);
  self->n_malformed++;
}

static void
warned_cb (AusWebSocket   *socket,
           AusTestSockets *self)
{
  self->n_warned++;
}

static void
closed_cb (AusWebSocket   *socket,
           guint           code,
           AusTestSockets *self)
{
  g_assert_false (aus_web_socket_is_open (socket));
  g_assert_cmpuint (aus_web_socket_get_queued (socket), ==, 0);
  self->n_closed++;
  self->code = code;
  self->closed = TRUE;
}

static void
set (AusWebSocket *socket,
     const char   *name,
     guint         value)
{
  if (value > 0)
    g_object_set (socket, name, value, NULL);
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  AusTestSockets *self = user_data;
  AusWebSocket *socket;

  g_clear_error (&self->error);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "X-Request-Id", "r1");
  if (g_str_equal (path, "/paused"))
    soup_server_message_pause (message);

  socket = aus_web_socket_upgrade (self->listener, message, &self->error);
  if (socket == NULL) {
    soup_server_message_set_status (message, 400, NULL);
    return;
  }

  set (socket, "max-queue", self->max_queue);
  set (socket, "rate", self->rate);
  set (socket, "ping-time", self->ping_time);
  set (socket, "silence-time", self->silence_time);
  g_signal_connect (socket, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (socket, "malformed", G_CALLBACK (malformed_cb), self);
  g_signal_connect (socket, "warned", G_CALLBACK (warned_cb), self);
  g_signal_connect (socket, "closed", G_CALLBACK (closed_cb), self);
  g_ptr_array_add (self->sockets, socket);
}

static void
n_connections_cb (AusTestSockets *self,
                  GParamSpec     *pspec,
                  AusListener    *listener)
{
  self->as_wanted = aus_listener_get_n_connections (listener) == self->n_wanted;
}

/* Every socket dies once it is closed and let go. */
static void
check_sockets_die (GPtrArray *sockets)
{
  while (sockets->len > 0) {
    AusWebSocket *socket = g_ptr_array_steal_index (sockets, 0);

    g_object_add_weak_pointer (G_OBJECT (socket), (gpointer *) &socket);
    g_object_unref (socket);
    g_assert_null (socket);
  }
}

void
aus_test_sockets_set_up (AusTestSockets *self,
                         gconstpointer   data)
{
  g_autoptr (GError) error = NULL;

  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, "/", handle_cb, self, NULL);

  self->listener = aus_listener_new (self->server, &error);
  g_assert_no_error (error);
  self->limits = aus_listener_get_limits (self->listener);
  self->limits->tick_time = 5;
  self->limits->linger_time = 50;
  aus_listener_listen (self->listener, "127.0.0.1:0", &error);
  g_assert_no_error (error);

  g_object_add_weak_pointer (G_OBJECT (self->listener), (gpointer *) &self->listener);
  g_object_add_weak_pointer (G_OBJECT (self->server), (gpointer *) &self->server);
  g_signal_connect_swapped (self->listener, "notify::n-connections", G_CALLBACK (n_connections_cb), self);
}

void
aus_test_sockets_tear_down (AusTestSockets *self,
                            gconstpointer   data)
{
  guint n = self->sockets->len;

  if (self->listener != NULL)
    g_object_unref (self->listener);
  g_assert_null (self->listener);
  g_assert_cmpuint (self->n_closed, ==, n);

  check_sockets_die (self->sockets);
  g_ptr_array_unref (self->sockets);

  soup_server_disconnect (self->server);
  aus_test_settle ();
  g_object_unref (self->server);
  g_assert_null (self->server);
  g_clear_error (&self->error);
}

void
aus_test_send_raw_frame (AusTestVisitor *visitor,
                         guint8          first,
                         const guint8   *length,
                         gsize           length_size,
                         const char     *payload)
{
  static const guint8 mask[4] = { 0x12, 0x34, 0x56, 0x78 };
  g_autoptr (GByteArray) frame = g_byte_array_new ();

  g_byte_array_append (frame, &first, 1);
  g_byte_array_append (frame, length, (guint) length_size);
  g_byte_array_append (frame, mask, sizeof mask);
  for (gsize i = 0; payload[i] != '\0'; i++) {
    guint8 byte = (guint8) payload[i] ^ mask[i % sizeof mask];

    g_byte_array_append (frame, &byte, 1);
  }

  aus_test_visitor_send (visitor, frame->data, frame->len);
}

void
aus_test_send_frame (AusTestVisitor *visitor,
                     guint8          first,
                     const char     *payload)
{
  gsize length = strlen (payload);
  guint8 bytes[3] = { 0x80 | 126, (guint8) (length >> 8), (guint8) length };

  if (length < 126)
    bytes[0] = (guint8) (0x80 | length);

  g_assert_cmpuint (length, <, 65536);
  aus_test_send_raw_frame (visitor, first, bytes, length < 126 ? 1 : 3, payload);
}

void
aus_test_sockets_await_connections (AusTestSockets *self,
                                    guint           n)
{
  self->n_wanted = n;
  n_connections_cb (self, NULL, self->listener);
  aus_test_await (&self->as_wanted);
}

AusTestVisitor *
aus_test_sockets_visit (AusTestSockets *self)
{
  AusTestVisitor *visitor = aus_test_visitor_new (aus_listener_get_port (self->listener));

  aus_test_visitor_send (visitor, HANDSHAKE "\r\n", -1);
  aus_test_visitor_expect (visitor, "HTTP/1.1 101 Switching Protocols\r\n");
  aus_test_visitor_expect (visitor, "\r\n\r\n");

  return visitor;
}

void
aus_test_expect_frame (AusTestVisitor *visitor,
                       guint8          first,
                       const char     *payload)
{
  gsize length = strlen (payload);

  g_assert_cmpuint (length, <, 126);
  aus_test_visitor_await (visitor, 2 + length);
  g_assert_cmpuint (visitor->got->len, >=, 2 + length);
  g_assert_cmphex (visitor->got->data[0], ==, first);
  g_assert_cmphex (visitor->got->data[1], ==, length);
  g_assert_cmpmem (visitor->got->data + 2, length, payload, length);
  g_byte_array_remove_range (visitor->got, 0, 2 + (guint) length);
}

void
aus_test_expect_close (AusTestVisitor *visitor,
                       guint16         code)
{
  aus_test_visitor_await (visitor, 4);
  g_assert_cmpuint (visitor->got->len, >=, 4);
  g_assert_cmphex (visitor->got->data[0], ==, CLOSE);
  g_assert_cmpuint (visitor->got->data[2] << 8 | visitor->got->data[3], ==, code);
  aus_test_visitor_await_end (visitor);
  g_assert_false (visitor->reset);
}
