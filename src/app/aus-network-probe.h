#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/**
 * AusNetworkVerdict:
 * @AUS_NETWORK_VERDICT_UNKNOWN: the clinic has no relay, or would not say
 * @AUS_NETWORK_VERDICT_GOOD: a relay carries what two sides say
 * @AUS_NETWORK_VERDICT_SLOW: it does, but takes its time
 * @AUS_NETWORK_VERDICT_BLOCKED: nothing comes through
 */
typedef enum
{
  AUS_NETWORK_VERDICT_UNKNOWN,
  AUS_NETWORK_VERDICT_GOOD,
  AUS_NETWORK_VERDICT_SLOW,
  AUS_NETWORK_VERDICT_BLOCKED,
} AusNetworkVerdict;

/**
 * aus_network_probe_run_async:
 * @visit_id: whose relays are tried
 *
 * Whether the built-in call would come through from here, also where the two sides cannot reach each other.
 */
void              aus_network_probe_run_async  (AusClient           *client,
                                                const char          *visit_id,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);

/**
 * aus_network_probe_run_finish:
 * @round_trip_ms: (out): by the relay, there and back; only where one carries
 */
AusNetworkVerdict aus_network_probe_run_finish (GAsyncResult        *result,
                                                double              *round_trip_ms,
                                                GError             **error);

G_END_DECLS
