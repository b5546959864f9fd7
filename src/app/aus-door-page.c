#include "aus-door-page.h"

#include <adwaita.h>

struct _AusDoorPage
{
  GtkWidget      parent_instance;

  AdwStatusPage *page;
  GtkWidget     *link_box;
  GtkEntry      *link;
};

G_DEFINE_FINAL_TYPE (AusDoorPage, aus_door_page, GTK_TYPE_WIDGET)

static void
copy_cb (AusDoorPage *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  gdk_clipboard_set_text (clipboard, gtk_editable_get_text (GTK_EDITABLE (self->link)));
  gtk_widget_activate_action (GTK_WIDGET (self), "consultation.copied", NULL);
}

static void
aus_door_page_dispose (GObject *object)
{
  AusDoorPage *self = AUS_DOOR_PAGE (object);

  if (self->page != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->page)));

  G_OBJECT_CLASS (aus_door_page_parent_class)->dispose (object);
}

static void
aus_door_page_class_init (AusDoorPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_door_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-door-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusDoorPage, page);
  gtk_widget_class_bind_template_child (widget_class, AusDoorPage, link_box);
  gtk_widget_class_bind_template_child (widget_class, AusDoorPage, link);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
aus_door_page_init (AusDoorPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_door_page_show (AusDoorPage *self,
                    const char  *summary,
                    const char  *door_url)
{
  g_autofree char *escaped = g_markup_escape_text (summary, -1);

  g_return_if_fail (AUS_IS_DOOR_PAGE (self));

  adw_status_page_set_description (self->page, escaped);
  gtk_editable_set_text (GTK_EDITABLE (self->link), door_url ? door_url : "");
  gtk_widget_set_visible (self->link_box, door_url != NULL);
}
