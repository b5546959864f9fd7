#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AUS_JWT_MAX_LENGTH 8192

/* The header is {"alg":"HS256","typ":"JWT"}; the claims keep the order in which they were added. */
char       *aus_jwt_sign_hs256   (JsonObject  *claims,
                                  const char  *key,
                                  gsize        key_length);

/**
 * aus_jwt_verify_hs256:
 * @token: from outside
 * @key: the secret
 * @key_length: its length in bytes
 * @now: in microseconds, see [func@time_now]
 * @leeway: how many seconds “exp” and “nbf” may be off
 *
 * Checks size, form, algorithm (HS256 alone), signature and times; “exp” must be there.
 * Issuer, audience and the rest are the caller's to check.
 *
 * Returns: (transfer full): the claims, or %NULL with %AUS_ERROR_UNAUTHENTICATED
 */
JsonObject *aus_jwt_verify_hs256 (const char  *token,
                                  const char  *key,
                                  gsize        key_length,
                                  gint64       now,
                                  guint        leeway,
                                  GError     **error);

G_END_DECLS
