#pragma once

#include "aus-account-pane.h"

G_BEGIN_DECLS

#define AUS_TYPE_FACTOR_PAGE (aus_factor_page_get_type ())

G_DECLARE_FINAL_TYPE (AusFactorPage, aus_factor_page, AUS, FACTOR_PAGE, AusAccountPane)

/**
 * AusFactorPage:
 *
 * Turns the second step of signing in on and off, and shows recovery codes. Signals `changed`: it is not as it was;
 * `finished`: it was turned on, and the recovery codes were seen.
 */

/* Asks the server how things are and shows it. */
void aus_factor_page_load (AusFactorPage *self);

G_END_DECLS
