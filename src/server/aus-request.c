#include "aus-request.h"

#include "aus-ids.h"
#include "aus-uuid.h"

#include <string.h>

#define COOKIE "ausculta_session="
#define MAX_KEY_LENGTH 255
#define MAX_ID_LENGTH 64

static const char *
get_header (SoupServerMessage *message,
            const char        *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (message), name);
}

static char *
find_cookie (const char *header)
{
  g_auto (GStrv) cookies = g_strsplit (header, ";", -1);

  for (guint i = 0; cookies[i] != NULL; i++) {
    const char *cookie = g_strstrip (cookies[i]);

    if (g_str_has_prefix (cookie, COOKIE))
      return g_strdup (cookie + strlen (COOKIE));
  }

  return NULL;
}

typedef struct
{
  const char    *scheme;
  AusCredential  credential;
} Scheme;

static const Scheme schemes[] = {
  { "Token ", AUS_CREDENTIAL_TOKEN },
  { "Bearer ", AUS_CREDENTIAL_TOKEN },
  { "Door ", AUS_CREDENTIAL_DOOR },
};

AusCredential
aus_request_get_credential (SoupServerMessage  *message,
                            char              **token,
                            gboolean           *by_cookie)
{
  const char *authorization = get_header (message, "Authorization");
  const char *cookies = get_header (message, "Cookie");

  *by_cookie = FALSE;
  *token = NULL;

  for (guint i = 0; authorization != NULL && i < G_N_ELEMENTS (schemes); i++) {
    if (g_ascii_strncasecmp (authorization, schemes[i].scheme, strlen (schemes[i].scheme)) == 0) {
      *token = g_strstrip (g_strdup (authorization + strlen (schemes[i].scheme)));
      return schemes[i].credential;
    }
  }

  if (cookies != NULL)
    *token = find_cookie (cookies);

  *by_cookie = *token != NULL;

  return *by_cookie ? AUS_CREDENTIAL_TOKEN : AUS_CREDENTIAL_NONE;
}

/* Whether @origin is that of the page that the request was sent to. */
static gboolean
is_own (SoupServerMessage *message,
        AusClinic         *clinic,
        const char        *origin)
{
  const char *host = get_header (message, "Host");
  const char *separator = strstr (origin, "://");

  if (g_ascii_strcasecmp (origin, clinic->public_url) == 0)
    return TRUE;

  return host != NULL && separator != NULL && g_ascii_strcasecmp (separator + strlen ("://"), host) == 0;
}

gboolean
aus_request_has_origin (SoupServerMessage *message)
{
  return get_header (message, "Origin") != NULL;
}

gboolean
aus_request_is_from_friend (SoupServerMessage *message,
                            AusClinic         *clinic)
{
  const char *origin = get_header (message, "Origin");

  return origin == NULL || is_own (message, clinic, origin) ||
         g_strv_contains ((const char * const *) clinic->origins, origin);
}

const char *
aus_request_get_cors_origin (SoupServerMessage *message,
                             AusClinic         *clinic)
{
  const char *origin = get_header (message, "Origin");

  return origin != NULL && g_strv_contains ((const char * const *) clinic->origins, origin) ? origin : NULL;
}

char *
aus_request_get_address (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  const char *forwarded = get_header (message, "X-Forwarded-For");
  GInetAddress *inet;

  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return g_strdup ("");

  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));

  /* Only a proxy on this machine is believed, and only what it added itself, which is the last. */
  if (forwarded != NULL && g_inet_address_get_is_loopback (inet)) {
    const char *last = strrchr (forwarded, ',');

    return g_strstrip (g_strndup (last ? last + 1 : forwarded, 64));
  }

  return g_inet_address_to_string (inet);
}

char *
aus_request_get_id (SoupServerMessage *message)
{
  const char *id = get_header (message, "X-Request-Id");

  if (id != NULL && *id != '\0' && strlen (id) <= MAX_ID_LENGTH &&
      strspn (id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.") == strlen (id))
    return g_strdup (id);

  return aus_uuid_new ();
}

static gboolean
read_body (SoupServerMessage  *message,
           AusCall            *call,
           GError            **error)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *encoding = get_header (message, "Content-Encoding");
  const char *wanted = call->route->body_type ? call->route->body_type : "application/json";
  const char *type;

  if (body->length == 0)
    return TRUE;

  if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNSUPPORTED, "The body must be sent as it is, without an encoding.");
    return FALSE;
  }

  type = soup_message_headers_get_content_type (headers, NULL);

  if (type == NULL || g_ascii_strcasecmp (type, wanted) != 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNSUPPORTED, "The body must be %s.", wanted);
    return FALSE;
  }

  call->body = soup_message_body_flatten (body);

  return TRUE;
}

/* Handlers see those that their route names, and no others. */
static void
read_headers (SoupServerMessage *message,
              AusCall           *call)
{
  g_auto (GStrv) names = call->route->headers ? g_strsplit (call->route->headers, " ", -1) : NULL;

  if (names == NULL)
    return;

  call->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; names[i] != NULL; i++) {
    const char *value = get_header (message, names[i]);

    if (value != NULL)
      g_hash_table_insert (call->headers, g_strdup (names[i]), g_strdup (value));
  }
}

static gboolean
check_query (SoupServerMessage  *message,
             GHashTable         *query,
             GError            **error)
{
  const char *text = g_uri_get_query (soup_server_message_get_uri (message));
  GHashTableIter iter;
  const char *name, *value;

  /* The text would end there, and the list be another one than was asked for. */
  if (text != NULL && strstr (text, "%00") != NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "What follows the question mark has a zero in it.");
    return FALSE;
  }

  if (query == NULL)
    return TRUE;

  g_hash_table_iter_init (&iter, query);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &value)) {
    if (!g_utf8_validate (name, -1, NULL) || !g_utf8_validate (value, -1, NULL)) {
      g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "What follows the question mark is not UTF-8.");
      return FALSE;
    }
  }

  aus_ids_lower_query (query);

  return TRUE;
}

gboolean
aus_request_read (SoupServerMessage  *message,
                  GHashTable         *query,
                  AusCall            *call,
                  GError            **error)
{
  const char *key = get_header (message, "Idempotency-Key");
  const char *agent = get_header (message, "User-Agent");
  gboolean by_cookie;

  call->path = g_strdup (g_uri_get_path (soup_server_message_get_uri (message)));
  call->query = query ? g_hash_table_ref (query) : NULL;
  call->credential = aus_request_get_credential (message, &call->token, &by_cookie);
  call->address = aus_request_get_address (message);
  call->user_agent = g_utf8_make_valid (agent ? agent : "", -1);
  call->if_match = g_strdup (get_header (message, "If-Match"));
  read_headers (message, call);

  if (by_cookie && strcmp (call->route->method, "GET") != 0 &&
      (!aus_request_has_origin (message) || !aus_request_is_from_friend (message, call->clinic))) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "This page may not act for you.");
    return FALSE;
  }

  if (key != NULL && strcmp (call->route->method, "POST") == 0) {
    if (*key == '\0' || strlen (key) > MAX_KEY_LENGTH) {
      aus_error_add_field (error, "Idempotency-Key", "Must have 1 to %d characters.", MAX_KEY_LENGTH);
      return FALSE;
    }

    call->idempotency_key = g_strdup (key);
  }

  return check_query (message, query, error) && read_body (message, call, error);
}
