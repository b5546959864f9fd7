#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fails with %AUS_ERROR_FAILED where GStreamer lacks a plug-in that calls need, and names what is missing. */
gboolean aus_media_elements_check (GError **error);

G_END_DECLS
