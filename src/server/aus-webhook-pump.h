#pragma once

#include "aus-store.h"

G_BEGIN_DECLS

#define AUS_TYPE_WEBHOOK_PUMP (aus_webhook_pump_get_type ())

G_DECLARE_FINAL_TYPE (AusWebhookPump, aus_webhook_pump, AUS, WEBHOOK_PUMP, GObject)

/**
 * AusWebhookPump:
 *
 * Takes webhook endpoints along the change log after each commit, as long as there are any. It begins with what
 * happened before it was there. Main thread.
 */

AusWebhookPump *aus_webhook_pump_new  (AusStore        *store,
                                       GError         **error);
/* What comes now waits for the next start. */
void            aus_webhook_pump_stop (AusWebhookPump  *self);

G_END_DECLS
