#include "aus-jwt.h"

#include "aus-base64url.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-time.h"

#include <sodium.h>
#include <string.h>

#define SIGNATURE_LENGTH 32

static const char header[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

static void
compute_signature (const char *text,
                   gsize       length,
                   const char *key,
                   gsize       key_length,
                   guint8      signature[static SIGNATURE_LENGTH])
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) key, key_length);
  gsize signature_length = SIGNATURE_LENGTH;

  g_hmac_update (hmac, (const guchar *) text, (gssize) length);
  g_hmac_get_digest (hmac, signature, &signature_length);
}

char *
aus_jwt_sign_hs256 (JsonObject *claims,
                    const char *key,
                    gsize       key_length)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;
  g_autofree char *head = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *signed_part = NULL;
  g_autofree char *seal = NULL;
  guint8 signature[SIGNATURE_LENGTH];

  g_return_val_if_fail (claims != NULL, NULL);
  g_return_val_if_fail (key != NULL && key_length > 0, NULL);

  node = json_node_init_object (json_node_alloc (), claims);
  json = json_to_string (node, FALSE);
  head = aus_base64url_encode (header, strlen (header));
  payload = aus_base64url_encode (json, strlen (json));
  signed_part = g_strconcat (head, ".", payload, NULL);

  compute_signature (signed_part, strlen (signed_part), key, key_length, signature);
  seal = aus_base64url_encode (signature, sizeof signature);

  return g_strconcat (signed_part, ".", seal, NULL);
}

static gboolean
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "the token is refused: %s", reason);

  return FALSE;
}

static JsonObject *
decode_object (const char *part)
{
  g_autoptr (GBytes) bytes = aus_base64url_decode (part, -1, NULL);
  const char *data;
  gsize length;

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return NULL;

  data = g_bytes_get_data (bytes, &length);

  return aus_json_parse_object (data, (gssize) length, NULL);
}

static gboolean
check_header (const char  *part,
              GError     **error)
{
  g_autoptr (JsonObject) object = decode_object (part);

  if (object == NULL)
    return refuse (error, "its header cannot be read");

  if (g_strcmp0 (aus_json_get_text (object, "alg"), "HS256") != 0)
    return refuse (error, "its algorithm is not HS256");

  /* RFC 7515 §4.1.11: whoever does not understand what “crit” names must refuse. */
  if (json_object_has_member (object, "crit"))
    return refuse (error, "it needs an extension");

  return TRUE;
}

static gboolean
check_signature (const char  *token,
                 const char  *part,
                 const char  *key,
                 gsize        key_length,
                 GError     **error)
{
  g_autoptr (GBytes) given = aus_base64url_decode (part, -1, NULL);
  guint8 signature[SIGNATURE_LENGTH];

  if (given == NULL || g_bytes_get_size (given) != sizeof signature)
    return refuse (error, "its signature cannot be read");

  compute_signature (token, (gsize) (strrchr (token, '.') - token), key, key_length, signature);

  if (sodium_memcmp (g_bytes_get_data (given, NULL), signature, sizeof signature) != 0)
    return refuse (error, "its signature is wrong");

  return TRUE;
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
    return refuse (error, "“exp” is missing or not a number");
  if (seconds >= number + leeway)
    return refuse (error, "it has expired");

  if (!json_object_has_member (claims, "nbf"))
    return TRUE;

  if (!get_number (claims, "nbf", &number))
    return refuse (error, "“nbf” is not a number");
  if (seconds < number - leeway)
    return refuse (error, "it is not valid yet");

  return TRUE;
}

JsonObject *
aus_jwt_verify_hs256 (const char  *token,
                      const char  *key,
                      gsize        key_length,
                      gint64       now,
                      guint        leeway,
                      GError     **error)
{
  g_autoptr (JsonObject) claims = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (token != NULL, NULL);
  g_return_val_if_fail (key != NULL && key_length > 0, NULL);

  if (strlen (token) <= AUS_JWT_MAX_LENGTH)
    parts = g_strsplit (token, ".", 4);

  if (parts == NULL || g_strv_length (parts) != 3) {
    refuse (error, "it is too long or has not three parts");
    return NULL;
  }

  if (!check_header (parts[0], error) || !check_signature (token, parts[2], key, key_length, error))
    return NULL;

  claims = decode_object (parts[1]);

  if (claims == NULL) {
    refuse (error, "its claims cannot be read");
    return NULL;
  }

  return check_times (claims, now, leeway, error) ? g_steal_pointer (&claims) : NULL;
}
