#pragma once

#include "aus-call.h"

G_BEGIN_DECLS

/**
 * AusTry:
 * @AUS_TRY_PASSWORD: a password, by whoever knows an e-mail address
 * @AUS_TRY_CODE: a second factor, by whoever knows the password too
 *
 * What somebody tries as they sign in, in the account of call->json's e-mail and call->found, the hash of its password.
 *
 * Failures are counted for an account and where they come from, so that strangers cannot shut out its owner, who comes
 * from elsewhere; and more generously for the account alone. With another password they are failures at another account
 * and hold nobody up, whoever set it and from wherever.
 */
typedef enum
{
  AUS_TRY_PASSWORD,
  AUS_TRY_CODE,
} AusTry;

/* Fails with %AUS_ERROR_THROTTLED, which says when they may come again. Any thread, as all of these. */
gboolean aus_sign_in_limits_check   (AusCall  *call,
                                     AusTry    what,
                                     GError  **error);
void     aus_sign_in_limits_fail    (AusCall  *call,
                                     AusTry    what);
/* It was the owner: what was wrong before is forgotten, at this account and from here. */
void     aus_sign_in_limits_forgive (AusCall  *call);

G_END_DECLS
