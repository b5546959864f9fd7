#include "aus-call-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-call-menu.h"
#include "aus-video-view.h"

struct _AusCallView
{
  GtkWidget     parent_instance;

  AusVideoCall      *call;
  char         *name;
  GDateTime    *since;
  char         *main_id;
  GHashTable   *tiles;
  guint         timer;

  GtkWidget    *overlay;
  AusVideoView *remote;
  AusVideoView *own;
  AusCallMenu  *menu;
  GtkWidget    *status;
  AdwAvatar    *avatar;
  GtkLabel     *status_text;
  GtkSpinner   *spinner;
  GtkBox       *others;
  GtkLabel     *clock;
  GtkWidget    *strain;
  GtkLabel     *strain_text;
};

G_DEFINE_FINAL_TYPE (AusCallView, aus_call_view, GTK_TYPE_WIDGET)

static char *
describe_state (AusCallView *self)
{
  switch (aus_video_call_get_state (self->call)) {
    case AUS_VIDEO_CALL_STATE_IDLE:
      return g_strdup ("");
    case AUS_VIDEO_CALL_STATE_WAITING:
      /* Translators: %s is the patient. */
      return g_strdup_printf (_("Waiting for %s to join…"), self->name);
    case AUS_VIDEO_CALL_STATE_CONNECTING:
      return g_strdup (_("Connecting…"));
    case AUS_VIDEO_CALL_STATE_CONNECTED:
      return aus_video_view_has_frame (self->remote) ? g_strdup ("") : g_strdup (_("Connected, sound only"));
    case AUS_VIDEO_CALL_STATE_INTERRUPTED:
      return g_strdup (_("The connection was lost. Trying again…"));
  }

  g_return_val_if_reached (NULL);
}

static void
clear_pictures (AusCallView *self)
{
  GtkWidget *tile;

  aus_video_view_set_frame (self->remote, NULL);
  aus_video_view_set_frame (self->own, NULL);
  g_clear_pointer (&self->main_id, g_free);
  g_hash_table_remove_all (self->tiles);

  while ((tile = gtk_widget_get_first_child (GTK_WIDGET (self->others))) != NULL)
    gtk_box_remove (self->others, tile);
}

static void
update_status (AusCallView *self)
{
  AusVideoCallState state = aus_video_call_get_state (self->call);
  g_autofree char *text = describe_state (self);

  gtk_label_set_label (self->status_text, text);
  gtk_widget_set_visible (self->status, *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), !aus_video_view_has_frame (self->remote));
  gtk_spinner_set_spinning (self->spinner,
                            state == AUS_VIDEO_CALL_STATE_CONNECTING || state == AUS_VIDEO_CALL_STATE_INTERRUPTED);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), gtk_spinner_get_spinning (self->spinner));
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
    clear_pictures (self);

  update_status (self);
  update_strain (self);
}

static AusVideoView *
find_view (AusCallView *self,
           const char  *participant_id)
{
  AusVideoView *tile = g_hash_table_lookup (self->tiles, participant_id);

  if (self->main_id == NULL)
    self->main_id = g_strdup (participant_id);

  if (g_str_equal (self->main_id, participant_id))
    return self->remote;

  if (tile == NULL) {
    tile = g_object_new (AUS_TYPE_VIDEO_VIEW, "cover", TRUE, "width-request", 120, "height-request", 90,
                         NULL);
    gtk_widget_add_css_class (GTK_WIDGET (tile), "tile");
    gtk_box_append (self->others, GTK_WIDGET (tile));
    g_hash_table_insert (self->tiles, g_strdup (participant_id), tile);
  }

  return tile;
}

static void
call_frame_cb (AusCallView *self,
               const char  *participant_id,
               AusFrame    *frame)
{
  AusVideoView *view = find_view (self, participant_id);
  gboolean first = !aus_video_view_has_frame (view);

  aus_video_view_set_frame (view, frame);

  if (first)
    update_status (self);
}

static void
call_gone_cb (AusCallView *self,
              const char  *participant_id)
{
  AusVideoView *tile = g_hash_table_lookup (self->tiles, participant_id);

  if (g_strcmp0 (self->main_id, participant_id) == 0) {
    g_clear_pointer (&self->main_id, g_free);
    aus_video_view_set_frame (self->remote, NULL);
  } else if (tile != NULL) {
    gtk_box_remove (self->others, GTK_WIDGET (tile));
    g_hash_table_remove (self->tiles, participant_id);
  }

  update_status (self);
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
  gboolean seen = aus_local_media_get_has_camera (media) && aus_local_media_get_camera_on (media);

  gtk_widget_set_visible (GTK_WIDGET (self->own), seen);
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
aus_call_view_dispose (GObject *object)
{
  AusCallView *self = AUS_CALL_VIEW (object);

  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->call != NULL) {
    g_signal_handlers_disconnect_by_data (self->call, self);
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

  g_hash_table_unref (self->tiles);
  g_free (self->name);
  g_free (self->main_id);
  g_clear_pointer (&self->since, g_date_time_unref);

  G_OBJECT_CLASS (aus_call_view_parent_class)->finalize (object);
}

static void
aus_call_view_class_init (AusCallViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_call_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_call_view_finalize;

  g_type_ensure (AUS_TYPE_CALL_MENU);
  g_type_ensure (AUS_TYPE_VIDEO_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "callview");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-call-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AusCallView, overlay);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, remote);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, own);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, menu);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, status);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, avatar);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, status_text);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, spinner);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, others);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, clock);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, strain);
  gtk_widget_class_bind_template_child (widget_class, AusCallView, strain_text);
  gtk_widget_class_bind_template_callback (widget_class, mute_icon);
  gtk_widget_class_bind_template_callback (widget_class, camera_icon);
}

static void
aus_call_view_init (AusCallView *self)
{
  self->tiles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_call_view_attach (AusCallView *self,
                      AusVideoCall     *call,
                      const char  *name)
{
  AusLocalMedia *media = aus_video_call_get_media (call);
  /* Translators: %s is the patient. */
  g_autofree char *picture = g_strdup_printf (_("Picture of %s"), name);

  g_return_if_fail (AUS_IS_CALL_VIEW (self));
  g_return_if_fail (self->call == NULL);

  self->call = g_object_ref (call);
  self->name = g_strdup (name);
  adw_avatar_set_text (self->avatar, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remote), GTK_ACCESSIBLE_PROPERTY_LABEL, picture, -1);

  g_signal_connect_swapped (call, "frame", G_CALLBACK (call_frame_cb), self);
  g_signal_connect_swapped (call, "gone", G_CALLBACK (call_gone_cb), self);
  g_signal_connect_swapped (call, "notify::state", G_CALLBACK (call_state_cb), self);
  g_signal_connect_swapped (media, "frame", G_CALLBACK (own_frame_cb), self);
  g_signal_connect_swapped (media, "notify::has-camera", G_CALLBACK (own_changed_cb), self);
  g_signal_connect_swapped (media, "notify::camera-on", G_CALLBACK (own_changed_cb), self);
  g_signal_connect_swapped (media, "notify::grade", G_CALLBACK (update_strain), self);
  aus_call_menu_attach (self->menu, media);
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
