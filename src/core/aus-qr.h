#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * aus_qr_make:
 * @text: what a phone is to read
 *
 * Makes a QR code for whoever can draw squares.
 *
 * Returns: (transfer full): its rows from above, each of as many letters as there are rows: “1” is dark, “0” is light.
 *   The light margin of four around it is not in them.
 */
GStrv aus_qr_make (const char  *text,
                   GError     **error);

G_END_DECLS
