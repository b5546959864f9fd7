#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/**
 * aus_new_visit_make_async:
 * @wanted: what `consultations/` takes, with an id
 *
 * Asked for again with the same id, in case that the answer was lost and that something was changed since, there is
 * still one visit: it is moved to the time that is wanted now, and one of somebody else is taken away.
 */
void      aus_new_visit_make_async  (AusClient            *client,
                                     JsonObject           *wanted,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
/* Returns: (transfer full): the visit with its `door_url` */
JsonNode *aus_new_visit_make_finish (AusClient            *client,
                                     GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
