#include "aus-web-socket-handshake.h"

#include "aus-error.h"

static void
add_header_cb (const char *name,
               const char *value,
               gpointer    text)
{
  g_string_append_printf (text, "%s: %s\r\n", name, value);
}

gboolean
aus_web_socket_handshake_check (SoupServerMessage  *message,
                                GError            **error)
{
  g_autoptr (GError) local = NULL;

  if (soup_server_message_get_http_version (message) != SOUP_HTTP_1_1) {
    g_set_error_literal (error, AUS_ERROR, AUS_ERROR_MALFORMED, "A WebSocket needs HTTP/1.1");
    return FALSE;
  }
  if (!soup_websocket_server_check_handshake (message, NULL, NULL, NULL, &local)) {
    g_set_error_literal (error, AUS_ERROR, AUS_ERROR_MALFORMED, local->message);
    return FALSE;
  }

  return TRUE;
}

GBytes *
aus_web_socket_handshake_answer (SoupServerMessage *message)
{
  GString *text = g_string_new ("HTTP/1.1 101 Switching Protocols\r\n");

  /* No extensions: what inflates without bound is not for strangers. */
  soup_websocket_server_process_handshake (message, NULL, NULL, NULL, NULL);
  soup_message_headers_foreach (soup_server_message_get_response_headers (message), add_header_cb, text);
  g_string_append (text, "\r\n");

  return g_string_free_to_bytes (text);
}
