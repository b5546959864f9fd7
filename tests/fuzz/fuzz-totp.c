#include "aus-fuzz.h"

#include "aus-totp.h"

#include <string.h>

/* Base32 and codes. The first eight bytes are the time; then come a secret, a zero, and what somebody typed. A code is
 * good for the steps around now alone, and once. */

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *secret = NULL;
  g_autofree char *typed = NULL;
  g_autofree char *good = NULL;
  g_autoptr (GBytes) key = NULL;
  gint64 now, step;

  if (size < sizeof now)
    return -1;

  memcpy (&now, data, sizeof now);
  now = ABS (now % G_GINT64_CONSTANT (253402300800));
  secret = g_strndup ((const char *) data + sizeof now, size - sizeof now);
  typed = g_strndup ((const char *) data + MIN (size, sizeof now + strlen (secret) + 1),
                     size - MIN (size, sizeof now + strlen (secret) + 1));
  key = aus_totp_decode (secret);
  g_assert_true ((key != NULL) == (strspn (secret, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == strlen (secret)));

  if (key == NULL)
    return 0;

  g_assert_cmpuint (g_bytes_get_size (key), ==, strlen (secret) * 5 / 8);
  step = aus_totp_find_step (secret, typed, now, 0);
  g_assert_true (step == 0 || ABS (step - now / AUS_TOTP_PERIOD) <= 1);
  g_assert_cmpint (aus_totp_find_step (secret, typed, now, now / AUS_TOTP_PERIOD + 1), ==, 0);

  good = aus_totp_make (key, now / AUS_TOTP_PERIOD + 1, AUS_TOTP_DIGITS);
  g_assert_cmpuint (strlen (good), ==, AUS_TOTP_DIGITS);
  g_assert_cmpint (aus_totp_find_step (secret, good, now, 0), >, 0);

  return 0;
}
