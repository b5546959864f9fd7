#include "aus-test-listener.h"

#include <string.h>

static void
answer (SoupServerMessage *message,
        const char        *text)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, text, strlen (text));
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  AusTestListener *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = NULL;

  self->n_requests++;
  if (g_str_equal (path, "/wait")) {
    self->waiting = g_object_ref (message);
    self->awaited = TRUE;
    soup_server_message_pause (message);
    return;
  }
  if (g_str_equal (path, "/big")) {
    soup_server_message_set_status (message, 200, NULL);
    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE, g_malloc0 (BIG), BIG);
    return;
  }

  text = g_strdup_printf ("%s %s %" G_GINT64_FORMAT ";",
                          soup_server_message_get_method (message), path, (gint64) body->length);
  answer (message, text);
  if (g_str_equal (path, "/chunks")) {
    soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
    soup_message_body_complete (soup_server_message_get_response_body (message));
  }
}

static void
n_connections_cb (AusTestListener *self,
                  GParamSpec      *pspec,
                  AusListener     *listener)
{
  self->as_wanted = aus_listener_get_n_connections (listener) == self->n_wanted;
}

void
aus_test_listener_set_up (AusTestListener *self,
                          gconstpointer    data)
{
  g_autoptr (GError) error = NULL;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, "/", handle_cb, self, NULL);

  self->listener = aus_listener_new (self->server, &error);
  g_assert_no_error (error);
  self->limits = aus_listener_get_limits (self->listener);
  self->limits->tick_time = 10;
  aus_listener_listen (self->listener, "127.0.0.1:0", &error);
  g_assert_no_error (error);

  g_object_add_weak_pointer (G_OBJECT (self->listener), (gpointer *) &self->listener);
  g_object_add_weak_pointer (G_OBJECT (self->server), (gpointer *) &self->server);
  g_signal_connect_swapped (self->listener, "notify::n-connections", G_CALLBACK (n_connections_cb), self);
}

void
aus_test_listener_tear_down (AusTestListener *self,
                             gconstpointer    data)
{
  g_clear_object (&self->waiting);
  if (self->listener != NULL)
    g_object_unref (self->listener);
  g_assert_null (self->listener);

  soup_server_disconnect (self->server);
  aus_test_settle ();
  g_object_unref (self->server);
  g_assert_null (self->server);
}

AusTestVisitor *
aus_test_listener_visit (AusTestListener *self)
{
  return aus_test_visitor_new (aus_listener_get_port (self->listener));
}

void
aus_test_listener_await_connections (AusTestListener *self,
                                     guint            n)
{
  self->n_wanted = n;
  n_connections_cb (self, NULL, self->listener);
  aus_test_await (&self->as_wanted);
}

void
aus_test_listener_answer (AusTestListener *self,
                          const char      *text)
{
  answer (self->waiting, text);
  soup_server_message_unpause (self->waiting);
}
