#include "aus-film-banner.h"

#include <glib/gi18n.h>

#include "aus-banner.h"

struct _AusFilmBanner
{
  GtkWidget    parent_instance;

  AusFilmDesk *desk;
  AusBanner   *banner;
};

G_DEFINE_FINAL_TYPE (AusFilmBanner, aus_film_banner, GTK_TYPE_WIDGET)

static void
update (AusFilmBanner *self)
{
  AusFilmDelivery *delivery = aus_film_desk_find_stuck (self->desk, NULL);

  if (delivery != NULL)
    aus_banner_show (self->banner, aus_film_delivery_get_words (delivery), _("Try Again"), "films.retry");
  else
    aus_banner_hide (self->banner);
}

static void
retry (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  AusFilmBanner *self = AUS_FILM_BANNER (widget);

  if (self->desk != NULL)
    aus_film_desk_retry (self->desk);
}

static void
aus_film_banner_dispose (GObject *object)
{
  AusFilmBanner *self = AUS_FILM_BANNER (object);

  g_clear_object (&self->desk);

  if (self->banner != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->banner)));

  G_OBJECT_CLASS (aus_film_banner_parent_class)->dispose (object);
}

static void
aus_film_banner_class_init (AusFilmBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_film_banner_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "films.retry", NULL, retry);
}

static void
aus_film_banner_init (AusFilmBanner *self)
{
  self->banner = g_object_new (AUS_TYPE_BANNER, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->banner), GTK_WIDGET (self));
}

void
aus_film_banner_attach (AusFilmBanner *self,
                        AusFilmDesk   *desk)
{
  g_return_if_fail (AUS_IS_FILM_BANNER (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
