#include "aus-photo.h"

GdkTexture *
aus_photo_load (GBytes  *bytes,
                GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, error);
  g_autoptr (GdkPixbuf) turned = pixbuf ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;

  return turned ? gdk_texture_new_for_pixbuf (turned) : NULL;
}
