#include "aus-jwt-parts.h"

#include "aus-base64url.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-jwt.h"
#include "aus-time.h"

#include <string.h>

gboolean
aus_jwt_refuse (GError     **error,
                const char  *reason)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "the token is refused: %s", reason);

  return FALSE;
}

static char *
encode_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *json = json_to_string (node, FALSE);

  return aus_base64url_encode (json, strlen (json));
}

char *
aus_jwt_join (JsonObject *header,
              JsonObject *claims)
{
  g_autofree char *head = encode_object (header);
  g_autofree char *payload = encode_object (claims);

  return g_strconcat (head, ".", payload, NULL);
}

GStrv
aus_jwt_split (const char  *token,
               GError     **error)
{
  g_auto (GStrv) parts = strlen (token) <= AUS_JWT_MAX_LENGTH ? g_strsplit (token, ".", 4) : NULL;

  if (parts != NULL && g_strv_length (parts) == 3)
    return g_steal_pointer (&parts);

  aus_jwt_refuse (error, "it is too long or has not three parts");

  return NULL;
}

JsonObject *
aus_jwt_decode_object (const char *part)
{
  g_autoptr (GBytes) bytes = aus_base64url_decode (part, -1, NULL);
  const char *data;
  gsize length;

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return NULL;

  data = g_bytes_get_data (bytes, &length);

  return aus_json_parse_object (data, (gssize) length, NULL);
}

JsonObject *
aus_jwt_read_header (const char  *part,
                     const char  *algorithm,
                     GError     **error)
{
  g_autoptr (JsonObject) object = aus_jwt_decode_object (part);
  g_autofree char *other = g_strdup_printf ("its algorithm is not %s", algorithm);
  const char *fault = NULL;

  if (object == NULL)
    fault = "its header cannot be read";
  else if (g_strcmp0 (aus_json_get_text (object, "alg"), algorithm) != 0)
    fault = other;
  /* RFC 7515 §4.1.11: whoever does not understand what “crit” names must refuse. */
  else if (json_object_has_member (object, "crit"))
    fault = "it needs an extension";

  if (fault == NULL)
    return g_steal_pointer (&object);

  aus_jwt_refuse (error, fault);

  return NULL;
}

static gboolean
get_number (JsonObject *claims,
            const char *name,
            double     *number)
{
  JsonNode *node = json_object_get_member (claims, name);
  GType type = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;

  *number = json_node_get_double (node);

  return TRUE;
}

static gboolean
check_times (JsonObject  *claims,
             gint64       now,
             guint        leeway,
             GError     **error)
{
  double seconds = (double) now / AUS_TIME_SECOND;
  double number;

  if (!get_number (claims, "exp", &number))
    return aus_jwt_refuse (error, "“exp” is missing or not a number");
  if (seconds >= number + leeway)
    return aus_jwt_refuse (error, "it has expired");

  if (!json_object_has_member (claims, "nbf"))
    return TRUE;

  if (!get_number (claims, "nbf", &number))
    return aus_jwt_refuse (error, "“nbf” is not a number");
  if (seconds < number - leeway)
    return aus_jwt_refuse (error, "it is not valid yet");

  return TRUE;
}

JsonObject *
aus_jwt_read_claims (const char  *part,
                     gint64       now,
                     guint        leeway,
                     GError     **error)
{
  g_autoptr (JsonObject) claims = aus_jwt_decode_object (part);

  if (claims == NULL) {
    aus_jwt_refuse (error, "its claims cannot be read");
    return NULL;
  }

  return check_times (claims, now, leeway, error) ? g_steal_pointer (&claims) : NULL;
}
