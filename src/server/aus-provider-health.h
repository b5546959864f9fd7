#pragma once

#include "aus-clinic.h"
#include "aus-database.h"
#include "aus-provider-work.h"

G_BEGIN_DECLS

/**
 * AusProviderHealth:
 * @is_available: whether it is set up
 * @is_healthy: whether it also answers as it should, by its last calls and by the last check
 * @reason: (nullable): a sentence why not
 *
 * How a provider is, as far as is known without asking it. Texts are owned.
 */
typedef struct
{
  AusProvider *provider;
  gboolean     is_available;
  gboolean     is_healthy;
  char        *reason;
} AusProviderHealth;

/* Inside jobs. %AUS_ERROR_NOT_FOUND where there is no provider of that name. */
gboolean aus_provider_health_read  (AusProviderHealth  *self,
                                    AusClinic          *clinic,
                                    AusDatabase        *database,
                                    const char         *name,
                                    GError            **error);
void     aus_provider_health_clear (AusProviderHealth  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AusProviderHealth, aus_provider_health_clear)

G_END_DECLS
