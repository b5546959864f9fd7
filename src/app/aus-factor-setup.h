#pragma once

#include "aus-account-pane.h"
#include "aus-account.h"

G_BEGIN_DECLS

#define AUS_TYPE_FACTOR_SETUP (aus_factor_setup_get_type ())

G_DECLARE_FINAL_TYPE (AusFactorSetup, aus_factor_setup, AUS, FACTOR_SETUP, AusAccountPane)

/**
 * AusFactorSetup:
 *
 * Shows what an authenticator app scans, and asks for the code that it then shows. Signal `confirmed`: the code
 * was right, and the second step counts from now on.
 */
void aus_factor_setup_show (AusFactorSetup       *self,
                            const AusFactorOffer *offer);

G_END_DECLS
