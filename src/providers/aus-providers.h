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

/* Those of the configuration, in the order to show them. Returns: (transfer none) (element-type AusProvider) */
GPtrArray    *aus_providers_get_list (AusProviders             *self);

/* Of those. Returns: (transfer none) (nullable): also providers that are not configured */
AusProvider  *aus_providers_lookup   (AusProviders             *self,
                                      const char               *name);

/* (nullable): of a known name. */
const AusProviderDescription *aus_providers_describe (const char *name);

/**
 * aus_providers_find:
 * @revision: of what the clinic says of it in the app
 *
 * What was kept by aus_providers_keep() for the same revision. On any thread.
 *
 * Returns: (transfer full) (nullable)
 */
AusProvider  *aus_providers_find     (AusProviders             *self,
                                      const char               *name,
                                      gint64                    revision);
/* Makes a provider of @values, which takes the place of the one before: its token, and how it has been answering, are
 * forgotten with it. @values: (nullable): %NULL where it is switched off. Returns: (transfer full) */
AusProvider  *aus_providers_keep     (AusProviders             *self,
                                      const char               *name,
                                      gint64                    revision,
                                      AusProviderValues        *values);

/* Whether people were told that one of that name is in trouble, and are to hear when it is well again. */
void          aus_providers_set_troubled (AusProviders         *self,
                                          const char           *name,
                                          gboolean              is_troubled);
gboolean      aus_providers_is_troubled  (AusProviders         *self,
                                          const char           *name);

G_END_DECLS
