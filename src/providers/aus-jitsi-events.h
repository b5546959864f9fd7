#pragma once

#include "aus-meeting-event.h"

G_BEGIN_DECLS

/* What the module event_sync of a clinic's own Prosody tells: nothing is signed, so it is known by a token that both
 * sides were told. */

/* @token: (nullable): nothing is believed without. @given: (nullable): the header “Authorization” */
gboolean   aus_jitsi_events_check_token (const char            *token,
                                         const char            *given,
                                         GError               **error);
gboolean   aus_jitsi_events_receive     (const char            *token,
                                         const AusWebhookMail  *mail,
                                         AusWebhookReceipt     *receipt,
                                         GError               **error);
/* (transfer full) (element-type AusMeetingEvent) */
GPtrArray *aus_jitsi_events_read        (GBytes                *content,
                                         GError               **error);

G_END_DECLS
