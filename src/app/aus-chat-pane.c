#include "aus-chat-pane.h"

#include <glib/gi18n.h>

#include "aus-attach-button.h"
#include "aus-message-row.h"

/* "Is writing" is said again after this, and taken back when nothing was typed for as long. */
#define TYPING_SECONDS 4

struct _AusChatPane
{
  GtkWidget       parent_instance;

  AusRoom        *room;
  AusUser        *user;
  guint           unread;
  guint           typing_timer;
  gboolean        typed;

  GtkWidget      *box;
  GtkScrolledWindow *scroller;
  GtkStack       *stack;
  GtkListBox     *list;
  GtkLabel       *typing;
  GtkLabel       *fault;
  GtkEntry       *entry;
  GtkWidget      *send;
  AusAttachButton *attach;
};

enum
{
  PROP_0,
  PROP_UNREAD,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusChatPane, aus_chat_pane, GTK_TYPE_WIDGET)

static gboolean
is_mine (AusChatPane *self,
         AusMessage  *message)
{
  return (self->user != NULL && g_strcmp0 (message->sender_id, self->user->id) == 0)
         || g_strcmp0 (message->sender_id, aus_room_get_you (self->room)) == 0;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  AusChatPane *self = user_data;

  return aus_message_row_new (self->room, item, is_mine (self, item));
}

static void
set_unread (AusChatPane *self,
            guint        unread)
{
  if (self->unread != unread) {
    self->unread = unread;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNREAD]);
  }
}

static void
messages_changed_cb (AusChatPane *self,
                     guint        position,
                     guint        removed,
                     guint        added,
                     GListModel  *messages)
{
  guint unread = self->unread;

  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (messages) > 0 ? "messages" : "empty");

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  for (guint i = position; i < position + added; i++) {
    g_autoptr (AusMessage) message = g_list_model_get_item (messages, i);

    unread += !is_mine (self, message) && message->message_type != AUS_MESSAGE_TYPE_SYSTEM;
  }

  set_unread (self, unread);
}

/* Whenever the list has grown, its end is what matters. */
static void
height_changed_cb (AusChatPane   *self,
                   GParamSpec    *pspec,
                   GtkAdjustment *adjustment)
{
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
say_typing (AusChatPane *self,
            gboolean     typing)
{
  g_autoptr (JsonObject) frame = json_object_new ();

  json_object_set_string_member (frame, "type", "typing_indicator");
  json_object_set_boolean_member (frame, "is_typing", typing);
  aus_room_send (self->room, frame);
}

static gboolean
typing_cb (gpointer user_data)
{
  AusChatPane *self = user_data;

  if (self->typed) {
    self->typed = FALSE;
    say_typing (self, TRUE);
    return G_SOURCE_CONTINUE;
  }

  self->typing_timer = 0;
  say_typing (self, FALSE);

  return G_SOURCE_REMOVE;
}

static void
stop_typing (AusChatPane *self)
{
  if (self->typing_timer != 0) {
    g_clear_handle_id (&self->typing_timer, g_source_remove);
    say_typing (self, FALSE);
  }
}

static void
entry_changed_cb (AusChatPane *self)
{
  gboolean empty = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0';

  gtk_widget_set_sensitive (self->send, !empty);

  if (empty || self->room == NULL)
    return;

  if (self->typing_timer != 0) {
    self->typed = TRUE;
    return;
  }

  self->typed = FALSE;
  say_typing (self, TRUE);
  self->typing_timer = g_timeout_add_seconds (TYPING_SECONDS, typing_cb, self);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusChatPane) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean sent = aus_room_send_message_finish (AUS_ROOM (source), result, &error);

  if (self->entry == NULL)
    return;

  gtk_editable_set_editable (GTK_EDITABLE (self->entry), TRUE);

  if (sent) {
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  } else {
    /* Translators: %s is a sentence that says why a message was not sent. */
    g_autofree char *text = g_strdup_printf (_("Not sent. %s"), error->message);

    gtk_label_set_label (self->fault, text);
    gtk_widget_set_sensitive (self->send, TRUE);
  }

  gtk_widget_set_visible (GTK_WIDGET (self->fault), !sent);
}

static void
send_cb (AusChatPane *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (*text == '\0' || !gtk_editable_get_editable (GTK_EDITABLE (self->entry)))
    return;

  stop_typing (self);
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), FALSE);
  gtk_widget_set_sensitive (self->send, FALSE);
  aus_room_send_message_async (self->room, text, FALSE, NULL, sent_cb, g_object_ref (self));
}

static void
attach_failed_cb (AusChatPane *self,
                  const char  *text)
{
  gtk_label_set_label (self->fault, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
}

static void
typing_changed_cb (AusChatPane *self)
{
  const char *name = aus_room_get_typing (self->room);
  /* Translators: %s is a person. */
  g_autofree char *text = name ? g_strdup_printf (_("%s is writing…"), name) : NULL;

  gtk_label_set_label (self->typing, text ? text : "");
}

static void
aus_chat_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (aus_chat_pane_parent_class)->map (widget);

  set_unread (AUS_CHAT_PANE (widget), 0);
}

static gboolean
aus_chat_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AUS_CHAT_PANE (widget)->entry));
}

static void
aus_chat_pane_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_UNREAD:
      g_value_set_uint (value, AUS_CHAT_PANE (object)->unread);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_chat_pane_dispose (GObject *object)
{
  AusChatPane *self = AUS_CHAT_PANE (object);

  g_clear_handle_id (&self->typing_timer, g_source_remove);

  if (self->box != NULL) {
    self->entry = NULL;
    gtk_widget_unparent (g_steal_pointer (&self->box));
  }

  g_clear_object (&self->room);
  g_clear_object (&self->user);

  G_OBJECT_CLASS (aus_chat_pane_parent_class)->dispose (object);
}

static void
aus_chat_pane_class_init (AusChatPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_chat_pane_get_property;
  object_class->dispose = aus_chat_pane_dispose;
  widget_class->map = aus_chat_pane_map;
  widget_class->grab_focus = aus_chat_pane_grab_focus;

  props[PROP_UNREAD] =
    g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-chat-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AusChatPane, box);
  gtk_widget_class_bind_template_child (widget_class, AusChatPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, AusChatPane, stack);
  gtk_widget_class_bind_template_child (widget_class, AusChatPane, list);
  gtk_widget_class_bind_template_child (widget_class, AusChatPane, typing);
  gtk_widget_class_bind_template_child (widget_class, AusChatPane, fault);
  gtk_widget_class_bind_template_child (widget_class, AusChatPane, entry);
  gtk_widget_class_bind_template_child (widget_class, AusChatPane, send);
  gtk_widget_class_bind_template_child (widget_class, AusChatPane, attach);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, attach_failed_cb);
}

static void
aus_chat_pane_init (AusChatPane *self)
{
  g_type_ensure (AUS_TYPE_ATTACH_BUTTON);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "notify::upper",
                           G_CALLBACK (height_changed_cb), self, G_CONNECT_SWAPPED);
}

void
aus_chat_pane_attach (AusChatPane *self,
                      AusRoom     *room,
                      AusUser     *user)
{
  GListModel *messages = aus_room_get_messages (room);

  g_return_if_fail (AUS_IS_CHAT_PANE (self));
  g_return_if_fail (self->room == NULL);

  self->room = g_object_ref (room);
  g_set_object (&self->user, user);
  aus_attach_button_set_room (self->attach, room, GTK_WIDGET (self));
  gtk_list_box_bind_model (self->list, messages, create_row, self, NULL);
  g_signal_connect_object (messages, "items-changed", G_CALLBACK (messages_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::typing", G_CALLBACK (typing_changed_cb), self, G_CONNECT_SWAPPED);
  messages_changed_cb (self, 0, 0, g_list_model_get_n_items (messages), messages);
}

guint
aus_chat_pane_get_unread (AusChatPane *self)
{
  g_return_val_if_fail (AUS_IS_CHAT_PANE (self), 0);

  return self->unread;
}
