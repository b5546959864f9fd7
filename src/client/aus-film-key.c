#include "aus-film-key.h"

#include "aus-base64url.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-seal.h"

void
aus_film_key_fetch_async (AusClient           *client,
                          const char          *id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autofree char *path = g_strdup_printf ("recordings/%s/film_key/", id);

  aus_client_send_async (client, "GET", path, NULL, cancellable, callback, user_data);
}

GBytes *
aus_film_key_fetch_finish (AusClient     *client,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_autoptr (JsonNode) answer = aus_client_send_finish (client, result, error);
  const char *text;
  g_autoptr (GBytes) key = NULL;

  if (answer == NULL)
    return NULL;

  text = JSON_NODE_HOLDS_OBJECT (answer) ? aus_json_get_text (json_node_get_object (answer), "key") : NULL;
  key = text ? aus_base64url_decode (text, -1, NULL) : NULL;

  if (key != NULL && g_bytes_get_size (key) == AUS_SEAL_KEY_LENGTH)
    return g_steal_pointer (&key);

  g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "the server gave no key for a recording");

  return NULL;
}
