#pragma once

#include "aus-provider.h"

G_BEGIN_DECLS

extern const AusProviderDescription aus_zoom_description;

#define AUS_TYPE_ZOOM_PROVIDER (aus_zoom_provider_get_type ())

G_DECLARE_FINAL_TYPE (AusZoomProvider, aus_zoom_provider, AUS, ZOOM_PROVIDER, GObject)

G_END_DECLS
