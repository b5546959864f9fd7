#pragma once

#include "aus-relay-address.h"

G_BEGIN_DECLS

/**
 * AusTurnClient:
 *
 * One guest of a STUN or TURN server. Blocks; for a thread or a command. Errors are those of GIO, or of the domain
 * %AUS_TURN_ERROR with the number by which the server refused.
 */
typedef struct _AusTurnClient AusTurnClient;

#define AUS_TURN_ERROR (aus_turn_error_quark ())

GQuark          aus_turn_error_quark        (void);

/* Returns: (transfer full) (nullable) */
AusTurnClient  *aus_turn_client_connect     (const AusRelayAddress  *address,
                                             GCancellable           *cancellable,
                                             GError                **error);
/* Gives back what was allocated. */
void            aus_turn_client_close       (AusTurnClient          *self);

/* Asks a server whether it is there. */
gboolean        aus_turn_client_bind        (AusTurnClient          *self,
                                             GError                **error);
gboolean        aus_turn_client_allocate    (AusTurnClient          *self,
                                             const char             *username,
                                             const char             *credential,
                                             GError                **error);
/* Where others reach us, once it is allocated. Returns: (transfer none) (nullable) */
GSocketAddress *aus_turn_client_get_relayed (AusTurnClient          *self);
/* Lets somebody in. */
gboolean        aus_turn_client_permit      (AusTurnClient          *self,
                                             GSocketAddress         *peer,
                                             GError                **error);
gboolean        aus_turn_client_send        (AusTurnClient          *self,
                                             GSocketAddress         *peer,
                                             GBytes                 *data,
                                             GError                **error);
/* Returns: (transfer full) (nullable): what the next of those let in has sent, until @deadline (monotonic) */
GBytes         *aus_turn_client_receive     (AusTurnClient          *self,
                                             gint64                  deadline,
                                             GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusTurnClient, aus_turn_client_close)

G_END_DECLS
