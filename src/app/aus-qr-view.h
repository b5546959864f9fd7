#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_QR_VIEW (aus_qr_view_get_type ())

G_DECLARE_FINAL_TYPE (AusQrView, aus_qr_view, AUS, QR_VIEW, GtkWidget)

/**
 * AusQrView:
 *
 * A QR code, black on white with its margin in every style, for phones read no other.
 */

/* @rows: (nullable): from above, each with as many letters as there are rows; “1” is dark */
void aus_qr_view_set_rows (AusQrView          *self,
                           const char * const *rows);

G_END_DECLS
