#include "aus-provider-button.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _AusProviderButton
{
  GtkWidget        parent_instance;

  AusProviderActs *acts;

  GtkMenuButton   *button;
  GtkListBox      *list;
  GtkLabel        *fault;
};

G_DEFINE_FINAL_TYPE (AusProviderButton, aus_provider_button, GTK_TYPE_WIDGET)

static void
add_mark (GtkWidget  *row,
          const char *icon_name,
          const char *style)
{
  GtkWidget *mark = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon_name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (mark, style);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
}

static const char *
describe (const AusVideoChoices *choices,
          const AusVideoChoice  *choice)
{
  const char *reason = choice->is_current && choices->reason != NULL ? choices->reason : choice->reason;

  if (reason != NULL)
    return reason;

  return choice->is_current ? _("In use") : _("Ready");
}

static GtkWidget *
row_new (const AusVideoChoices *choices,
         const AusVideoChoice  *choice)
{
  const gboolean is_ill = !choice->is_healthy || (choice->is_current && choices->reason != NULL);
  const gboolean can_be_had = choice->is_healthy && !choice->is_current;
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 0, "subtitle-lines", 0,
                                 "title", aus_provider_acts_get_word (choice), "subtitle", describe (choices, choice),
                                 "activatable", can_be_had, "selectable", FALSE, NULL);

  if (is_ill)
    add_mark (row, "dialog-warning-symbolic", "warning");

  if (choice->is_current)
    add_mark (row, "object-select-symbolic", NULL);

  return row;
}

static void
fill (AusProviderButton     *self,
      const AusVideoChoices *choices)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  for (guint i = 0; choices != NULL && i < choices->list->len; i++)
    gtk_list_box_append (self->list, row_new (choices, g_ptr_array_index (choices->list, i)));

  gtk_widget_set_visible (GTK_WIDGET (self->list), choices != NULL);
}

static void
update (AusProviderButton *self)
{
  const char *fault = aus_provider_acts_get_fault (self->acts);

  gtk_widget_set_visible (GTK_WIDGET (self->button), aus_provider_acts_may_switch (self->acts));
  gtk_label_set_label (self->fault, fault ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
  fill (self, aus_provider_acts_get_choices (self->acts));
}

static void
opened_cb (AusProviderButton *self)
{
  aus_provider_acts_read (self->acts);
}

static void
chosen_cb (AusProviderButton *self,
           GtkListBoxRow     *row)
{
  const AusVideoChoices *choices = aus_provider_acts_get_choices (self->acts);
  const AusVideoChoice *choice = g_ptr_array_index (choices->list, gtk_list_box_row_get_index (row));

  gtk_menu_button_popdown (self->button);
  gtk_widget_activate_action (GTK_WIDGET (self), "provider.switch", "s", choice->name);
}

static void
aus_provider_button_dispose (GObject *object)
{
  AusProviderButton *self = AUS_PROVIDER_BUTTON (object);

  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->button)));

  g_clear_object (&self->acts);

  G_OBJECT_CLASS (aus_provider_button_parent_class)->dispose (object);
}

static void
aus_provider_button_class_init (AusProviderButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_provider_button_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-provider-button.ui");
  gtk_widget_class_bind_template_child (widget_class, AusProviderButton, button);
  gtk_widget_class_bind_template_child (widget_class, AusProviderButton, list);
  gtk_widget_class_bind_template_child (widget_class, AusProviderButton, fault);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
aus_provider_button_init (AusProviderButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_provider_button_attach (AusProviderButton *self,
                            AusProviderActs   *acts)
{
  g_return_if_fail (AUS_IS_PROVIDER_BUTTON (self));
  g_return_if_fail (self->acts == NULL);

  self->acts = g_object_ref (acts);
  g_signal_connect_object (acts, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
aus_provider_button_close (AusProviderButton *self)
{
  g_return_if_fail (AUS_IS_PROVIDER_BUTTON (self));

  gtk_menu_button_popdown (self->button);
}
