#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads "127.0.0.1:8005" or "[::1]:8005"; names are not looked up.
   Returns: (transfer full): or %NULL with %AUS_ERROR_INVALID */
GSocketAddress *aus_listener_address_parse   (const char      *text,
                                              GError         **error);

/* The same number for all that count as one caller: an IPv4 address, also when mapped into IPv6, or an IPv6 /64. */
gint64          aus_listener_address_key     (GSocketAddress  *address);
/* The same of an address as text; what is none is its own name. (transfer full) */
char           *aus_listener_address_name    (const char      *address);

gboolean        aus_listener_address_is_loop (GSocketAddress  *address);

G_END_DECLS
