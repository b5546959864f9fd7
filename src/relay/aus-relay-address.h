#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusRelayAddress:
 *
 * Where a STUN or TURN server is, and how it is spoken to: RFC 7064 and 7065.
 */
typedef struct
{
  char     *host;
  guint16   port;
  gboolean  is_relay;
  gboolean  is_tcp;
  gboolean  is_tls;
} AusRelayAddress;

/**
 * aus_relay_address_parse:
 * @uri: such as `turn:turn.example.org:3478?transport=udp`
 *
 * Returns: (transfer full) (nullable): %NULL with %AUS_ERROR_INVALID for what is no such address, or cannot be spoken
 *   here
 */
AusRelayAddress *aus_relay_address_parse    (const char             *uri,
                                             GError                **error);
void             aus_relay_address_free     (AusRelayAddress        *self);

/* “UDP”, “TCP” or “TLS”. */
const char      *aus_relay_address_get_way  (const AusRelayAddress  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusRelayAddress, aus_relay_address_free)

G_END_DECLS
