#include "aus-totp.h"

#include "aus-random.h"
#include "aus-token.h"

#include <string.h>

#define SECRET_LENGTH 20
#define SHA1_LENGTH 20
/* In steps: a day. */
#define FAR (24 * 60 * 60 / AUS_TOTP_PERIOD)

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* RFC 4648 section 6; five bytes become eight letters, so these need no padding. */
static char *
encode (const guint8 *bytes,
        gsize         length)
{
  GString *text = g_string_new (NULL);
  guint32 bits = 0;
  guint n_bits = 0;

  for (gsize i = 0; i < length; i++) {
    bits = bits << 8 | bytes[i];

    for (n_bits += 8; n_bits >= 5; n_bits -= 5)
      g_string_append_c (text, alphabet[bits >> (n_bits - 5) & 31]);
  }

  return g_string_free (text, FALSE);
}

char *
aus_totp_new_secret (void)
{
  guint8 bytes[SECRET_LENGTH];

  aus_random_bytes (bytes, sizeof bytes);

  return encode (bytes, sizeof bytes);
}

GBytes *
aus_totp_decode (const char *secret)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint32 bits = 0;
  guint n_bits = 0;

  for (; *secret != '\0'; secret++) {
    const char *letter = strchr (alphabet, *secret);
    guint8 byte;

    if (letter == NULL)
      return NULL;

    bits = bits << 5 | (guint32) (letter - alphabet);
    n_bits += 5;

    if (n_bits >= 8) {
      n_bits -= 8;
      byte = bits >> n_bits;
      g_byte_array_append (bytes, &byte, 1);
    }
  }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* RFC 4226 section 5.3. */
char *
aus_totp_make (GBytes *key,
               gint64  step,
               guint   n_digits)
{
  const guint64 counter = GUINT64_TO_BE ((guint64) step);
  gsize key_length, length = SHA1_LENGTH;
  const guchar *bytes = g_bytes_get_data (key, &key_length);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, bytes, key_length);
  guint8 digest[SHA1_LENGTH];
  guint32 number, modulus = 1;
  guint at;

  g_hmac_update (hmac, (const guchar *) &counter, sizeof counter);
  g_hmac_get_digest (hmac, digest, &length);
  at = digest[SHA1_LENGTH - 1] & 15;
  number = (digest[at] & 127u) << 24 | (guint32) digest[at + 1] << 16 | (guint32) digest[at + 2] << 8 | digest[at + 3];

  for (guint i = 0; i < n_digits; i++)
    modulus *= 10;

  return g_strdup_printf ("%0*u", (int) n_digits, number % modulus);
}

gint64
aus_totp_find_step (const char *secret,
                    const char *code,
                    gint64      now,
                    gint64      last_step)
{
  const gint64 middle = now / AUS_TOTP_PERIOD;
  g_autoptr (GBytes) key = aus_totp_decode (secret);

  g_return_val_if_fail (key != NULL, 0);

  /* It was used while the clock was wrong; nobody can wait until then. */
  if (last_step > middle + FAR)
    last_step = 0;

  for (gint64 step = MAX (middle - 1, last_step + 1); step <= middle + 1; step++) {
    g_autofree char *expected = aus_totp_make (key, step, AUS_TOTP_DIGITS);

    if (aus_token_equal (expected, code))
      return step;
  }

  return 0;
}

char *
aus_totp_make_uri (const char *secret,
                   const char *issuer,
                   const char *account)
{
  g_autofree char *issuer_escaped = g_uri_escape_string (issuer, NULL, FALSE);
  g_autofree char *account_escaped = g_uri_escape_string (account, "@", FALSE);

  return g_strdup_printf ("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d", issuer_escaped,
                          account_escaped, secret, issuer_escaped, AUS_TOTP_DIGITS, AUS_TOTP_PERIOD);
}
