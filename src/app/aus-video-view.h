#pragma once

#include <gtk/gtk.h>

#include "aus-frame.h"

G_BEGIN_DECLS

#define AUS_TYPE_VIDEO_VIEW (aus_video_view_get_type ())

G_DECLARE_FINAL_TYPE (AusVideoView, aus_video_view, AUS, VIDEO_VIEW, GtkWidget)

/**
 * AusVideoView:
 *
 * Paints the last picture as large as fits, keeping its shape, or, with `cover`, so that it fills the widget.
 * Its size never depends on the picture. Property `mirrored`: left and right change sides, as in a
 * looking-glass.
 */

/* Shows @frame, or nothing for %NULL. The pixels are shared, not copied. */
void      aus_video_view_set_frame (AusVideoView *self,
                                    AusFrame     *frame);
gboolean  aus_video_view_has_frame (AusVideoView *self);

G_END_DECLS
