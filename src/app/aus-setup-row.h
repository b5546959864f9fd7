#pragma once

#include <adwaita.h>

#include "aus-field-faults.h"
#include "aus-provider-setup.h"

G_BEGIN_DECLS

#define AUS_TYPE_SETUP_ROW (aus_setup_row_get_type ())

G_DECLARE_FINAL_TYPE (AusSetupRow, aus_setup_row, AUS, SETUP_ROW, GtkWidget)

/**
 * AusSetupRow:
 *
 * One thing that a clinic says of its account with a video provider, and below it what it is good for. A secret is
 * never shown: the row says whether there is one, and takes another.
 *
 * Signal `changed`.
 */
/* @field: must outlive it */
AusSetupRow *aus_setup_row_new        (const AusSetupField *field);
const char  *aus_setup_row_get_name   (AusSetupRow         *self);
/* What holds now, the usual where nothing is said; "" for a secret. (transfer full) */
char        *aus_setup_row_get_value  (AusSetupRow         *self);
/* What to tell the server, %NULL where nothing was changed. (transfer full) (nullable) */
char        *aus_setup_row_get_change (AusSetupRow         *self);
/* Where the faults of the field are shown. */
AusFaultRow  aus_setup_row_get_fault  (AusSetupRow         *self);

G_END_DECLS
