#pragma once

#include <adwaita.h>

#include "aus-provider-setup.h"

G_BEGIN_DECLS

#define AUS_TYPE_SIGN_IN_ROW (aus_sign_in_row_get_type ())

G_DECLARE_FINAL_TYPE (AusSignInRow, aus_sign_in_row, AUS, SIGN_IN_ROW, AdwActionRow)

/**
 * AusSignInRow:
 *
 * Who is signed in at a video provider in the clinic's name. Signals: `sign-in`, `sign-out`, as the user wants.
 */

/* Hidden where the provider knows no signing in. */
void aus_sign_in_row_show      (AusSignInRow           *self,
                                const AusProviderSetup *setup);
/* The browser is open, and there is nothing to press. */
void aus_sign_in_row_show_wait (AusSignInRow           *self);

G_END_DECLS
