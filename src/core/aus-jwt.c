#include "aus-jwt.h"

#include "aus-base64url.h"
#include "aus-jwt-parts.h"

#include <sodium.h>
#include <string.h>

#define SIGNATURE_LENGTH 32

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
  g_autoptr (JsonObject) header = json_object_new ();
  g_autofree char *signed_part = NULL;
  g_autofree char *seal = NULL;
  guint8 signature[SIGNATURE_LENGTH];

  g_return_val_if_fail (claims != NULL, NULL);
  g_return_val_if_fail (key != NULL && key_length > 0, NULL);

  json_object_set_string_member (header, "alg", "HS256");
  json_object_set_string_member (header, "typ", "JWT");
  signed_part = aus_jwt_join (header, claims);

  compute_signature (signed_part, strlen (signed_part), key, key_length, signature);
  seal = aus_base64url_encode (signature, sizeof signature);

  return g_strconcat (signed_part, ".", seal, NULL);
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
    return aus_jwt_refuse (error, "its signature cannot be read");

  compute_signature (token, (gsize) (strrchr (token, '.') - token), key, key_length, signature);

  if (sodium_memcmp (g_bytes_get_data (given, NULL), signature, sizeof signature) != 0)
    return aus_jwt_refuse (error, "its signature is wrong");

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
  g_autoptr (JsonObject) header = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (token != NULL, NULL);
  g_return_val_if_fail (key != NULL && key_length > 0, NULL);

  parts = aus_jwt_split (token, error);
  header = parts ? aus_jwt_read_header (parts[0], "HS256", error) : NULL;

  if (header == NULL || !check_signature (token, parts[2], key, key_length, error))
    return NULL;

  return aus_jwt_read_claims (parts[1], now, leeway, error);
}
