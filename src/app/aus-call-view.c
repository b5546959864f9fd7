#include "aus-call-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-call-menu.h"
#include "aus-call-tile.h"
#include "aus-quality-mark.h"
#include "aus-tile-grid.h"
#include "aus-video-view.h"

/* What the buttons of the call need at the lower edge. */
#define BAR_HEIGHT 90

struct _AusCallView
{
  GtkWidget       parent_instance;

  AusVideoCall   *call;
  GDateTime      *since;
  AusCallTile    *pinned;
  AusCallTile    *screen;
  guint           timer;

  GtkWidget      *overlay;
  AusTileGrid    *tiles;
  AusVideoView   *own;
  AusCallMenu    *menu;
  GtkWidget      *status;
  AdwAvatar      *avatar;
  GtkLabel       *status_text;
  GtkLabel       *clock;
  AusQualityMark *mark;
  GtkWidget      *sharing;
  GtkWidget      *strain;
  GtkLabel       *strain_text;
};

enum
{
  PROP_0,
  PROP_FOREMOST,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusCallView, aus_call_view, GTK_TYPE_WIDGET)

/* Each of the others tells of themselves. */
static void
update_status (AusCallView *self)
{
  const gboolean is_alone = g_list_model_get_n_items (aus_video_call_get_remotes (self->call)) == 0;

  gtk_widget_set_visible (self->status, is_alone && aus_video_call_get_state (self->call) != AUS_VIDEO_CALL_STATE_IDLE);
}

/* While nothing comes through at all, that alone is told. */
static void
update_strain (AusCallView *self)
{
  static const char *const texts[] = {
    [AUS_GRADE_SMALLER] = N_("Weak connection: your picture is sent smaller"),
    [AUS_GRADE_STILLS] = N_("Weak connection: your picture is sent as stills"),
    [AUS_GRADE_SOUND] = N_("Weak connection: only sound is sent; the picture returns by itself"),
  };
  const gboolean is_connected = aus_video_call_get_state (self->call) == AUS_VIDEO_CALL_STATE_CONNECTED;
  const char *text = texts[aus_local_media_get_grade (aus_video_call_get_media (self->call))];

  gtk_widget_set_visible (self->strain, text != NULL && is_connected);

  if (text != NULL)
    gtk_label_set_label (self->strain_text, _(text));
}

static void
call_state_cb (AusCallView *self)
{
  if (aus_video_call_get_state (self->call) == AUS_VIDEO_CALL_STATE_IDLE)
    aus_video_view_set_frame (self->own, NULL);

  update_status (self);
  update_strain (self);
}

/* (transfer none) (nullable) */
static AusRemote *
find_alone (AusCallView *self)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->tiles));

  return first != NULL && gtk_widget_get_next_sibling (first) == NULL
         ? aus_call_tile_get_remote (AUS_CALL_TILE (first)) : NULL;
}

static void
arrange (AusCallView *self)
{
  GtkWidget *grid = GTK_WIDGET (self->tiles);
  const guint n_tiles = g_list_model_get_n_items (aus_video_call_get_remotes (self->call));
  const gboolean is_alone = n_tiles == 1;
  AusCallTile *large = self->screen ? self->screen : self->pinned;

  for (GtkWidget *tile = gtk_widget_get_first_child (grid); tile != NULL; tile = gtk_widget_get_next_sibling (tile))
    g_object_set (tile, "is-alone", is_alone, "is-small", !is_alone && large != NULL
                  && tile != GTK_WIDGET (large), NULL);

  aus_tile_grid_set_pinned (self->tiles, GTK_WIDGET (large));
  aus_call_menu_set_remote (self->menu, find_alone (self));
  /* Alone, the picture lies behind the buttons. */
  gtk_widget_set_margin_bottom (grid, n_tiles > 1 ? BAR_HEIGHT : 0);
  update_status (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOREMOST]);
}

/* One at a time. */
static void
pinned_cb (AusCallView *self,
           GParamSpec  *pspec,
           AusCallTile *tile)
{
  AusCallTile *before = self->pinned;
  gboolean is_pinned;

  g_object_get (tile, "pinned", &is_pinned, NULL);

  if (is_pinned)
    self->pinned = tile;
  else if (before == tile)
    self->pinned = NULL;

  if (is_pinned && before != NULL && before != tile)
    g_object_set (before, "pinned", FALSE, NULL);

  arrange (self);
}

/* A screen is made to be read: it is large while it is shown, whoever is pinned. */
static void
screen_cb (AusCallView *self)
{
  self->screen = NULL;

  for (GtkWidget *tile = gtk_widget_get_first_child (GTK_WIDGET (self->tiles)); tile != NULL;
       tile = gtk_widget_get_next_sibling (tile))
    if (aus_remote_get_screen (aus_call_tile_get_remote (AUS_CALL_TILE (tile))))
      self->screen = AUS_CALL_TILE (tile);

  arrange (self);
}

static GtkWidget *
find_tile (AusCallView *self,
           guint        position)
{
  GtkWidget *tile = gtk_widget_get_first_child (GTK_WIDGET (self->tiles));

  while (position-- > 0 && tile != NULL)
    tile = gtk_widget_get_next_sibling (tile);

  return tile;
}

/* They come last, as whoever comes does. */
static void
remotes_changed_cb (AusCallView *self,
                    guint        position,
                    guint        n_removed,
                    guint        n_added,
                    GListModel  *remotes)
{
  for (guint i = 0; i < n_removed; i++) {
    GtkWidget *tile = find_tile (self, position);

    if (tile == GTK_WIDGET (self->pinned))
      self->pinned = NULL;

    if (tile == GTK_WIDGET (self->screen))
      self->screen = NULL;

    g_signal_handlers_disconnect_by_data (tile, self);
    g_signal_handlers_disconnect_by_data (aus_call_tile_get_remote (AUS_CALL_TILE (tile)), self);
    gtk_widget_unparent (tile);
  }

  for (guint i = 0; i < n_added; i++) {
    g_autoptr (AusRemote) remote = g_list_model_get_item (remotes, position + i);
    GtkWidget *tile = aus_call_tile_new (remote);

    g_signal_connect_object (tile, "notify::pinned", G_CALLBACK (pinned_cb), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (remote, "notify::screen", G_CALLBACK (screen_cb), self, G_CONNECT_SWAPPED);
    aus_tile_grid_add (self->tiles, tile);
  }

  arrange (self);
}

static void
own_frame_cb (AusCallView *self,
              AusFrame    *frame)
{
  if (aus_video_call_get_state (self->call) != AUS_VIDEO_CALL_STATE_IDLE)
    aus_video_view_set_frame (self->own, frame);
}

static void
own_changed_cb (AusCallView   *self,
                GParamSpec    *pspec,
                AusLocalMedia *media)
{
  const gboolean is_shared = aus_local_media_get_sharing (media);
  const gboolean seen = aus_local_media_get_has_camera (media) && aus_local_media_get_camera_on (media);

  gtk_widget_set_visible (GTK_WIDGET (self->own), seen || is_shared);
  g_object_set (self->own, "mirrored", !is_shared, NULL);
  gtk_widget_set_visible (self->sharing, is_shared);
}

static gboolean
tick_cb (gpointer user_data)
{
  AusCallView *self = user_data;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  gint64 seconds = MAX (0, g_date_time_difference (now, self->since) / G_TIME_SPAN_SECOND);
  g_autofree char *text = seconds < 3600
    ? g_strdup_printf ("%02d:%02d", (int) (seconds / 60), (int) (seconds % 60))
    : g_strdup_printf ("%d:%02d:%02d", (int) (seconds / 3600), (int) (seconds / 60 % 60), (int) (seconds % 60));

  gtk_label_set_label (self->clock, text);

  return G_SOURCE_CONTINUE;
}

static char *
mute_icon (AusCallView *self,
           gboolean     muted)
{
  return g_strdup (muted ? "microphone-disabled-symbolic" : "audio-input-microphone-symbolic");
}

static char *
camera_icon (AusCallView *self,
             gboolean     on)
{
  return g_strdup (on ? "camera-web-symbolic" : "camera-disabled-symbolic");
}

static void
aus_call_view_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_FOREMOST:
      g_value_set_object (value, aus_call_view_get_foremost (AUS_CALL_VIEW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_call_view_dispose (GObject *object)
{
  AusCallView *self = AUS_CALL_VIEW (object);

  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->call != NULL) {
    g_signal_handlers_disconnect_by_data (self->call, self);
    g_signal_handlers_disconnect_by_data (aus_video_call_get_remotes (self->call), self);
    g_signal_handlers_disconnect_by_data (aus_video_call_get_media (self->call), self);
  }

  if (self->overlay != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->overlay));

  g_clear_object (&self->call);

  G_OBJECT_CLASS (aus_call_view_parent_class)->dispose (object);
}

static void
aus_call_view_finalize (GObject *object)
{
  AusCallView *self = AUS_CALL_VIEW (object);

  g_clear_pointer (&self->since, g_date_time_unref);

  G_OBJECT_CLASS (aus_call_view_parent_class)->finalize (object);
}

static void
aus_call_view_class_init (AusCallViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = aus_call_view_get_property;
  G_OBJECT_CLASS (klass)->dispose = aus_call_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_call_view_finalize;

  props[PROP_FOREMOST] = g_param_spec_object ("foremost", NULL, NULL, AUS_TYPE_REMOTE,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);

  g_type_ensure (AUS_TYPE_CALL_MENU);
  g_type_ensure (AUS_TYPE_QUALITY_MARK);
  g_type_ensure (AUS_TYPE_TILE_GRID);
  g_type_ensure (AUS_TYPE_VIDEO_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "callview");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-call-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AusCallView, overlay);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, tiles);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, own);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, menu);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, status);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, avatar);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, status_text);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, clock);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, mark);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, strain);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, sharing);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, strain_text);
  gtk_widget_class_bind_template_callback (widget_class, mute_icon);
  gtk_widget_class_bind_template_callback (widget_class, camera_icon);
}

static void
aus_call_view_init (AusCallView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_call_view_attach (AusCallView *self,
                      AusVideoCall     *call,
                      const char  *name)
{
  AusLocalMedia *media = aus_video_call_get_media (call);
  g_autoptr (AusCallQuality) quality = aus_call_quality_new (call, aus_video_call_get_room (call));
  /* Translators: %s is the patient. */
  g_autofree char *waiting = g_strdup_printf (_("Waiting for %s to join…"), name);

  g_return_if_fail (AUS_IS_CALL_VIEW (self));
  g_return_if_fail (self->call == NULL);

  self->call = g_object_ref (call);
  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->status_text, waiting);

  g_signal_connect_swapped (aus_video_call_get_remotes (call), "items-changed", G_CALLBACK (remotes_changed_cb), self);
  g_signal_connect_swapped (call, "notify::state", G_CALLBACK (call_state_cb), self);
  g_signal_connect_swapped (media, "frame", G_CALLBACK (own_frame_cb), self);
  g_signal_connect_swapped (media, "notify::has-camera", G_CALLBACK (own_changed_cb), self);
  g_signal_connect_swapped (media, "notify::camera-on", G_CALLBACK (own_changed_cb), self);
  g_signal_connect_swapped (media, "notify::sharing", G_CALLBACK (own_changed_cb), self);
  g_signal_connect_swapped (media, "notify::grade", G_CALLBACK (update_strain), self);
  aus_call_menu_attach (self->menu, media);
  aus_quality_mark_attach (self->mark, quality);
  own_changed_cb (self, NULL, media);
  call_state_cb (self);
}

void
aus_call_view_set_since (AusCallView *self,
                         GDateTime   *since)
{
  g_return_if_fail (AUS_IS_CALL_VIEW (self));

  g_clear_pointer (&self->since, g_date_time_unref);
  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->clock), since != NULL);

  if (since != NULL) {
    self->since = g_date_time_ref (since);
    self->timer = g_timeout_add_seconds (1, tick_cb, self);
    tick_cb (self);
  }
}

AusRemote *
aus_call_view_get_foremost (AusCallView *self)
{
  GtkWidget *tile;

  g_return_val_if_fail (AUS_IS_CALL_VIEW (self), NULL);

  tile = GTK_WIDGET (self->screen ? self->screen : self->pinned);

  if (tile == NULL)
    tile = gtk_widget_get_first_child (GTK_WIDGET (self->tiles));

  return tile != NULL ? aus_call_tile_get_remote (AUS_CALL_TILE (tile)) : NULL;
}
