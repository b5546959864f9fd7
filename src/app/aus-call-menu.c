#include "aus-call-menu.h"

#include <glib/gi18n.h>

#include "aus-person-menu.h"

struct _AusCallMenu
{
  GtkWidget       parent_instance;

  GtkWidget      *button;
  GtkPopoverMenu *popover;
  GMenu          *menu;
  GMenu          *person;
  AusRemote      *remote;
  GtkAdjustment  *volume;
  GtkWidget      *loudness;
};

G_DEFINE_FINAL_TYPE (AusCallMenu, aus_call_menu, GTK_TYPE_WIDGET)

static void
forget (AusCallMenu *self)
{
  if (self->remote != NULL)
    g_signal_handlers_disconnect_by_data (aus_remote_get_participant (self->remote), self);

  g_clear_object (&self->remote);
}

static void
list_acts (AusCallMenu *self)
{
  g_autoptr (GMenuModel) acts = aus_person_menu_new (aus_remote_get_participant (self->remote));

  g_menu_remove_all (self->person);
  g_menu_append (self->person, _("_Mute for Me"), "remote.mute");

  for (int i = 0; i < g_menu_model_get_n_items (acts); i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new_from_model (acts, i);

    g_menu_append_item (self->person, item);
  }
}

static void
aus_call_menu_dispose (GObject *object)
{
  AusCallMenu *self = AUS_CALL_MENU (object);

  forget (self);
  g_clear_object (&self->person);

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
  gtk_widget_class_bind_template_child (widget_class, AusCallMenu, menu);
  gtk_widget_class_bind_template_child (widget_class, AusCallMenu, volume);
  gtk_widget_class_bind_template_child (widget_class, AusCallMenu, loudness);
}

static void
aus_call_menu_init (AusCallMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_popover_menu_add_child (self->popover, self->loudness, "volume");
  self->person = g_menu_new ();
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->person));
}

void
aus_call_menu_attach (AusCallMenu   *self,
                      AusLocalMedia *media)
{
  g_return_if_fail (AUS_IS_CALL_MENU (self));

  g_object_bind_property (aus_local_media_get_hearing (media), "volume", self->volume, "value",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

void
aus_call_menu_set_remote (AusCallMenu *self,
                          AusRemote   *remote)
{
  g_autoptr (GSimpleActionGroup) actions = NULL;
  g_autoptr (GPropertyAction) mute = NULL;

  g_return_if_fail (AUS_IS_CALL_MENU (self));

  if (self->remote == remote)
    return;

  forget (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "remote", NULL);
  g_menu_remove_all (self->person);

  if (remote == NULL)
    return;

  self->remote = g_object_ref (remote);
  actions = g_simple_action_group_new ();
  mute = g_property_action_new ("mute", remote, "muted");
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (mute));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "remote", G_ACTION_GROUP (actions));
  g_signal_connect_swapped (aus_remote_get_participant (remote), "notify::admission", G_CALLBACK (list_acts), self);
  list_acts (self);
}
