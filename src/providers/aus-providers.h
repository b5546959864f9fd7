#pragma once

#include "aus-builtin-provider.h"
#include "aus-jitsi-provider.h"

G_BEGIN_DECLS

#define AUS_TYPE_PROVIDERS (aus_providers_get_type ())

G_DECLARE_FINAL_TYPE (AusProviders, aus_providers, AUS, PROVIDERS, GObject)

/**
 * aus_providers_new:
 * @builtin: (nullable): %NULL for no ICE servers
 * @jitsi: (nullable): %NULL, or no base_url, where the clinic has none
 *
 * All known providers: builtin, jitsi, zoom, google_meet. One whose settings are wrong is there but not
 * configured, and its reason says what is wrong.
 */
AusProviders *aus_providers_new      (const AusBuiltinSettings *builtin,
                                      const AusJitsiSettings   *jitsi);

/* In the order to show them. Returns: (transfer none) (element-type AusProvider) */
GPtrArray    *aus_providers_get_list (AusProviders             *self);

/* Returns: (transfer none) (nullable): also providers that are not configured */
AusProvider  *aus_providers_lookup   (AusProviders             *self,
                                      const char               *name);

G_END_DECLS
