#pragma once

#include "aus-provider.h"

G_BEGIN_DECLS

/**
 * AusJaasSettings:
 * @app_id: “vpaas-magic-cookie-…”
 * @key_id: of the key pair in the console, with or without the app id before it
 * @private_key: in PEM
 * @webhook_secret: (nullable): whole, with its “whsec_”
 * @server: https://8x8.vc, or this machine
 */
typedef struct
{
  const char *app_id;
  const char *key_id;
  const char *private_key;
  const char *webhook_secret;
  const char *server;
  gboolean    has_lobby;
} AusJaasSettings;

#define AUS_TYPE_JAAS_PROVIDER (aus_jaas_provider_get_type ())

G_DECLARE_FINAL_TYPE (AusJaasProvider, aus_jaas_provider, AUS, JAAS_PROVIDER, GObject)

/* Rooms at Jitsi as a Service. Fails with %AUS_ERROR_INVALID, which names members of the settings. */
AusProvider *aus_jaas_provider_new (const AusJaasSettings  *settings,
                                    GError                **error);

G_END_DECLS
