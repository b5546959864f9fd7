#pragma once

#include "aus-relay-address.h"

G_BEGIN_DECLS

/**
 * AusRelayFault:
 * @AUS_RELAY_FAULT_NONE: all is well
 * @AUS_RELAY_FAULT_ADDRESS: it is no address
 * @AUS_RELAY_FAULT_NAME: nobody has that name
 * @AUS_RELAY_FAULT_SILENT: nothing answers there
 * @AUS_RELAY_FAULT_TLS: its certificate is not good
 * @AUS_RELAY_FAULT_CREDENTIALS: it does not accept our credentials
 * @AUS_RELAY_FAULT_FULL: it has no place left
 * @AUS_RELAY_FAULT_FORBIDDEN: it does not let its own guests meet
 * @AUS_RELAY_FAULT_CLOSED: it lets us in, but nothing comes through
 * @AUS_RELAY_FAULT_OTHER: something else
 *
 * What is wrong with a STUN or TURN server, as far as somebody can mend it.
 */
typedef enum
{
  AUS_RELAY_FAULT_NONE,
  AUS_RELAY_FAULT_ADDRESS,
  AUS_RELAY_FAULT_NAME,
  AUS_RELAY_FAULT_SILENT,
  AUS_RELAY_FAULT_TLS,
  AUS_RELAY_FAULT_CREDENTIALS,
  AUS_RELAY_FAULT_FULL,
  AUS_RELAY_FAULT_FORBIDDEN,
  AUS_RELAY_FAULT_CLOSED,
  AUS_RELAY_FAULT_OTHER,
} AusRelayFault;

/* By whom a TURN server is asked. */
typedef struct
{
  const char *username;
  const char *credential;
} AusRelayGuest;

/**
 * aus_relay_probe_run:
 * @uri: of a STUN or TURN server
 * @guests: (array fixed-size=2): the two sides; a STUN server asks for none
 * @round_trip_ms: (out): how long a packet takes from one side through the relay to the other and back
 *
 * Two guests ask the relay for a place each and exchange a packet by it, as the two sides of a call do where they can
 * reach nobody else. Blocks, for some seconds where nothing answers.
 *
 * Returns: what is wrong; @error says it in more words then
 */
AusRelayFault aus_relay_probe_run (const char           *uri,
                                   const AusRelayGuest  *guests,
                                   double               *round_trip_ms,
                                   GCancellable         *cancellable,
                                   GError              **error);

G_END_DECLS
