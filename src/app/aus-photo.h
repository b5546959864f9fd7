#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture that somebody took, the right way up. Returns: (transfer full) */
GdkTexture *aus_photo_load (GBytes  *bytes,
                            GError **error);

G_END_DECLS
