#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/* Waits until the server has answered all that was to change something, for @limit milliseconds at most. */
void     aus_client_settle_async  (AusClient           *self,
                                   guint                limit,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* Returns: whether it has */
gboolean aus_client_settle_finish (AusClient           *self,
                                   GAsyncResult        *result);

G_END_DECLS
