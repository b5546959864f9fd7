#include "aus-picture-metadata.h"

#include <string.h>

static const struct
{
  const char *media_type;
  gboolean  (*erase) (guint8 *bytes, gsize length);
} kinds[] = {
  { "image/jpeg", aus_jpeg_metadata_erase },
  { "image/png", aus_png_metadata_erase },
  { "image/webp", aus_webp_metadata_erase },
  { "image/gif", aus_gif_metadata_erase },
  { "image/heic", aus_heif_metadata_erase },
  { "image/avif", aus_heif_metadata_erase },
};

gboolean
aus_picture_metadata_is_known (const char *media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (strcmp (kinds[i].media_type, media_type) == 0)
      return TRUE;
  }

  return FALSE;
}

gboolean
aus_picture_metadata_erase (const char  *media_type,
                            guint8      *bytes,
                            gsize        length,
                            GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (strcmp (kinds[i].media_type, media_type) != 0 || kinds[i].erase (bytes, length))
      continue;

    g_set_error (error, AUS_ERROR, AUS_ERROR_UNSUPPORTED, "This picture is damaged.");
    return FALSE;
  }

  return TRUE;
}
