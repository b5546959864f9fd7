#include "aus-webhook-secret.h"

#include "aus-random.h"

#include <string.h>

#define PREFIX "whsec_"
#define LENGTH 32
#define SHORTEST 24
#define LONGEST 64
#define DIGEST_LENGTH 32

char *
aus_webhook_secret_new (void)
{
  guint8 bytes[LENGTH];
  g_autofree char *text = NULL;

  aus_random_bytes (bytes, sizeof bytes);
  text = g_base64_encode (bytes, sizeof bytes);

  return g_strconcat (PREFIX, text, NULL);
}

/* GLib's decoder passes over what does not belong there, so what comes out must go in again. */
static guchar *
decode (const char *secret,
        gsize      *length)
{
  g_autofree guchar *bytes = NULL;
  g_autofree char *again = NULL;

  if (!g_str_has_prefix (secret, PREFIX))
    return NULL;

  bytes = g_base64_decode (secret + strlen (PREFIX), length);
  again = g_base64_encode (bytes, *length);

  return strcmp (again, secret + strlen (PREFIX)) == 0 ? g_steal_pointer (&bytes) : NULL;
}

gboolean
aus_webhook_secret_is_valid (const char *secret)
{
  gsize length;
  g_autofree guchar *bytes = decode (secret, &length);

  return bytes != NULL && length >= SHORTEST && length <= LONGEST;
}

char *
aus_webhook_secret_sign (const char *secret,
                         const char *id,
                         gint64      time,
                         const char *body)
{
  gsize key_length, digest_length = DIGEST_LENGTH;
  g_autofree guchar *key = decode (secret, &key_length);
  g_autofree char *head = g_strdup_printf ("%s.%" G_GINT64_FORMAT ".", id, time);
  g_autofree char *signature = NULL;
  g_autoptr (GHmac) hmac = NULL;
  guint8 digest[DIGEST_LENGTH];

  g_return_val_if_fail (key != NULL, NULL);

  hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_length);
  g_hmac_update (hmac, (const guchar *) head, -1);
  g_hmac_update (hmac, (const guchar *) body, -1);
  g_hmac_get_digest (hmac, digest, &digest_length);
  signature = g_base64_encode (digest, digest_length);

  return g_strconcat ("v1,", signature, NULL);
}
