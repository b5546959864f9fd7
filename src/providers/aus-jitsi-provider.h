#pragma once

#include "aus-provider.h"

G_BEGIN_DECLS

/**
 * AusJitsiSettings:
 * @base_url: https://meet.example.org, the clinic's own server; plain http on loopback alone
 * @app_id: issuer and audience of the tokens
 * @app_secret: shared with the server's Prosody, at least 32 bytes
 * @sub: (nullable): Prosody's main domain; the host of @base_url where %NULL
 */
typedef struct
{
  const char *base_url;
  const char *app_id;
  const char *app_secret;
  const char *sub;
} AusJitsiSettings;

extern const AusProviderDescription aus_jitsi_description;

#define AUS_TYPE_JITSI_PROVIDER (aus_jitsi_provider_get_type ())

G_DECLARE_FINAL_TYPE (AusJitsiProvider, aus_jitsi_provider, AUS, JITSI_PROVIDER, GObject)

/* A room and a token per person. Fails with %AUS_ERROR_INVALID, which names members of the settings. */
AusProvider *aus_jitsi_provider_new (const AusJitsiSettings  *settings,
                                     GError                 **error);

G_END_DECLS
