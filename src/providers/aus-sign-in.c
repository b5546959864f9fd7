#include "aus-sign-in.h"

#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
/* Of 32 bytes in base64url. */
#define CHALLENGE_LENGTH 43
#define VERIFIER_MAX_LENGTH 128

/* An address by its number, since a name may lead elsewhere (RFC 8252 §8.3). */
const char *
aus_sign_in_check_redirect (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed ? g_uri_get_host (parsed) : NULL;
  const gboolean is_good =
    host != NULL && strcmp (g_uri_get_scheme (parsed), "http") == 0 && g_uri_get_port (parsed) > 0 &&
    (strcmp (host, "127.0.0.1") == 0 || strcmp (host, "::1") == 0) && g_uri_get_userinfo (parsed) == NULL &&
    g_uri_get_query (parsed) == NULL && g_uri_get_fragment (parsed) == NULL;

  return is_good ? NULL : "Must be of the form http://127.0.0.1:PORT/ or http://[::1]:PORT/.";
}

const char *
aus_sign_in_check_challenge (const char *challenge)
{
  return strlen (challenge) == CHALLENGE_LENGTH && strspn (challenge, LETTERS) == CHALLENGE_LENGTH
         ? NULL
         : "Must be the SHA-256 of the verifier in base64url without padding, 43 characters.";
}

const char *
aus_sign_in_check_verifier (const char *verifier)
{
  const gsize length = strlen (verifier);

  return length >= CHALLENGE_LENGTH && length <= VERIFIER_MAX_LENGTH && strspn (verifier, LETTERS ".~") == length
         ? NULL
         : "Must be 43 to 128 letters, digits and any of - . _ ~.";
}

void
aus_sign_in_grant_clear (AusSignInGrant *self)
{
  g_clear_pointer (&self->refresh_token, g_free);
  g_clear_pointer (&self->account, g_free);
}
