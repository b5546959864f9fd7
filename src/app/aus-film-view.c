#include "aus-film-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-film-player.h"
#include "aus-video-view.h"

struct _AusFilmView
{
  GtkWidget      parent_instance;

  AusFilmPlayer *player;

  GtkWidget     *box;
  AusVideoView  *picture;
  AdwStatusPage *problem;
  GtkWidget     *controls;
  GtkButton     *play;
  GtkAdjustment *adjustment;
  GtkWidget     *scale;
  GtkLabel      *time;
};

G_DEFINE_FINAL_TYPE (AusFilmView, aus_film_view, GTK_TYPE_WIDGET)

static void
update_time (AusFilmView *self)
{
  const int position = (int) (aus_film_player_get_position (self->player) / 1000);
  const int duration = (int) (aus_film_player_get_duration (self->player) / 1000);
  g_autofree char *text =
    g_strdup_printf ("%02d:%02d / %02d:%02d", position / 60, position % 60, duration / 60, duration % 60);

  gtk_adjustment_set_upper (self->adjustment, (double) aus_film_player_get_duration (self->player) / 1000);
  gtk_adjustment_set_value (self->adjustment, (double) aus_film_player_get_position (self->player) / 1000);
  gtk_label_set_label (self->time, text);
}

static void
update_play (AusFilmView *self)
{
  const gboolean playing = aus_film_player_get_playing (self->player);
  const char *word = playing ? _("Pause") : _("Play");

  gtk_button_set_icon_name (self->play,
                            playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}

static void
update_problem (AusFilmView *self)
{
  const char *problem = aus_film_player_get_problem (self->player);

  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  gtk_widget_set_sensitive (self->controls, problem == NULL);

  if (problem != NULL)
    adw_status_page_set_description (self->problem, problem);
}

static void
frame_cb (AusFilmView *self,
          AusFrame    *frame)
{
  aus_video_view_set_frame (self->picture, frame);
}

static void
play_clicked_cb (AusFilmView *self)
{
  if (self->player != NULL)
    aus_film_player_set_playing (self->player, !aus_film_player_get_playing (self->player));
}

static gboolean
scale_moved_cb (AusFilmView   *self,
                GtkScrollType  scroll,
                double         value)
{
  if (self->player != NULL)
    aus_film_player_seek (self->player, (gint64) (CLAMP (value, 0, gtk_adjustment_get_upper (self->adjustment))
                                                  * 1000));

  return GDK_EVENT_PROPAGATE;
}

static void
aus_film_view_dispose (GObject *object)
{
  AusFilmView *self = AUS_FILM_VIEW (object);

  aus_film_view_close (self);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  G_OBJECT_CLASS (aus_film_view_parent_class)->dispose (object);
}

static void
aus_film_view_class_init (AusFilmViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_film_view_dispose;

  g_type_ensure (AUS_TYPE_VIDEO_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-film-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AusFilmView, box);
  gtk_widget_class_bind_template_child (widget_class, AusFilmView, picture);
  gtk_widget_class_bind_template_child (widget_class, AusFilmView, problem);
  gtk_widget_class_bind_template_child (widget_class, AusFilmView, controls);
  gtk_widget_class_bind_template_child (widget_class, AusFilmView, play);
  gtk_widget_class_bind_template_child (widget_class, AusFilmView, adjustment);
  gtk_widget_class_bind_template_child (widget_class, AusFilmView, time);
  gtk_widget_class_bind_template_child (widget_class, AusFilmView, scale);
  gtk_widget_class_bind_template_callback (widget_class, play_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, scale_moved_cb);
}

static void
aus_film_view_init (AusFilmView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Time goes from the left to the right on all players, in every language. */
  gtk_widget_set_direction (self->controls, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (self->scale, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->time), GTK_TEXT_DIR_LTR);
}

void
aus_film_view_open (AusFilmView    *self,
                    AusMediaSource  source,
                    const char     *uri,
                    const char     *authorization)
{
  g_return_if_fail (AUS_IS_FILM_VIEW (self));

  aus_film_view_close (self);
  self->player = aus_film_player_new (source);
  g_signal_connect_object (self->player, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::position", G_CALLBACK (update_time), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::duration", G_CALLBACK (update_time), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::playing", G_CALLBACK (update_play), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::problem", G_CALLBACK (update_problem), self, G_CONNECT_SWAPPED);
  aus_film_player_open (self->player, uri, authorization);
  update_play (self);
  update_problem (self);
  aus_film_player_set_playing (self->player, TRUE);
}

void
aus_film_view_close (AusFilmView *self)
{
  g_return_if_fail (AUS_IS_FILM_VIEW (self));

  if (self->player == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->player, self);
  aus_film_player_close (self->player);
  g_clear_object (&self->player);

  if (self->picture != NULL)
    aus_video_view_set_frame (self->picture, NULL);
}
