#pragma once

#include "aus-provider.h"

G_BEGIN_DECLS

/**
 * AusBuiltinSettings:
 * @ice_servers: (nullable): URLs of the schemes stun, stuns, turn and turns; none is right in one network
 * @turn_username: (nullable): for TURN servers that know everybody by one name
 * @turn_credential: (nullable): the same
 * @turn_secret: (nullable): shared with TURN servers that check names with a time in them, as coturn with
 *   “use-auth-secret”; comes before the others. One of the two ways is needed where a TURN server is given
 * @relay_only: whether people may meet through a TURN server alone, so that nobody learns another's address
 */
typedef struct
{
  const char * const *ice_servers;
  const char *turn_username;
  const char *turn_credential;
  const char *turn_secret;
  gboolean relay_only;
} AusBuiltinSettings;

extern const AusProviderDescription aus_builtin_description;

#define AUS_TYPE_BUILTIN_PROVIDER (aus_builtin_provider_get_type ())

G_DECLARE_FINAL_TYPE (AusBuiltinProvider, aus_builtin_provider, AUS, BUILTIN_PROVIDER, GObject)

/* Peers meet over our own WebSocket. Fails with %AUS_ERROR_INVALID, which names members of the settings. */
AusProvider *aus_builtin_provider_new (const AusBuiltinSettings  *settings,
                                       GError                   **error);

G_END_DECLS
