#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * AusGoogleAccount:
 *
 * A service account at Google, by the key file that Google gives for it.
 */
typedef struct _AusGoogleAccount AusGoogleAccount;

/* Of where assertions are for, whatever a key file or a test says that it is. */
#define AUS_GOOGLE_TOKEN_AUDIENCE "https://oauth2.googleapis.com/token"

/* %NULL, or what is wrong with a key file, as %AusProviderField wants it. */
const char       *aus_google_account_check (const char        *text);
/* @text: the file, which was checked. Fails with %AUS_ERROR_INVALID. (transfer full) */
AusGoogleAccount *aus_google_account_new   (const char        *text,
                                            GError           **error);
void              aus_google_account_free  (AusGoogleAccount  *self);

/* What the admin of the Workspace domain must delegate to. */
const char       *aus_google_account_get_client_id (AusGoogleAccount *self);

/**
 * aus_google_account_assert:
 * @subject: (nullable): whom to act for; %NULL for the account itself
 * @scopes: separated by spaces
 * @now: in microseconds
 *
 * Returns: (transfer full): what a token is asked for with
 */
char             *aus_google_account_assert (AusGoogleAccount  *self,
                                             const char        *subject,
                                             const char        *scopes,
                                             gint64             now,
                                             GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusGoogleAccount, aus_google_account_free)

G_END_DECLS
