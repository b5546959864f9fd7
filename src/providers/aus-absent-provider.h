#pragma once

#include "aus-provider.h"

G_BEGIN_DECLS

#define AUS_TYPE_ABSENT_PROVIDER (aus_absent_provider_get_type ())

G_DECLARE_FINAL_TYPE (AusAbsentProvider, aus_absent_provider, AUS, ABSENT_PROVIDER, GObject)

/* Stands for a provider that is known but cannot be used, and says why. @description must outlive it. */
AusProvider *aus_absent_provider_new (const AusProviderDescription *description,
                                      const char                   *reason);

G_END_DECLS
