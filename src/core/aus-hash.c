#include "aus-hash.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

void
aus_hash (gconstpointer  data,
          gsize          length,
          char           hex[AUS_HASH_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";
  guint8 digest[AUS_HASH_LENGTH / 2];
  const int result = gnutls_hash_fast (GNUTLS_DIG_SHA256, data, length, digest);

  /* It can only lack memory. */
  if (result != GNUTLS_E_SUCCESS)
    g_error ("SHA-256: %s", gnutls_strerror (result));

  for (guint i = 0; i < sizeof digest; i++) {
    hex[2 * i] = digits[digest[i] >> 4];
    hex[2 * i + 1] = digits[digest[i] & 0x0f];
  }

  hex[AUS_HASH_LENGTH] = '\0';
}

void
aus_mac (GBytes     *key,
         const char *text,
         guint8      mac[AUS_MAC_LENGTH])
{
  const int result = gnutls_hmac_fast (GNUTLS_MAC_SHA256, g_bytes_get_data (key, NULL), g_bytes_get_size (key),
                                       text, strlen (text), mac);

  /* It can only lack memory. */
  if (result != GNUTLS_E_SUCCESS)
    g_error ("HMAC-SHA-256: %s", gnutls_strerror (result));
}
