#include "aus-frame.h"

G_DEFINE_BOXED_TYPE (AusFrame, aus_frame, aus_frame_ref, aus_frame_unref)

static void
clear_frame (gpointer data)
{
  AusFrame *self = data;

  g_bytes_unref (self->bytes);
}

/**
 * aus_frame_new:
 * @bytes: (transfer full): at least @stride times @height
 *
 * Returns: (transfer full): a new picture
 */
AusFrame *
aus_frame_new (GBytes *bytes,
               int     width,
               int     height,
               gsize   stride,
               gint64  time)
{
  AusFrame *self;

  g_return_val_if_fail (width > 0 && height > 0, NULL);
  g_return_val_if_fail (stride >= (gsize) width * 4, NULL);
  g_return_val_if_fail (g_bytes_get_size (bytes) >= stride * (gsize) height, NULL);

  self = g_atomic_rc_box_new (AusFrame);
  self->bytes = bytes;
  self->width = width;
  self->height = height;
  self->stride = stride;
  self->time = time;

  return self;
}

AusFrame *
aus_frame_ref (AusFrame *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
aus_frame_unref (AusFrame *self)
{
  g_atomic_rc_box_release_full (self, clear_frame);
}
