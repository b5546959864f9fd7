#pragma once

#include "aus-meeting-event.h"

G_BEGIN_DECLS

/* What Jitsi as a Service posts: signed with the whole text of the secret, the time and the bytes of the body. */

gboolean   aus_jaas_webhook_receive (const char            *secret,
                                     gboolean               has_lobby,
                                     const AusWebhookMail  *mail,
                                     AusWebhookReceipt     *receipt,
                                     GError               **error);
/* @app_id: whose rooms are ours. (transfer full) (element-type AusMeetingEvent) */
GPtrArray *aus_jaas_webhook_read    (const char            *app_id,
                                     GBytes                *content,
                                     GError               **error);

G_END_DECLS
