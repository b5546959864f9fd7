#include "aus-door-token.h"

#include "aus-base64url.h"
#include "aus-hash.h"

#include <sodium.h>
#include <string.h>

/* RFC 2104 section 5 allows to cut a MAC; 128 bits cannot be guessed. */
#define SECRET_LENGTH 16
/* Of the milliseconds that a UUID of version 7 begins with (RFC 9562 §5.7). */
#define MOMENT_LENGTH 6
#define MOMENT_LETTERS strlen ("xxxxxxxx-xxxx")
#define TOKEN_LENGTH (SECRET_LENGTH + MOMENT_LENGTH)

char *
aus_door_token_make (GBytes     *key,
                     const char *door_id,
                     const char *hash)
{
  g_autofree char *text = g_strconcat ("door:", door_id, NULL);
  const gboolean is_bare = hash != NULL && strlen (hash) == AUS_HASH_LENGTH;
  guint8 mac[AUS_MAC_LENGTH], token[TOKEN_LENGTH];

  aus_mac (key, text, mac);
  memcpy (token, mac, SECRET_LENGTH);
  sodium_hex2bin (token + SECRET_LENGTH, MOMENT_LENGTH, door_id, MOMENT_LETTERS, "-", NULL, NULL);

  return aus_base64url_encode (token, is_bare ? SECRET_LENGTH : TOKEN_LENGTH);
}

char *
aus_door_token_hash (const char *token)
{
  g_autoptr (GBytes) bytes = aus_base64url_decode (token, -1, NULL);
  char text[2 * MOMENT_LENGTH + AUS_HASH_LENGTH + 1] = "";

  if (bytes != NULL && g_bytes_get_size (bytes) == TOKEN_LENGTH)
    sodium_bin2hex (text, sizeof text, (const guint8 *) g_bytes_get_data (bytes, NULL) + SECRET_LENGTH, MOMENT_LENGTH);

  aus_hash (token, strlen (token), text + strlen (text));

  return g_strdup (text);
}
