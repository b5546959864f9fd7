#pragma once

#include "aus-guarded-stream.h"
#include "aus-listener.h"

G_BEGIN_DECLS

/* The stream that @message came in on.
   Returns: (transfer none) (nullable): %NULL where it is over or not of this listener */
AusGuardedStream *aus_listener_find_stream (AusListener       *self,
                                            SoupServerMessage *message);

G_END_DECLS
