#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/**
 * aus_recording_begin_async:
 * @visit_id: of the visit that is to be recorded
 *
 * Has the server begin. Whoever does not want it any more when the answer is there, having cancelled it, gets no
 * recording and no error but %G_IO_ERROR_CANCELLED: what began meanwhile is stopped, since nobody would.
 */
void  aus_recording_begin_async  (AusClient            *client,
                                  const char           *visit_id,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
/* (transfer full): its id */
char *aus_recording_begin_finish (AusClient            *client,
                                  GAsyncResult         *result,
                                  GError              **error);

G_END_DECLS
