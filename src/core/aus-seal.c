#include "aus-seal.h"

#include "aus-base64url.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (AUS_SEAL_KEY_LENGTH == crypto_secretbox_xchacha20poly1305_KEYBYTES);

#define NONCE crypto_secretbox_xchacha20poly1305_NONCEBYTES
#define MAC crypto_secretbox_xchacha20poly1305_MACBYTES

char *
aus_seal_text (GBytes     *key,
               const char *text)
{
  const gsize length = strlen (text);
  g_autofree guint8 *box = g_malloc (NONCE + MAC + length);

  g_return_val_if_fail (g_bytes_get_size (key) == AUS_SEAL_KEY_LENGTH, NULL);
  g_return_val_if_fail (sodium_init () >= 0, NULL);

  randombytes_buf (box, NONCE);
  crypto_secretbox_xchacha20poly1305_easy (box + NONCE, (const guint8 *) text, length, box,
                                           g_bytes_get_data (key, NULL));

  return aus_base64url_encode (box, NONCE + MAC + length);
}

char *
aus_unseal_text (GBytes      *key,
                 const char  *sealed,
                 GError     **error)
{
  g_autoptr (GBytes) bytes = aus_base64url_decode (sealed, -1, error);
  g_autofree char *text = NULL;
  const guint8 *box;
  gsize length;

  g_return_val_if_fail (g_bytes_get_size (key) == AUS_SEAL_KEY_LENGTH, NULL);

  if (bytes == NULL)
    return NULL;

  box = g_bytes_get_data (bytes, &length);

  if (length >= NONCE + MAC) {
    text = g_malloc (length - NONCE - MAC + 1);
    text[length - NONCE - MAC] = '\0';

    if (crypto_secretbox_xchacha20poly1305_open_easy ((guint8 *) text, box + NONCE, length - NONCE, box,
                                                      g_bytes_get_data (key, NULL)) == 0)
      return g_steal_pointer (&text);
  }

  g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "This was not sealed with the clinic's key.");

  return NULL;
}
