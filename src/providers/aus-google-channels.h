#pragma once

#include "aus-google-errands.h"
#include "aus-meeting-event.h"

G_BEGIN_DECLS

/* How Google tells that something changed in a calendar, and how that is read. */

gboolean   aus_google_channel_watch   (AusGoogleWork         *work,
                                       GError               **error);
gboolean   aus_google_channel_unwatch (AusGoogleWork         *work,
                                       GError               **error);
gboolean   aus_google_channel_list    (AusGoogleWork         *work,
                                       GError               **error);
/* Known by the channel of @mail, its token and what it watches. */
gboolean   aus_google_channel_receive (const AusWebhookMail  *mail,
                                       AusWebhookReceipt     *receipt,
                                       GError               **error);
/* (transfer full) (nullable) (element-type AusMeetingEvent): %NULL where @content is none of its own. */
GPtrArray *aus_google_channel_read    (GBytes                *content);

G_END_DECLS
