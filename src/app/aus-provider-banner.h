#pragma once

#include <gtk/gtk.h>

#include "aus-provider-acts.h"

G_BEGIN_DECLS

#define AUS_TYPE_PROVIDER_BANNER (aus_provider_banner_get_type ())

G_DECLARE_FINAL_TYPE (AusProviderBanner, aus_provider_banner, AUS, PROVIDER_BANNER, GtkWidget)

/**
 * AusProviderBanner:
 *
 * Says that a visit cannot be held with its provider now, and offers the best other one. Nothing else is shown.
 */

/* Once. */
void aus_provider_banner_attach (AusProviderBanner *self,
                                 AusProviderActs   *acts);

G_END_DECLS
