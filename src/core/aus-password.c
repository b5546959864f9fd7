#include "aus-password.h"

#include "aus-error.h"

#include <sodium.h>
#include <string.h>

typedef struct
{
  unsigned long long passes;
  size_t memory;
  const char *dummy;
} Cost;

static const Cost costs[] = {
  [AUS_PASSWORD_COST_INTERACTIVE] = {
    crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE, crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE,
    "$argon2id$v=19$m=65536,t=2,p=1$ZTLoPHTo6cVMCf/ubks8MQ$/kjg9pfvYy3HpTOr+Q8473wuIi4S42J3OWhZJw9V+zA",
  },
  [AUS_PASSWORD_COST_MINIMAL] = {
    crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN,
    "$argon2id$v=19$m=8,t=1,p=1$ckJbcXBXHP85E50Omf40uA$u6gdYfMhqNKxE4ysWAxnKKXIOPhHEUSSDgw5OMfdXbE",
  },
};

/* Keyboards write one letter in several ways, and “²” for “2” (NFKC, as NIST SP 800-63B has it). (transfer full) */
static char *
normalize (const char *password)
{
  char *normal = g_utf8_normalize (password, -1, G_NORMALIZE_ALL_COMPOSE);

  return normal ? normal : g_strdup (password);
}

static gboolean
fits (const char *hash,
      const char *password)
{
  return crypto_pwhash_argon2id_str_verify (hash, password, strlen (password)) == 0;
}

char *
aus_password_hash (const char       *password,
                   AusPasswordCost   cost,
                   GError          **error)
{
  char hash[crypto_pwhash_argon2id_STRBYTES];
  g_autofree char *normal = NULL;
  gsize length;

  g_return_val_if_fail (password != NULL, NULL);
  g_return_val_if_fail (cost < G_N_ELEMENTS (costs), NULL);

  length = strlen (password);

  if (length == 0 || length > AUS_PASSWORD_MAX_LENGTH) {
    aus_error_add_field (error, "password", "A password has 1 to %d bytes.", AUS_PASSWORD_MAX_LENGTH);
    return NULL;
  }

  normal = normalize (password);

  if (sodium_init () < 0
      || crypto_pwhash_argon2id_str (hash, normal, strlen (normal), costs[cost].passes, costs[cost].memory) != 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "no memory to hash a password");
    return NULL;
  }

  return g_strdup (hash);
}

gboolean
aus_password_verify (const char *hash,
                     const char *password)
{
  g_autofree char *normal = NULL;

  g_return_val_if_fail (hash != NULL && password != NULL, FALSE);

  normal = normalize (password);

  /* As it was typed, too, for older hashes are of that. */
  return sodium_init () >= 0 && (fits (hash, normal) || (strcmp (normal, password) != 0 && fits (hash, password)));
}

gboolean
aus_password_needs_rehash (const char      *hash,
                           AusPasswordCost  cost)
{
  g_return_val_if_fail (hash != NULL, FALSE);
  g_return_val_if_fail (cost < G_N_ELEMENTS (costs), FALSE);

  return crypto_pwhash_argon2id_str_needs_rehash (hash, costs[cost].passes, costs[cost].memory) != 0;
}

const char *
aus_password_dummy_hash (AusPasswordCost cost)
{
  g_return_val_if_fail (cost < G_N_ELEMENTS (costs), NULL);

  return costs[cost].dummy;
}
