#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_RECOVERY_CODES (aus_recovery_codes_get_type ())

G_DECLARE_FINAL_TYPE (AusRecoveryCodes, aus_recovery_codes, AUS, RECOVERY_CODES, GtkWidget)

/**
 * AusRecoveryCodes:
 *
 * Shows recovery codes, which are shown only once, to be copied or saved.
 */
void aus_recovery_codes_show (AusRecoveryCodes   *self,
                              const char * const *codes);

G_END_DECLS
