#include "aus-call-menu.h"

struct _AusCallMenu
{
  GtkWidget       parent_instance;

  GtkWidget      *button;
  GtkPopoverMenu *popover;
  GtkAdjustment  *volume;
  GtkWidget      *loudness;
};

G_DEFINE_FINAL_TYPE (AusCallMenu, aus_call_menu, GTK_TYPE_WIDGET)

static void
aus_call_menu_dispose (GObject *object)
{
  AusCallMenu *self = AUS_CALL_MENU (object);

  if (self->button != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->button));

  G_OBJECT_CLASS (aus_call_menu_parent_class)->dispose (object);
}

static void
aus_call_menu_class_init (AusCallMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_call_menu_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-call-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, AusCallMenu, button);
  gtk_widget_class_bind_template_child (widget_class, AusCallMenu, popover);
  gtk_widget_class_bind_template_child (widget_class, AusCallMenu, volume);
  gtk_widget_class_bind_template_child (widget_class, AusCallMenu, loudness);
}

static void
aus_call_menu_init (AusCallMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_popover_menu_add_child (self->popover, self->loudness, "volume");
}

void
aus_call_menu_attach (AusCallMenu   *self,
                      AusLocalMedia *media)
{
  g_return_if_fail (AUS_IS_CALL_MENU (self));

  g_object_bind_property (aus_local_media_get_hearing (media), "volume", self->volume, "value",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}
