#pragma once

#include "aus-provider-field.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a finished sign-in is kept by, among the secrets and settings of a provider. Nobody types these in. */
#define AUS_SIGN_IN_TOKEN "refresh_token"
#define AUS_SIGN_IN_ACCOUNT "account"
#define AUS_SIGN_IN_TIME "connected_at"

/**
 * AusSignInWish:
 * @redirect_uri: where the program that asks listens, on its own machine
 * @code_challenge: RFC 7636, of S256
 * @state: what comes back beside the code
 * @login_hint: (nullable): whose account it shall be
 *
 * What somebody is sent to the provider with.
 */
typedef struct
{
  const char *redirect_uri;
  const char *code_challenge;
  const char *state;
  const char *login_hint;
} AusSignInWish;

/* What came back, and that it is for whoever asked. */
typedef struct
{
  const char *code;
  const char *code_verifier;
  const char *redirect_uri;
} AusSignInProof;

/* What it is worth. Texts are owned. */
typedef struct
{
  char *refresh_token;
  char *account;
} AusSignInGrant;

/**
 * AusSignIn:
 * @is_wanted: whether @values say that somebody is to sign in, and with which client; says why not
 * @start: makes the address to open in a browser
 * @finish: asks for the grant; blocks. Fails with %AUS_ERROR_INVALID that names “code” where it is not to be had
 * @revoke: gives back what there is of it; blocks
 *
 * How somebody lets us act for them at a provider (RFC 8252).
 */
typedef struct
{
  gboolean (*is_wanted) (AusProviderValues     *values,
                         GError               **error);
  char    *(*start)     (AusProviderValues     *values,
                         const AusSignInWish   *wish);
  gboolean (*finish)    (AusProviderValues     *values,
                         const AusSignInProof  *proof,
                         AusSignInGrant        *grant,
                         GError               **error);
  gboolean (*revoke)    (AusProviderValues     *values,
                         GError               **error);
} AusSignIn;

/* What is wrong with what an app says of itself, or %NULL. */
const char *aus_sign_in_check_redirect  (const char *uri);
const char *aus_sign_in_check_challenge (const char *challenge);
const char *aus_sign_in_check_verifier  (const char *verifier);

void        aus_sign_in_grant_clear     (AusSignInGrant *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AusSignInGrant, aus_sign_in_grant_clear)

G_END_DECLS
