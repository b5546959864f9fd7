#include "aus-video-view.h"

struct _AusVideoView
{
  GtkWidget   parent_instance;

  AusFrame   *frame;
  GdkTexture *texture;
  gboolean    mirrored;
  gboolean    cover;
};

enum
{
  PROP_0,
  PROP_MIRRORED,
  PROP_COVER,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusVideoView, aus_video_view, GTK_TYPE_WIDGET)

static gboolean
is_drawn_by_cairo (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);

  return native != NULL && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
}

/* Without a graphics processor. GTK 4.8 turns each pixel of a texture into four floating-point numbers and back then,
 * which takes longer than to decode the picture. */
static void
paint (AusVideoView          *self,
       GtkSnapshot           *snapshot,
       const graphene_rect_t *area)
{
  static const cairo_user_data_key_t key;
  AusFrame *frame = self->frame;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, area);
  cairo_surface_t *surface =
    cairo_image_surface_create_for_data ((guchar *) g_bytes_get_data (frame->bytes, NULL), CAIRO_FORMAT_RGB24,
                                         frame->width, frame->height, (int) frame->stride);

  cairo_surface_set_user_data (surface, &key, aus_frame_ref (frame), (cairo_destroy_func_t) aus_frame_unref);
  cairo_translate (cairo, area->origin.x, area->origin.y);
  cairo_scale (cairo, area->size.width / frame->width, area->size.height / frame->height);
  cairo_set_source_surface (cairo, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_BILINEAR);
  /* Else the edge of an enlarged picture would fade. */
  cairo_pattern_set_extend (cairo_get_source (cairo), CAIRO_EXTEND_PAD);
  cairo_rectangle (cairo, 0, 0, frame->width, frame->height);
  cairo_fill (cairo);
  cairo_surface_destroy (surface);
  cairo_destroy (cairo);
}

static void
aus_video_view_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AusVideoView *self = AUS_VIDEO_VIEW (widget);
  float width = gtk_widget_get_width (widget);
  float height = gtk_widget_get_height (widget);
  float across, down, scale;
  graphene_rect_t area;

  if (self->texture == NULL || width <= 0 || height <= 0)
    return;

  across = width / gdk_texture_get_width (self->texture);
  down = height / gdk_texture_get_height (self->texture);
  scale = self->cover ? MAX (across, down) : MIN (across, down);

  graphene_rect_init (&area, 0, 0, gdk_texture_get_width (self->texture) * scale,
                      gdk_texture_get_height (self->texture) * scale);
  graphene_rect_offset (&area, (width - area.size.width) / 2, (height - area.size.height) / 2);

  gtk_snapshot_save (snapshot);

  if (self->mirrored) {
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width, 0));
    gtk_snapshot_scale (snapshot, -1, 1);
  }

  if (is_drawn_by_cairo (widget))
    paint (self, snapshot, &area);
  else
    gtk_snapshot_append_texture (snapshot, self->texture, &area);

  gtk_snapshot_restore (snapshot);
}

static void
aus_video_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AusVideoView *self = AUS_VIDEO_VIEW (object);

  switch (prop_id) {
    case PROP_MIRRORED:
      g_value_set_boolean (value, self->mirrored);
      break;
    case PROP_COVER:
      g_value_set_boolean (value, self->cover);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_video_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AusVideoView *self = AUS_VIDEO_VIEW (object);

  switch (prop_id) {
    case PROP_MIRRORED:
      self->mirrored = g_value_get_boolean (value);
      break;
    case PROP_COVER:
      self->cover = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
aus_video_view_dispose (GObject *object)
{
  AusVideoView *self = AUS_VIDEO_VIEW (object);

  g_clear_object (&self->texture);
  g_clear_pointer (&self->frame, aus_frame_unref);

  G_OBJECT_CLASS (aus_video_view_parent_class)->dispose (object);
}

static void
aus_video_view_class_init (AusVideoViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_video_view_get_property;
  object_class->set_property = aus_video_view_set_property;
  object_class->dispose = aus_video_view_dispose;

  widget_class->snapshot = aus_video_view_snapshot;

  props[PROP_MIRRORED] =
    g_param_spec_boolean ("mirrored", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_COVER] =
    g_param_spec_boolean ("cover", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "videoview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
aus_video_view_init (AusVideoView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
aus_video_view_set_frame (AusVideoView *self,
                          AusFrame     *frame)
{
  g_return_if_fail (AUS_IS_VIDEO_VIEW (self));

  g_clear_object (&self->texture);
  g_clear_pointer (&self->frame, aus_frame_unref);

  if (frame != NULL) {
    self->frame = aus_frame_ref (frame);
    self->texture = gdk_memory_texture_new (frame->width, frame->height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                            frame->bytes, frame->stride);
  }

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
aus_video_view_has_frame (AusVideoView *self)
{
  g_return_val_if_fail (AUS_IS_VIDEO_VIEW (self), FALSE);

  return self->texture != NULL;
}
