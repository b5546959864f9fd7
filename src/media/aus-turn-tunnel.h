#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AUS_TYPE_TURN_TUNNEL (aus_turn_tunnel_get_type ())

G_DECLARE_FINAL_TYPE (AusTurnTunnel, aus_turn_tunnel, AUS, TURN_TUNNEL, GObject)

/**
 * AusTurnTunnel:
 *
 * libnice speaks to TURN servers over UDP and TCP, but not over TLS, which is what gets through where all but port 443
 * is shut. This listens on a port of this machine and carries what comes there to the server over TLS, also through the
 * proxy that the desktop knows of. Main thread only.
 */

/* Fails where no port can be had; whether the server answers is seen later. */
AusTurnTunnel *aus_turn_tunnel_new      (const char     *host,
                                         guint16         port,
                                         GError        **error);
/* On the IPv4 loopback address. */
guint16        aus_turn_tunnel_get_port (AusTurnTunnel  *self);
/* Ends what goes through it. */
void           aus_turn_tunnel_close    (AusTurnTunnel  *self);

G_END_DECLS
