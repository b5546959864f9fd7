#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* RS256 (RFC 7518 §3.3), in keys of 2048 bits or more. */

/**
 * AusRsaKey:
 *
 * A private key that signs tokens.
 */
typedef struct _AusRsaKey AusRsaKey;

/* @pem: “BEGIN PRIVATE KEY” or “BEGIN RSA PRIVATE KEY”. Returns: (transfer full): or %NULL with %AUS_ERROR_INVALID */
AusRsaKey    *aus_rsa_key_parse      (const char    *pem,
                                      GError       **error);
void          aus_rsa_key_free       (AusRsaKey     *self);
/* The public half, in PEM: “BEGIN PUBLIC KEY”. Returns: (transfer full): or %NULL with %AUS_ERROR_FAILED */
char         *aus_rsa_key_export     (AusRsaKey     *self,
                                      GError       **error);
/* @kid: (nullable): names the key in the header. Returns: (transfer full): or %NULL with %AUS_ERROR_FAILED */
char         *aus_rsa_key_sign       (AusRsaKey     *self,
                                      JsonObject    *claims,
                                      const char    *kid,
                                      GError       **error);

/**
 * AusRsaKeySet:
 *
 * Somebody else's public keys, by their ids.
 */
typedef struct _AusRsaKeySet AusRsaKeySet;

/* @jwks: RFC 7517 §5; keys of other kinds are left out. Returns: (transfer full): or %NULL with
 * %AUS_ERROR_UNAVAILABLE where there is none at all */
AusRsaKeySet *aus_rsa_key_set_parse  (JsonObject    *jwks,
                                      GError       **error);
void          aus_rsa_key_set_free   (AusRsaKeySet  *self);
gboolean      aus_rsa_key_set_has    (AusRsaKeySet  *self,
                                      const char    *kid);

/* (transfer full) (nullable): which key a token says that it was signed with: untrusted, and good to look one up. */
char         *aus_jwt_get_kid        (const char    *token);

/**
 * aus_rsa_key_set_verify:
 * @token: from outside
 * @now: in microseconds, see [func@time_now]
 * @leeway: how many seconds “exp” and “nbf” may be off
 *
 * Checks size, form, algorithm (RS256 alone), key, signature and times; “exp” must be there. Issuer, audience and the
 * rest are the caller's to check.
 *
 * Returns: (transfer full): the claims, or %NULL with %AUS_ERROR_UNAUTHENTICATED
 */
JsonObject   *aus_rsa_key_set_verify (AusRsaKeySet  *self,
                                      const char    *token,
                                      gint64         now,
                                      guint          leeway,
                                      GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusRsaKey, aus_rsa_key_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusRsaKeySet, aus_rsa_key_set_free)

G_END_DECLS
