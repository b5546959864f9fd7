#pragma once

#include "aus-account-pane.h"

G_BEGIN_DECLS

#define AUS_TYPE_PROVIDER_PAGE (aus_provider_page_get_type ())

G_DECLARE_FINAL_TYPE (AusProviderPage, aus_provider_page, AUS, PROVIDER_PAGE, AusAccountPane)

/**
 * AusProviderPage:
 *
 * How the clinic is set up with one video provider: made of what the server says of it, so that it knows none of them.
 *
 * Signal `changed`: it was saved or tested.
 */
AusProviderPage *aus_provider_page_new         (AusClient       *client,
                                                const char      *name);
/* Whether something was typed that is not saved. */
gboolean         aus_provider_page_has_changes (AusProviderPage *self);

G_END_DECLS
