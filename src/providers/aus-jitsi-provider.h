#pragma once

#include "aus-provider.h"

G_BEGIN_DECLS

/**
 * AusJitsiSettings:
 * @base_url: https://meet.example.org, the clinic's own server; plain http on loopback alone
 * @app_id: issuer and audience of the tokens
 * @app_secret: (nullable): shared with the server's Prosody, at least 32 bytes; tokens are signed by HS256 with it
 * @sub: (nullable): Prosody's main domain; the host of @base_url where %NULL
 * @private_key: (nullable): in PEM: tokens are signed by RS256 with it instead
 * @key_id: (nullable): by which Prosody finds the public half of that key
 * @events_token: (nullable): by which what the server tells is known to be its own
 * @has_lobby: whether the doctor lets people in there, too
 */
typedef struct
{
  const char *base_url;
  const char *app_id;
  const char *app_secret;
  const char *sub;
  const char *private_key;
  const char *key_id;
  const char *events_token;
  gboolean    has_lobby;
} AusJitsiSettings;

/* Of a server of the clinic's own, and of Jitsi as a Service. Both are “jitsi”, and set up by the same fields. */
extern const AusProviderDescription aus_jitsi_description;
extern const AusProviderDescription aus_jaas_description;

/* What is wrong with a server's address or a secret, as %AusProviderField wants it. */
const char  *aus_jitsi_check_url    (const char *text);
const char  *aus_jitsi_check_secret (const char *text);

#define AUS_TYPE_JITSI_PROVIDER (aus_jitsi_provider_get_type ())

G_DECLARE_FINAL_TYPE (AusJitsiProvider, aus_jitsi_provider, AUS, JITSI_PROVIDER, GObject)

/* A room and a token per person. Fails with %AUS_ERROR_INVALID, which names members of the settings. */
AusProvider *aus_jitsi_provider_new (const AusJitsiSettings  *settings,
                                     GError                 **error);

/* What such a server asks of its own accord. */

/* The public half of the key, for asap_key_server. @name: SHA-256 of the key's id, in hexadecimal, and “.pem”.
 * Returns: (transfer full) (nullable): %NULL where there is no such key */
char        *aus_jitsi_provider_export_key  (AusJitsiProvider  *self,
                                             const char        *name);
/* @authorization: (nullable): of the request. %AUS_ERROR_UNAUTHENTICATED where it is not that server's */
gboolean     aus_jitsi_provider_check_token (AusJitsiProvider  *self,
                                             const char        *authorization,
                                             GError           **error);
/* How long a room may be open that is opened @now. */
gint64       aus_jitsi_provider_get_seconds (AusJitsiProvider  *self,
                                             const AusMeeting  *meeting,
                                             gint64             now);
gboolean     aus_jitsi_provider_has_lobby   (AusJitsiProvider  *self);

G_END_DECLS
