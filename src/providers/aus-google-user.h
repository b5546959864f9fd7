#pragma once

#include "aus-http-call.h"
#include "aus-sign-in.h"

G_BEGIN_DECLS

/**
 * AusGoogleUser:
 *
 * Somebody at Google who let us act for them, and the client by which they did.
 */
typedef struct _AusGoogleUser AusGoogleUser;

/* Fails with %AUS_ERROR_INVALID where nobody did. (transfer full) */
AusGoogleUser *aus_google_user_new         (AusProviderValues  *values,
                                            GError            **error);
void           aus_google_user_free        (AusGoogleUser      *self);
const char    *aus_google_user_get_account (AusGoogleUser      *self);
/* The form that a token is asked for with. (transfer full) */
char          *aus_google_user_make_form   (AusGoogleUser      *self);
/* What a refusal of that means. */
void           aus_google_user_explain     (AusGoogleUser      *self,
                                            const char         *word,
                                            GError            **error);

/* Where a service of Google's is to be found, at @server or where that says. (transfer full) */
char          *aus_google_make_url         (const char         *server,
                                            const char         *service,
                                            const char         *path);
/* The scopes that are needed as the clinic has its meetings made. */
const char    *aus_google_get_scopes       (AusProviderValues  *values);
/* Whether somebody signs in, instead of a service account. */
gboolean       aus_google_is_personal      (AusProviderValues  *values);

extern const char *const aus_google_domains[];
extern const AusSignIn aus_google_sign_in;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusGoogleUser, aus_google_user_free)

G_END_DECLS
