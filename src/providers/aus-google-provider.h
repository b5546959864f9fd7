#pragma once

#include "aus-provider.h"

G_BEGIN_DECLS

extern const AusProviderDescription aus_google_description;

#define AUS_TYPE_GOOGLE_PROVIDER (aus_google_provider_get_type ())

G_DECLARE_FINAL_TYPE (AusGoogleProvider, aus_google_provider, AUS, GOOGLE_PROVIDER, GObject)

G_END_DECLS
