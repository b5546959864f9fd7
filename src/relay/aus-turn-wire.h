#pragma once

#include "aus-relay-address.h"

G_BEGIN_DECLS

/**
 * AusTurnWire:
 *
 * What carries messages to a STUN or TURN server and back. Blocks; for a thread or a command.
 */
typedef struct _AusTurnWire AusTurnWire;

/* Returns: (transfer full) (nullable) */
AusTurnWire *aus_turn_wire_connect (const AusRelayAddress  *address,
                                    GCancellable           *cancellable,
                                    GError                **error);
void         aus_turn_wire_close   (AusTurnWire            *self);

gboolean     aus_turn_wire_send    (AusTurnWire            *self,
                                    GByteArray             *message,
                                    GError                **error);
/**
 * aus_turn_wire_receive:
 * @deadline: monotonic time
 *
 * Returns: (transfer full) (nullable): the next whole message; %NULL with %G_IO_ERROR_TIMED_OUT after @deadline
 */
GBytes      *aus_turn_wire_receive (AusTurnWire            *self,
                                    gint64                  deadline,
                                    GError                **error);
/* Whether what is sent may be lost, so that it must be said again. */
gboolean     aus_turn_wire_loses   (AusTurnWire            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusTurnWire, aus_turn_wire_close)

G_END_DECLS
