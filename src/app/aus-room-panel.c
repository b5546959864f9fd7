#include "aus-room-panel.h"

#include <adwaita.h>

#include "aus-chat-pane.h"
#include "aus-connection-pane.h"
#include "aus-consultation-state.h"
#include "aus-notes-pane.h"
#include "aus-people-pane.h"

struct _AusRoomPanel
{
  GtkWidget         parent_instance;

  GtkWidget        *box;
  AdwViewStack     *stack;
  AdwViewStackPage *notes_page;
  AusChatPane      *chat;
  AusNotesPane     *notes;
  AusPeoplePane    *people;
  AusConnectionPane *connection;
  GtkWidget        *enlarge;
};

enum
{
  PROP_0,
  PROP_UNREAD,
  PROP_CAN_ENLARGE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusRoomPanel, aus_room_panel, GTK_TYPE_WIDGET)

static void
unread_changed_cb (AusRoomPanel *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNREAD]);
}

static void
aus_room_panel_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_UNREAD:
      g_value_set_uint (value, aus_chat_pane_get_unread (AUS_ROOM_PANEL (object)->chat));
      break;
    case PROP_CAN_ENLARGE:
      g_value_set_boolean (value, gtk_widget_get_visible (AUS_ROOM_PANEL (object)->enlarge));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_room_panel_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id) {
    case PROP_CAN_ENLARGE:
      gtk_widget_set_visible (AUS_ROOM_PANEL (object)->enlarge, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_room_panel_dispose (GObject *object)
{
  AusRoomPanel *self = AUS_ROOM_PANEL (object);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  G_OBJECT_CLASS (aus_room_panel_parent_class)->dispose (object);
}

static void
aus_room_panel_class_init (AusRoomPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_room_panel_get_property;
  object_class->set_property = aus_room_panel_set_property;
  object_class->dispose = aus_room_panel_dispose;

  props[PROP_UNREAD] =
    g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_CAN_ENLARGE] =
    g_param_spec_boolean ("can-enlarge", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (AUS_TYPE_CHAT_PANE);
  g_type_ensure (AUS_TYPE_CONNECTION_PANE);
  g_type_ensure (AUS_TYPE_NOTES_PANE);
  g_type_ensure (AUS_TYPE_PEOPLE_PANE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-room-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, AusRoomPanel, box);
  gtk_widget_class_bind_template_child (widget_class, AusRoomPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, AusRoomPanel, notes_page);
  gtk_widget_class_bind_template_child (widget_class, AusRoomPanel, chat);
  gtk_widget_class_bind_template_child (widget_class, AusRoomPanel, notes);
  gtk_widget_class_bind_template_child (widget_class, AusRoomPanel, people);
  gtk_widget_class_bind_template_child (widget_class, AusRoomPanel, connection);
  gtk_widget_class_bind_template_child (widget_class, AusRoomPanel, enlarge);
  gtk_widget_class_bind_template_callback (widget_class, unread_changed_cb);
}

static void
aus_room_panel_init (AusRoomPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_room_panel_attach (AusRoomPanel *self,
                       AusRoom      *room,
                       AusClient    *client,
                       AusNotes     *notes)
{
  AusUser *user = aus_client_get_user (client);

  g_return_if_fail (AUS_IS_ROOM_PANEL (self));

  aus_chat_pane_attach (self->chat, room, user);
  aus_connection_pane_attach (self->connection, client, room);
  g_object_set (self->people, "model", aus_room_get_participants (room), NULL);
  adw_view_stack_page_set_visible (self->notes_page, notes != NULL);

  if (notes != NULL)
    aus_notes_pane_attach (self->notes, notes, user != NULL && aus_act_is_for (AUS_ACT_END, user->role));
}

AusNotes *
aus_room_panel_get_notes (AusRoomPanel *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_PANEL (self), NULL);

  return aus_notes_pane_get (self->notes);
}

void
aus_room_panel_show (AusRoomPanel *self,
                     const char   *name)
{
  g_return_if_fail (AUS_IS_ROOM_PANEL (self));

  adw_view_stack_set_visible_child_name (self->stack, name);
  gtk_widget_grab_focus (adw_view_stack_get_visible_child (self->stack));
}
