#pragma once

#include "aus-call.h"

G_BEGIN_DECLS

/**
 * A POST that carries an Idempotency-Key is answered once, and the same answer is given to every repetition for a
 * day. The answer is kept in the transaction of the change, so that a crash between commit and reply does no harm.
 * Answers may hold secrets, and links that are some: they are kept sealed.
 */

/* Looks for the answer to an earlier call with the same key; @call says whether it holds it now.
 * %AUS_ERROR_INVALID where the key was used for something else. */
gboolean aus_idempotency_replay (AusCall      *call,
                                 AusDatabase  *database,
                                 GError      **error);
gboolean aus_idempotency_keep   (AusCall      *call,
                                 AusDatabase  *database,
                                 GError      **error);
/* Forgets answers older than a day. */
gboolean aus_idempotency_forget (AusDatabase  *database,
                                 GError      **error);

G_END_DECLS
