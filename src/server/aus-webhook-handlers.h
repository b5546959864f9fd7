#pragma once

#include "aus-handlers.h"

G_BEGIN_DECLS

extern const AusParameter aus_webhook_parameters[];
extern const AusParameter aus_webhook_delivery_parameters[];

AUS_HANDLER (aus_webhook_list);
AUS_HANDLER (aus_webhook_create);
AUS_HANDLER (aus_webhook_show);
AUS_HANDLER (aus_webhook_update);
AUS_HANDLER (aus_webhook_delete);
AUS_HANDLER (aus_webhook_rotate_secret);
AUS_HANDLER (aus_webhook_test);
AUS_HANDLER (aus_webhook_replay);
AUS_HANDLER (aus_webhook_delivery_list);
AUS_HANDLER (aus_webhook_delivery_show);
AUS_HANDLER (aus_webhook_delivery_replay);

G_END_DECLS
