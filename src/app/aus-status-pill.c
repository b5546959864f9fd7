#include "aus-status-pill.h"

struct _AusStatusPill
{
  GtkWidget  parent_instance;

  GtkImage  *image;
  GtkLabel  *label;
  char      *style;
};

G_DEFINE_FINAL_TYPE (AusStatusPill, aus_status_pill, GTK_TYPE_WIDGET)

static void
aus_status_pill_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (aus_status_pill_parent_class)->dispose (object);
}

static void
aus_status_pill_finalize (GObject *object)
{
  g_free (AUS_STATUS_PILL (object)->style);

  G_OBJECT_CLASS (aus_status_pill_parent_class)->finalize (object);
}

static void
aus_status_pill_class_init (AusStatusPillClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_status_pill_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_status_pill_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "statuspill");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-status-pill.ui");
  gtk_widget_class_bind_template_child (widget_class, AusStatusPill, image);
  gtk_widget_class_bind_template_child (widget_class, AusStatusPill, label);
}

static void
aus_status_pill_init (AusStatusPill *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_status_pill_set (AusStatusPill *self,
                     const char    *icon_name,
                     const char    *word,
                     const char    *style)
{
  g_return_if_fail (AUS_IS_STATUS_PILL (self));

  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_label_set_label (self->label, word);

  if (g_strcmp0 (self->style, style) == 0)
    return;

  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->style);

  g_free (self->style);
  self->style = g_strdup (style);
  gtk_widget_add_css_class (GTK_WIDGET (self), style);
}
