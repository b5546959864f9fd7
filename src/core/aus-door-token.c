#include "aus-door-token.h"

#include "aus-base64url.h"
#include "aus-hash.h"

#include <string.h>

/* RFC 2104 section 5 allows to cut a MAC; 128 bits cannot be guessed. */
#define SECRET_LENGTH 16
/* Of the milliseconds that a UUID of version 7 begins with (RFC 9562 §5.7). */
#define MOMENT_LENGTH 6
#define TOKEN_LENGTH (SECRET_LENGTH + MOMENT_LENGTH)

static void
read_moment (const char *id,
             guint8      moment[MOMENT_LENGTH])
{
  const char *digit = id;

  for (guint i = 0; i < MOMENT_LENGTH; i++, digit += 2) {
    if (*digit == '-')
      digit++;

    moment[i] = (guint8) (g_ascii_xdigit_value (digit[0]) << 4 | g_ascii_xdigit_value (digit[1]));
  }
}

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
  read_moment (door_id, token + SECRET_LENGTH);

  return aus_base64url_encode (token, is_bare ? SECRET_LENGTH : TOKEN_LENGTH);
}

char *
aus_door_token_hash (const char *token)
{
  g_autoptr (GBytes) bytes = aus_base64url_decode (token, -1, NULL);
  const gboolean has_moment = bytes != NULL && g_bytes_get_size (bytes) == TOKEN_LENGTH;
  char text[2 * MOMENT_LENGTH + AUS_HASH_LENGTH + 1];
  char *end = text;

  for (guint i = SECRET_LENGTH; has_moment && i < TOKEN_LENGTH; i++) {
    const guint8 byte = ((const guint8 *) g_bytes_get_data (bytes, NULL))[i];

    *end++ = "0123456789abcdef"[byte >> 4];
    *end++ = "0123456789abcdef"[byte & 0xf];
  }

  aus_hash (token, strlen (token), end);

  return g_strdup (text);
}
