#pragma once

#include "aus-clinic.h"
#include "aus-store.h"
#include "aus-tls.h"

G_BEGIN_DECLS

#define AUS_TYPE_SERVER (aus_server_get_type ())

G_DECLARE_FINAL_TYPE (AusServer, aus_server, AUS, SERVER, GObject)

/**
 * AusServer:
 *
 * The clinic's server: listener, API, hub and pages over one store. Main thread.
 */

/* Does not listen yet. */
AusServer  *aus_server_new    (AusClinic   *clinic,
                               AusStore    *store,
                               GError     **error);
/* Speaks TLS on new connections; may change while it listens. */
void        aus_server_set_identity (AusServer      *self,
                                     AusTlsIdentity *identity);
/* @address: as for aus_listener_listen(). Where the clinic has no public URL yet, it becomes the URI below. */
gboolean    aus_server_listen (AusServer   *self,
                               const char  *address,
                               GError     **error);
/* http://ADDRESS:PORT/, or https where TLS is spoken. */
const char *aus_server_get_uri (AusServer  *self);
/* Tells the sockets, finishes what was begun, accepts nothing new. @done is called once, when nothing is left. */
void        aus_server_drain  (AusServer   *self,
                               GSourceFunc  done,
                               gpointer     user_data);

G_END_DECLS
