#include "aus-quality-mark.h"

#include "aus-quality-words.h"

struct _AusQualityMark
{
  GtkWidget       parent_instance;

  AusCallQuality *quality;
  GtkWidget      *icon;
  GtkWidget      *text;
};

G_DEFINE_FINAL_TYPE (AusQualityMark, aus_quality_mark, GTK_TYPE_WIDGET)

static void
update (AusQualityMark *self)
{
  const AusQuality quality = aus_call_quality_get (self->quality);
  const char *cause = aus_quality_cause_to_words (aus_call_quality_get_cause (self->quality));
  const char *words = aus_quality_to_words (quality);

  gtk_widget_set_visible (GTK_WIDGET (self), quality != AUS_QUALITY_NONE);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), aus_quality_get_icon (quality));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, words ? words : "", -1);
  gtk_label_set_label (GTK_LABEL (self->text), cause ? cause : "");
  gtk_widget_set_visible (self->text, cause != NULL);
}

static void
aus_quality_mark_dispose (GObject *object)
{
  AusQualityMark *self = AUS_QUALITY_MARK (object);

  g_clear_object (&self->quality);
  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->text, gtk_widget_unparent);

  G_OBJECT_CLASS (aus_quality_mark_parent_class)->dispose (object);
}

static void
aus_quality_mark_class_init (AusQualityMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_quality_mark_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
aus_quality_mark_init (AusQualityMark *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->icon = gtk_image_new ();
  self->text = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
aus_quality_mark_attach (AusQualityMark *self,
                         AusCallQuality *quality)
{
  g_return_if_fail (AUS_IS_QUALITY_MARK (self));
  g_return_if_fail (self->quality == NULL);

  self->quality = g_object_ref (quality);
  g_signal_connect_object (quality, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
