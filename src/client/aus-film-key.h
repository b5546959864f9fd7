#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/**
 * aus_film_key_fetch_async:
 * @id: of a recording that is made here, or waits here to be sent
 *
 * Asks for the key with which its film lies on this computer. It is never stored here: who takes the computer away
 * cannot look at what waits on it, and once the clinic deletes the recording nobody can.
 */
void    aus_film_key_fetch_async  (AusClient            *client,
                                   const char           *id,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
/* Returns: (transfer full) */
GBytes *aus_film_key_fetch_finish (AusClient            *client,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
