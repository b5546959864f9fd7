#include "aus-identity.h"

#define DIGEST_LENGTH 16

char *
aus_identity_new (const char *server_uri,
                  const char *email)
{
  g_autofree char *lower = g_utf8_strdown (email ? email : "", -1);

  return g_strconcat (server_uri ? server_uri : "", "\n", lower, NULL);
}

char *
aus_identity_digest (const char *identity)
{
  char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, identity, -1);

  digest[DIGEST_LENGTH] = '\0';

  return digest;
}
