#pragma once

#include "aus-error.h"

G_BEGIN_DECLS

/**
 * aus_picture_metadata_erase:
 * @media_type: what it is, as aus_media_type_guess() says
 * @bytes: a whole file
 *
 * Takes out of a picture what it shows to nobody and tells about somebody: where and when it was taken, with what, its
 * comments, small copies of what it was before, and whatever lies behind its end. How it is to be turned and its
 * colours stay. The file is as long as before: what goes is written over.
 *
 * Files of other kinds than JPEG, PNG, WebP, GIF, HEIC and AVIF are left as they are.
 *
 * Returns: %FALSE with %AUS_ERROR_UNSUPPORTED where it is no picture of that kind from one end to the other
 */
gboolean aus_picture_metadata_erase (const char  *media_type,
                                     guint8      *bytes,
                                     gsize        length,
                                     GError     **error);

/* Whether it is looked through. */
gboolean aus_picture_metadata_is_known (const char *media_type);

/* Those of one kind each: %FALSE where the file is not what it should be. */
gboolean aus_jpeg_metadata_erase    (guint8      *bytes,
                                     gsize        length);
gboolean aus_png_metadata_erase     (guint8      *bytes,
                                     gsize        length);
gboolean aus_webp_metadata_erase    (guint8      *bytes,
                                     gsize        length);
gboolean aus_gif_metadata_erase     (guint8      *bytes,
                                     gsize        length);
/* HEIC and AVIF. */
gboolean aus_heif_metadata_erase    (guint8      *bytes,
                                     gsize        length);

G_END_DECLS
