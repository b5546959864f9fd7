#pragma once

#include "aus-listener-limits.h"
#include "aus-tls.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define AUS_TYPE_LISTENER (aus_listener_get_type ())

/**
 * AusListener:
 *
 * Owns the listening sockets of a SoupServer and stands between every connection and libsoup: no byte of a request
 * reaches libsoup before its head is complete and unambiguous, and no connection lives without a deadline.
 * What it refuses (400, 408, 413, 417, 431, 501, 505) it answers itself, as application/problem+json, and closes.
 *
 * The port is a property, and so is the number of connections, WebSockets included; both notify.
 */
G_DECLARE_FINAL_TYPE (AusListener, aus_listener, AUS, LISTENER, GObject)

/* Made for the thread-default main context. The server needs no sockets of its own. */
AusListener       *aus_listener_new               (SoupServer   *server,
                                                   GError      **error);

/* Owned by the listener. May be changed until the first socket listens. */
AusListenerLimits *aus_listener_get_limits        (AusListener  *self);

/* Speaks TLS on all connections that are accepted from now on, as @identity. */
void               aus_listener_set_identity      (AusListener     *self,
                                                   AusTlsIdentity  *identity);

/**
 * aus_listener_listen:
 * @address: "127.0.0.1:8005" or "[::1]:8005"; port 0 takes any
 *
 * Listens on one more address. An IPv6 address does not take IPv4 connections as well.
 */
gboolean           aus_listener_listen            (AusListener  *self,
                                                   const char   *address,
                                                   GError      **error);

/* Of the first socket; 0 before it listens. */
guint16            aus_listener_get_port          (AusListener  *self);
guint              aus_listener_get_n_connections (AusListener  *self);

/**
 * aus_listener_close:
 *
 * Accepts no more and drops idle connections. Requests under way are answered, then their connections close;
 * WebSockets stay until they are closed one by one. All is over once “n-connections” is 0.
 */
void               aus_listener_close             (AusListener  *self);

G_END_DECLS
