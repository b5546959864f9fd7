#pragma once

#include "aus-error.h"
#include "aus-meeting-event.h"

G_BEGIN_DECLS

/* What Zoom posts to us. @secret: of the app's feature “webhooks” */

gboolean   aus_zoom_webhook_receive (const char            *secret,
                                     const AusWebhookMail  *mail,
                                     AusWebhookReceipt     *receipt,
                                     GError               **error);
GPtrArray *aus_zoom_webhook_read    (GBytes                *content,
                                     GError               **error);

G_END_DECLS
