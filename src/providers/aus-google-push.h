#pragma once

#include "aus-google-api.h"
#include "aus-meeting-event.h"

G_BEGIN_DECLS

/* What Google tells of spaces, by way of Pub/Sub: known by the token that Google signs for whoever pushes, since its
 * messages themselves are not signed. */

typedef struct _AusGooglePush AusGooglePush;

/* @audience: (nullable): what the push subscription puts into its tokens; else the address that it posts to
 * @account: the e-mail address of the service account that it signs as: keys are the same for all of Google, so that
 *   anybody could make tokens for our audience
 * @api: whose keys they are checked by; must outlive it */
AusGooglePush *aus_google_push_new     (AusGoogleApi          *api,
                                        const char            *audience,
                                        const char            *account);
void           aus_google_push_free    (AusGooglePush         *self);
/* May block for some seconds, where the keys must be fetched. */
gboolean       aus_google_push_receive (AusGooglePush         *self,
                                        const AusWebhookMail  *mail,
                                        AusWebhookReceipt     *receipt,
                                        GError               **error);
/* (transfer full) (element-type AusMeetingEvent) */
GPtrArray     *aus_google_push_read    (GBytes                *content,
                                        GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusGooglePush, aus_google_push_free)

G_END_DECLS
