#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * AusFrame:
 * @bytes: the pixels, four bytes each in memory order B, G, R, A; opaque
 * @width: in pixels
 * @height: in pixels
 * @stride: bytes from one row to the next
 * @time: when the picture was made or decoded, monotonic microseconds
 *
 * One picture, immutable and shared between threads. As a texture it is `GDK_MEMORY_B8G8R8A8_PREMULTIPLIED`.
 */
typedef struct
{
  GBytes *bytes;
  int     width;
  int     height;
  gsize   stride;
  gint64  time;
} AusFrame;

#define AUS_TYPE_FRAME (aus_frame_get_type ())

GType     aus_frame_get_type (void);

AusFrame *aus_frame_new      (GBytes   *bytes,
                              int       width,
                              int       height,
                              gsize     stride,
                              gint64    time);
AusFrame *aus_frame_ref      (AusFrame *self);
void      aus_frame_unref    (AusFrame *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusFrame, aus_frame_unref)

G_END_DECLS
