#include "aus-qr.h"

#include "aus-error.h"

#include <errno.h>
#include <qrencode.h>

GStrv
aus_qr_make (const char  *text,
             GError     **error)
{
  /* A seventh of it may be unreadable, on a screen that is smeared or glares, and squares are still large. */
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  GStrv rows;

  if (code == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "cannot make a QR code: %s", g_strerror (errno));
    return NULL;
  }

  rows = g_new0 (char *, (gsize) code->width + 1);

  for (int y = 0; y < code->width; y++) {
    rows[y] = g_malloc0 ((gsize) code->width + 1);

    for (int x = 0; x < code->width; x++)
      rows[y][x] = (code->data[y * code->width + x] & 1) != 0 ? '1' : '0';
  }

  QRcode_free (code);

  return rows;
}
