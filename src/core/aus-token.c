#include "aus-token.h"

#include "aus-hash.h"
#include "aus-random.h"

#include <sodium.h>
#include <string.h>

char *
aus_token_new (void)
{
  return aus_random_text (AUS_TOKEN_LENGTH);
}

char *
aus_token_hash (const char *token)
{
  char hash[AUS_HASH_LENGTH + 1];

  g_return_val_if_fail (token != NULL, NULL);

  aus_hash (token, strlen (token), hash);

  return g_strdup (hash);
}

gboolean
aus_token_equal (const char *a,
                 const char *b)
{
  gsize length;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  length = strlen (a);

  return length == strlen (b) && sodium_memcmp (a, b, length) == 0;
}
