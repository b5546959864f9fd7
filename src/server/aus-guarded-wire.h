#pragma once

#include "aus-tls.h"

G_BEGIN_DECLS

/**
 * AusGuardedWire:
 * @fd: the socket, -1 once it is closed
 * @tls: (nullable): %NULL where what is said goes as it is
 *
 * What a guarded stream is over: a socket, and perhaps TLS on it.
 */
typedef struct
{
  int            fd;
  AusTlsSession *tls;
  guint64        sent;
} AusGuardedWire;

/* Of a wire that was closed, or never opened. */
void     aus_guarded_wire_clear         (AusGuardedWire      *self);
/* Tells the peer that nothing more comes, as far as TLS goes, and closes the socket. */
void     aus_guarded_wire_close         (AusGuardedWire      *self);
/* Nothing more will be sent; the socket stays, to be read. */
void     aus_guarded_wire_shut          (AusGuardedWire      *self);

/* As recv() and writev(), with EAGAIN in errno where it would block. What was taken may be unsent for a while. */
gssize   aus_guarded_wire_receive       (AusGuardedWire      *self,
                                         guint8              *buffer,
                                         gsize                size);
gssize   aus_guarded_wire_send          (AusGuardedWire      *self,
                                         const struct iovec  *parts,
                                         guint                n_parts);
gboolean aus_guarded_wire_has_unsent    (AusGuardedWire      *self);
/* FALSE with EAGAIN in errno where it would block. */
gboolean aus_guarded_wire_flush         (AusGuardedWire      *self);
/* How much the peer has acknowledged. */
guint64  aus_guarded_wire_get_delivered (AusGuardedWire      *self);

G_END_DECLS
