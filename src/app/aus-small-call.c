#include "aus-small-call.h"

#include "aus-call-tile.h"

/* The longer side of the picture, by how wide all is. */
#define SHARE 0.25
#define SHORTEST 168
#define LONGEST 256

/* So thin, nobody would know any more whom it shows. */
#define THINNEST 96

/* From the edges, and from the lower one, where people write. */
#define MARGIN 12
#define MARGIN_BELOW 66

/* Who moves it less has pressed it. */
#define CLICK 8

struct _AusSmallCall
{
  GtkWidget       parent_instance;

  AdwFlap        *flap;
  AusRemote      *remote;
  GtkWidget      *view;
  gboolean        wanted;
  /* Of the reading direction, as everything else. */
  gboolean        at_start;
  gboolean        at_top;
  gboolean        is_pressed;
  double          dragged_x;
  double          dragged_y;
  double          ratio;

  GtkWidget      *tile;
  AdwBin         *picture;
  GtkGestureDrag *drag;
};

enum
{
  PROP_0,
  PROP_WANTED,
  PROP_HAS_CALL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusSmallCall, aus_small_call, GTK_TYPE_WIDGET)

static gboolean
has_call (AusSmallCall *self)
{
  return self->remote != NULL || self->view != NULL;
}

static void
update (AusSmallCall *self)
{
  const gboolean is_covered = self->flap != NULL && adw_flap_get_folded (self->flap)
                              && adw_flap_get_reveal_flap (self->flap);

  gtk_widget_set_visible (self->tile, is_covered && has_call (self));
}

static void
set_wanted (AusSmallCall *self,
            gboolean      wanted)
{
  if (self->wanted == wanted)
    return;

  self->wanted = wanted;
  /* Else it would go away by being folded. */
  adw_flap_set_locked (self->flap, wanted);
  gtk_widget_set_hexpand (adw_flap_get_flap (self->flap), wanted);
  adw_flap_set_fold_policy (self->flap, wanted ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_AUTO);

  if (wanted)
    adw_flap_set_reveal_flap (self->flap, TRUE);

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WANTED]);
}

static void
revealed_cb (AusSmallCall *self)
{
  if (!adw_flap_get_reveal_flap (self->flap))
    set_wanted (self, FALSE);

  update (self);
}

/* Where there is room for both, the flap stays beside the call. */
static void
go_back (AusSmallCall *self)
{
  if (self->wanted)
    set_wanted (self, FALSE);
  else
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/* Where the middle of the picture is let go decides. */
static void
drop (AusSmallCall *self,
      double        x,
      double        y)
{
  const gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  self->at_start = (x < gtk_widget_get_width (GTK_WIDGET (self)) / 2.0) != is_rtl;
  self->at_top = y < gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
}

static void
set_dragged (AusSmallCall *self,
             double        x,
             double        y)
{
  self->dragged_x = x;
  self->dragged_y = y;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
drag_begin_cb (AusSmallCall *self,
               double        x,
               double        y)
{
  GtkWidget *below = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  self->is_pressed = below != NULL && !GTK_IS_BUTTON (below)
                     && gtk_widget_get_ancestor (below, GTK_TYPE_BUTTON) == NULL;

  if (!self->is_pressed)
    gtk_gesture_set_state (GTK_GESTURE (self->drag), GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (AusSmallCall *self,
                double        x,
                double        y)
{
  if (!self->is_pressed)
    return;

  if (ABS (x) + ABS (y) >= CLICK)
    gtk_gesture_set_state (GTK_GESTURE (self->drag), GTK_EVENT_SEQUENCE_CLAIMED);

  set_dragged (self, x, y);
}

static void
drag_end_cb (AusSmallCall *self,
             double        x,
             double        y)
{
  graphene_rect_t tile;

  if (!self->is_pressed)
    return;

  self->is_pressed = FALSE;

  if (ABS (x) + ABS (y) < CLICK)
    go_back (self);
  else if (gtk_widget_compute_bounds (self->tile, GTK_WIDGET (self), &tile))
    drop (self, tile.origin.x + tile.size.width / 2, tile.origin.y + tile.size.height / 2);

  set_dragged (self, 0, 0);
}

static void
drag_cancel_cb (AusSmallCall *self)
{
  self->is_pressed = FALSE;
  set_dragged (self, 0, 0);
}

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   data)
{
  AusSmallCall *self = AUS_SMALL_CALL (widget);
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  switch ((GtkDirectionType) g_variant_get_int32 (arguments)) {
    case GTK_DIR_UP:
    case GTK_DIR_DOWN:
      self->at_top = g_variant_get_int32 (arguments) == GTK_DIR_UP;
      break;
    case GTK_DIR_LEFT:
    case GTK_DIR_RIGHT:
      self->at_start = (g_variant_get_int32 (arguments) == GTK_DIR_LEFT) != is_rtl;
      break;
    case GTK_DIR_TAB_FORWARD:
    case GTK_DIR_TAB_BACKWARD:
      return FALSE;
  }

  gtk_widget_queue_allocate (widget);

  return TRUE;
}

/* The picture has the shape of what it shows. */
static void
set_ratio (AusSmallCall *self,
           double        ratio)
{
  if (ratio == self->ratio)
    return;

  self->ratio = ratio;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
frame_cb (AusSmallCall *self,
          AusFrame     *frame)
{
  set_ratio (self, (double) frame->width / MAX (frame->height, 1));
}

static void
view_size_cb (AusSmallCall *self,
              GdkPaintable *paintable)
{
  const double ratio = gdk_paintable_get_intrinsic_aspect_ratio (paintable);

  if (ratio > 0)
    set_ratio (self, ratio);
}

static GtkWidget *
make_copy (AusSmallCall *self)
{
  GdkPaintable *paintable = gtk_widget_paintable_new (self->view);
  GtkWidget *copy = gtk_picture_new_for_paintable (paintable);

  g_signal_connect_object (paintable, "invalidate-size", G_CALLBACK (view_size_cb), self, G_CONNECT_SWAPPED);
  view_size_cb (self, paintable);
  g_object_unref (paintable);

  return copy;
}

static GtkWidget *
make_tile (AusSmallCall *self)
{
  GtkWidget *tile = aus_call_tile_new (self->remote);

  g_object_set (tile, "is-alone", TRUE, "is-small", TRUE, NULL);

  return tile;
}

static void
measure_tile (AusSmallCall  *self,
              int            width,
              GtkAllocation *place)
{
  const int length = CLAMP ((int) (width * SHARE), SHORTEST, LONGEST);
  int least;

  gtk_widget_measure (self->tile, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  place->width = MAX (least, MAX ((int) (length * MIN (self->ratio, 1)), THINNEST));
  gtk_widget_measure (self->tile, GTK_ORIENTATION_VERTICAL, place->width, &least, NULL, NULL, NULL);
  place->height = MAX (least, MAX ((int) (length / MAX (self->ratio, 1)), THINNEST));
}

static void
aus_small_call_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  AusSmallCall *self = AUS_SMALL_CALL (widget);
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation place = { MARGIN, MARGIN, 0, 0 };

  if (!gtk_widget_should_layout (self->tile))
    return;

  measure_tile (self, width, &place);

  if (self->at_start == is_rtl)
    place.x = width - MARGIN - place.width;

  if (!self->at_top)
    place.y = height - MARGIN_BELOW - place.height;

  place.x = CLAMP (place.x + (int) self->dragged_x, 0, MAX (width - place.width, 0));
  place.y = CLAMP (place.y + (int) self->dragged_y, 0, MAX (height - place.height, 0));
  gtk_widget_size_allocate (self->tile, &place, -1);
}

/* What lies below can be reached wherever the picture is not. */
static gboolean
aus_small_call_contains (GtkWidget *widget,
                         double     x,
                         double     y)
{
  return FALSE;
}

static void
aus_small_call_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AusSmallCall *self = AUS_SMALL_CALL (object);

  switch (prop_id) {
    case PROP_WANTED:
      g_value_set_boolean (value, self->wanted);
      break;
    case PROP_HAS_CALL:
      g_value_set_boolean (value, has_call (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_small_call_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id) {
    case PROP_WANTED:
      set_wanted (AUS_SMALL_CALL (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_small_call_dispose (GObject *object)
{
  AusSmallCall *self = AUS_SMALL_CALL (object);

  if (self->remote != NULL)
    g_signal_handlers_disconnect_by_data (self->remote, self);

  if (self->tile != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->tile));

  g_clear_object (&self->remote);
  g_clear_weak_pointer (&self->view);
  g_clear_weak_pointer (&self->flap);

  G_OBJECT_CLASS (aus_small_call_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct { guint key; GtkDirectionType direction; } moves[] = {
    { GDK_KEY_Up, GTK_DIR_UP }, { GDK_KEY_Down, GTK_DIR_DOWN },
    { GDK_KEY_Left, GTK_DIR_LEFT }, { GDK_KEY_Right, GTK_DIR_RIGHT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_add_binding (widget_class, moves[i].key, 0, move_cb, "i", moves[i].direction);
}

static void
aus_small_call_class_init (AusSmallCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_small_call_get_property;
  object_class->set_property = aus_small_call_set_property;
  object_class->dispose = aus_small_call_dispose;
  widget_class->size_allocate = aus_small_call_size_allocate;
  widget_class->contains = aus_small_call_contains;

  props[PROP_WANTED] = g_param_spec_boolean ("wanted", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                             | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_HAS_CALL] = g_param_spec_boolean ("has-call", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  add_keys (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-small-call.ui");
  gtk_widget_class_bind_template_child (widget_class, AusSmallCall, tile);
  gtk_widget_class_bind_template_child (widget_class, AusSmallCall, picture);
  gtk_widget_class_bind_template_child (widget_class, AusSmallCall, drag);
  gtk_widget_class_bind_template_callback (widget_class, go_back);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_update_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_cancel_cb);
}

static void
aus_small_call_init (AusSmallCall *self)
{
  self->ratio = 4.0 / 3;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_small_call_attach (AusSmallCall *self,
                       AdwFlap      *flap)
{
  g_return_if_fail (AUS_IS_SMALL_CALL (self));
  g_return_if_fail (self->flap == NULL);

  g_set_weak_pointer (&self->flap, flap);
  g_signal_connect_object (flap, "notify::folded", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flap, "notify::reveal-flap", G_CALLBACK (revealed_cb), self, G_CONNECT_SWAPPED);
}

void
aus_small_call_show (AusSmallCall *self,
                     AusRemote    *remote,
                     GtkWidget    *view)
{
  g_return_if_fail (AUS_IS_SMALL_CALL (self));

  if (remote == self->remote && view == self->view)
    return;

  if (self->remote != NULL)
    g_signal_handlers_disconnect_by_data (self->remote, self);

  g_set_object (&self->remote, remote);
  g_set_weak_pointer (&self->view, view);

  if (remote != NULL)
    g_signal_connect_swapped (remote, "frame", G_CALLBACK (frame_cb), self);

  adw_bin_set_child (self->picture, remote ? make_tile (self) : view ? make_copy (self) : NULL);

  if (!has_call (self))
    set_wanted (self, FALSE);

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_CALL]);
}
