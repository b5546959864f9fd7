#include "aus-provider-banner.h"

#include <glib/gi18n.h>

#include "aus-banner.h"

struct _AusProviderBanner
{
  GtkWidget        parent_instance;

  AusProviderActs *acts;
  AusBanner       *banner;
};

G_DEFINE_FINAL_TYPE (AusProviderBanner, aus_provider_banner, GTK_TYPE_WIDGET)

/* (transfer full) */
static char *
make_label (const AusVideoChoice *choice)
{
  if (g_str_equal (choice->name, "builtin"))
    return g_strdup (_("Switch to Built-in Call"));

  /* Translators: %s is a video provider, such as Jitsi. */
  return g_strdup_printf (_("Switch to %s"), aus_provider_acts_get_word (choice));
}

/* Why stands beside the provider in the menu: much of it is for admins. */
static void
show (AusProviderBanner     *self,
      const AusVideoChoices *choices)
{
  const gboolean offers = choices->proposal != NULL && aus_provider_acts_may_switch (self->acts);
  /* Translators: %s is a video provider, such as Zoom. */
  g_autofree char *text = g_strdup_printf (_("%s does not work now."), aus_provider_acts_get_word (choices->current));
  g_autofree char *button = offers ? make_label (choices->proposal) : NULL;
  g_autofree char *action =
    offers ? g_action_print_detailed_name ("provider.switch", g_variant_new_string (choices->proposal->name)) : NULL;

  aus_banner_show (self->banner, text, button, action);
}

static void
update (AusProviderBanner *self)
{
  const AusVideoChoices *choices = aus_provider_acts_get_choices (self->acts);

  if (choices != NULL && choices->reason != NULL && choices->current != NULL)
    show (self, choices);
  else
    aus_banner_hide (self->banner);
}

static void
aus_provider_banner_dispose (GObject *object)
{
  AusProviderBanner *self = AUS_PROVIDER_BANNER (object);

  if (self->banner != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->banner)));

  g_clear_object (&self->acts);

  G_OBJECT_CLASS (aus_provider_banner_parent_class)->dispose (object);
}

static void
aus_provider_banner_class_init (AusProviderBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_provider_banner_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
aus_provider_banner_init (AusProviderBanner *self)
{
  self->banner = g_object_new (AUS_TYPE_BANNER, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->banner), GTK_WIDGET (self));
}

void
aus_provider_banner_attach (AusProviderBanner *self,
                            AusProviderActs   *acts)
{
  g_return_if_fail (AUS_IS_PROVIDER_BANNER (self));
  g_return_if_fail (self->acts == NULL);

  self->acts = g_object_ref (acts);
  g_signal_connect_object (acts, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}
