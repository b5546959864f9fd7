#include "aus-banner.h"

#include "aus-wrap-layout.h"

struct _AusBanner
{
  GtkWidget    parent_instance;

  GtkRevealer *revealer;
  GtkLabel    *title;
  GtkButton   *button;
};

G_DEFINE_FINAL_TYPE (AusBanner, aus_banner, GTK_TYPE_WIDGET)

static void
aus_banner_dispose (GObject *object)
{
  AusBanner *self = AUS_BANNER (object);

  if (self->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->revealer)));

  G_OBJECT_CLASS (aus_banner_parent_class)->dispose (object);
}

static void
aus_banner_class_init (AusBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_banner_dispose;

  g_type_ensure (AUS_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ausbanner");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, AusBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, AusBanner, title);
  gtk_widget_class_bind_template_child (widget_class, AusBanner, button);
}

static void
aus_banner_init (AusBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The name comes last: an action that takes something must never be without it. */
static void
set_action (AusBanner  *self,
            const char *detailed_name)
{
  GtkActionable *actionable = GTK_ACTIONABLE (self->button);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_action_parse_detailed_name (detailed_name, &name, &target, &error)) {
    g_critical ("No name of an action: %s", error->message);
    return;
  }

  gtk_actionable_set_action_name (actionable, NULL);
  gtk_actionable_set_action_target_value (actionable, target);
  gtk_actionable_set_action_name (actionable, name);
}

void
aus_banner_show (AusBanner  *self,
                 const char *title,
                 const char *button,
                 const char *action)
{
  g_return_if_fail (AUS_IS_BANNER (self));
  g_return_if_fail (title != NULL);
  g_return_if_fail ((button == NULL) == (action == NULL));

  gtk_label_set_label (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);

  if (button != NULL) {
    gtk_button_set_label (self->button, button);
    set_action (self, action);
  }

  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
aus_banner_hide (AusBanner *self)
{
  g_return_if_fail (AUS_IS_BANNER (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

gboolean
aus_banner_is_shown (AusBanner *self)
{
  g_return_val_if_fail (AUS_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

const char *
aus_banner_get_title (AusBanner *self)
{
  g_return_val_if_fail (AUS_IS_BANNER (self), NULL);

  return gtk_label_get_label (self->title);
}
