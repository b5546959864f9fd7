#include "aus-rsa-key.h"

#include "aus-base64url.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-jwt-parts.h"

#include <gnutls/abstract.h>
#include <string.h>

#define LEAST_BITS 2048
#define MAX_KEYS 64

struct _AusRsaKey
{
  gnutls_privkey_t handle;
};

struct _AusRsaKeySet
{
  GHashTable *keys;
};

AusRsaKey *
aus_rsa_key_parse (const char  *pem,
                   GError     **error)
{
  g_autoptr (AusRsaKey) self = g_new0 (AusRsaKey, 1);
  const gnutls_datum_t text = { (guchar *) pem, (guint) strlen (pem) };
  unsigned int bits = 0;

  if (gnutls_privkey_init (&self->handle) < 0 ||
      gnutls_privkey_import_x509_raw (self->handle, &text, GNUTLS_X509_FMT_PEM, NULL, 0) < 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "It is no private key in PEM.");
    return NULL;
  }

  if (gnutls_privkey_get_pk_algorithm (self->handle, &bits) != GNUTLS_PK_RSA || bits < LEAST_BITS) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "It must be an RSA key of %d bits or more.", LEAST_BITS);
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
aus_rsa_key_free (AusRsaKey *self)
{
  if (self->handle != NULL)
    gnutls_privkey_deinit (self->handle);

  g_free (self);
}

char *
aus_rsa_key_export (AusRsaKey  *self,
                    GError    **error)
{
  gnutls_pubkey_t half;
  gnutls_datum_t pem = { NULL, 0 };
  int code = gnutls_pubkey_init (&half);
  char *text = NULL;

  if (code >= 0) {
    code = gnutls_pubkey_import_privkey (half, self->handle, 0, 0);

    if (code >= 0)
      code = gnutls_pubkey_export2 (half, GNUTLS_X509_FMT_PEM, &pem);

    gnutls_pubkey_deinit (half);
  }

  if (code >= 0)
    text = g_strndup ((const char *) pem.data, pem.size);
  else
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "exporting failed: %s", gnutls_strerror (code));

  gnutls_free (pem.data);

  return text;
}

char *
aus_rsa_key_sign (AusRsaKey   *self,
                  JsonObject  *claims,
                  const char  *kid,
                  GError     **error)
{
  g_autoptr (JsonObject) header = json_object_new ();
  g_autofree char *text = NULL;
  g_autofree char *encoded = NULL;
  gnutls_datum_t data, signature;
  int code;

  json_object_set_string_member (header, "alg", "RS256");
  json_object_set_string_member (header, "typ", "JWT");

  if (kid != NULL)
    json_object_set_string_member (header, "kid", kid);

  text = aus_jwt_join (header, claims);
  data = (gnutls_datum_t) { (guchar *) text, (guint) strlen (text) };
  code = gnutls_privkey_sign_data2 (self->handle, GNUTLS_SIGN_RSA_SHA256, 0, &data, &signature);

  if (code < 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "signing failed: %s", gnutls_strerror (code));
    return NULL;
  }

  encoded = aus_base64url_encode (signature.data, signature.size);
  gnutls_free (signature.data);

  return g_strconcat (text, ".", encoded, NULL);
}

static gnutls_pubkey_t
import (GBytes *modulus,
        GBytes *exponent)
{
  const gnutls_datum_t n = { (guchar *) g_bytes_get_data (modulus, NULL), (guint) g_bytes_get_size (modulus) };
  const gnutls_datum_t e = { (guchar *) g_bytes_get_data (exponent, NULL), (guint) g_bytes_get_size (exponent) };
  gnutls_pubkey_t key;
  unsigned int bits = 0;

  if (gnutls_pubkey_init (&key) < 0)
    return NULL;

  if (gnutls_pubkey_import_rsa_raw (key, &n, &e) >= 0 &&
      gnutls_pubkey_get_pk_algorithm (key, &bits) == GNUTLS_PK_RSA && bits >= LEAST_BITS)
    return key;

  gnutls_pubkey_deinit (key);

  return NULL;
}

/* What is for another use, or of another kind, is none of ours. */
static gnutls_pubkey_t
read_key (JsonObject *object)
{
  const char *use = aus_json_get_text (object, "use");
  const char *algorithm = aus_json_get_text (object, "alg");
  const char *n = aus_json_get_text (object, "n");
  const char *e = aus_json_get_text (object, "e");
  g_autoptr (GBytes) modulus = n ? aus_base64url_decode (n, -1, NULL) : NULL;
  g_autoptr (GBytes) exponent = e ? aus_base64url_decode (e, -1, NULL) : NULL;

  if (g_strcmp0 (aus_json_get_text (object, "kty"), "RSA") != 0 || modulus == NULL || exponent == NULL ||
      (use != NULL && strcmp (use, "sig") != 0) || (algorithm != NULL && strcmp (algorithm, "RS256") != 0))
    return NULL;

  return import (modulus, exponent);
}

AusRsaKeySet *
aus_rsa_key_set_parse (JsonObject  *jwks,
                       GError     **error)
{
  g_autoptr (AusRsaKeySet) self = g_new0 (AusRsaKeySet, 1);
  JsonNode *node = json_object_get_member (jwks, "keys");
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) gnutls_pubkey_deinit);

  for (guint i = 0; list != NULL && i < MIN (json_array_get_length (list), MAX_KEYS); i++) {
    JsonNode *element = json_array_get_element (list, i);
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
    const char *kid = object ? aus_json_get_text (object, "kid") : NULL;
    gnutls_pubkey_t key = kid ? read_key (object) : NULL;

    if (key != NULL)
      g_hash_table_insert (self->keys, g_strdup (kid), key);
  }

  if (g_hash_table_size (self->keys) > 0)
    return g_steal_pointer (&self);

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "There are no keys in it that could be used.");

  return NULL;
}

void
aus_rsa_key_set_free (AusRsaKeySet *self)
{
  g_hash_table_unref (self->keys);
  g_free (self);
}

gboolean
aus_rsa_key_set_has (AusRsaKeySet *self,
                     const char   *kid)
{
  return g_hash_table_contains (self->keys, kid);
}

char *
aus_jwt_get_kid (const char *token)
{
  g_auto (GStrv) parts = aus_jwt_split (token, NULL);
  g_autoptr (JsonObject) header = parts ? aus_jwt_decode_object (parts[0]) : NULL;

  return header ? g_strdup (aus_json_get_text (header, "kid")) : NULL;
}

static gboolean
check_signature (gnutls_pubkey_t   key,
                 const char       *token,
                 const char       *part,
                 GError          **error)
{
  g_autoptr (GBytes) given = aus_base64url_decode (part, -1, NULL);
  const gnutls_datum_t data = { (guchar *) token, (guint) (strrchr (token, '.') - token) };
  gnutls_datum_t signature;

  if (given == NULL || g_bytes_get_size (given) == 0)
    return aus_jwt_refuse (error, "its signature cannot be read");

  signature = (gnutls_datum_t) { (guchar *) g_bytes_get_data (given, NULL), (guint) g_bytes_get_size (given) };

  if (gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &signature) < 0)
    return aus_jwt_refuse (error, "its signature is wrong");

  return TRUE;
}

JsonObject *
aus_rsa_key_set_verify (AusRsaKeySet  *self,
                        const char    *token,
                        gint64         now,
                        guint          leeway,
                        GError       **error)
{
  g_auto (GStrv) parts = aus_jwt_split (token, error);
  g_autoptr (JsonObject) header = parts ? aus_jwt_read_header (parts[0], "RS256", error) : NULL;
  const char *kid = header ? aus_json_get_text (header, "kid") : NULL;
  gnutls_pubkey_t key = kid ? g_hash_table_lookup (self->keys, kid) : NULL;

  if (header == NULL)
    return NULL;

  if (key == NULL) {
    aus_jwt_refuse (error, "its key is not known");
    return NULL;
  }

  return check_signature (key, token, parts[2], error) ? aus_jwt_read_claims (parts[1], now, leeway, error) : NULL;
}
