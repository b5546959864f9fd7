#include "aus-app-provider.h"

#include <string.h>

SoupServer *
app_provider_start (guint              port,
                    SoupServerCallback callback)
{
  g_autoptr (GError) error = NULL;
  SoupServer *server = soup_server_new (NULL, NULL);

  soup_server_add_handler (server, NULL, callback, NULL, NULL);
  soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  return server;
}

guint
app_provider_get_port (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  const int port = g_uri_get_port (uris->data);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return (guint) port;
}

char *
app_provider_get_uri (SoupServer *server)
{
  return g_strdup_printf ("http://127.0.0.1:%u", app_provider_get_port (server));
}

void
app_provider_refuse_cb (SoupServer        *server,
                        SoupServerMessage *message,
                        const char        *path,
                        GHashTable        *query,
                        gpointer           user_data)
{
  static const char answer[] = "{\"reason\":\"Invalid client_id or client_secret\",\"error\":\"invalid_client\"}";

  soup_server_message_set_status (message, SOUP_STATUS_BAD_REQUEST, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, answer, strlen (answer));
}
