#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusListenerAcceptFunc:
 * @fd: (transfer full): the connection, not blocking
 * @remote: the peer, an object of this connection alone
 * @local: what it came in on, shared
 */
typedef void (*AusListenerAcceptFunc) (int             fd,
                                       GSocketAddress *remote,
                                       GSocketAddress *local,
                                       gpointer        data);

/* A socket that listens on @address, with a long backlog. */
GSocket *aus_listener_socket_new   (GSocketAddress         *address,
                                    GError                **error);

/* Accepts from now on, in the thread-default main context. When descriptors run out it waits a little and tries again.
   Returns: (transfer full): to be destroyed */
GSource *aus_listener_socket_watch (GSocket                *socket,
                                    AusListenerAcceptFunc   func,
                                    gpointer                data,
                                    GError                **error);

G_END_DECLS
