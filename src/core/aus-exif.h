#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a camera writes into a picture (Exif, which is TIFF): the place, the time, the camera, and how it was held. */

/* How short one can be that says how the camera was held. */
#define AUS_EXIF_MIN_LENGTH 26

/* How the camera was held, 1 to 8; 0 where it is not said. */
guint aus_exif_get_orientation (const guint8 *tiff,
                                gsize         length);
/* Makes @length bytes, which are at least %AUS_EXIF_MIN_LENGTH, say how the camera was held, and nothing else. */
void  aus_exif_reduce          (guint8       *tiff,
                                gsize         length,
                                guint         orientation);

G_END_DECLS
