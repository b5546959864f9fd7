#include "aus-private-page.h"

struct _AusPrivatePage
{
  GtkWidget  parent_instance;

  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (AusPrivatePage, aus_private_page, GTK_TYPE_WIDGET)

static void
aus_private_page_dispose (GObject *object)
{
  AusPrivatePage *self = AUS_PRIVATE_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (aus_private_page_parent_class)->dispose (object);
}

static void
aus_private_page_class_init (AusPrivatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_private_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-private-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPrivatePage, box);
}

static void
aus_private_page_init (AusPrivatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
