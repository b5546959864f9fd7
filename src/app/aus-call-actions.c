#include "aus-call-actions.h"

#include "aus-meeting-page.h"

#define VOLUME_STEP 0.1

struct _AusCallActions
{
  GObject       parent_instance;

  GtkWindow          *window;
  GtkEventController *escape;
  AusVideoCall       *call;
};

G_DEFINE_FINAL_TYPE (AusCallActions, aus_call_actions, G_TYPE_OBJECT)

/* Those that are a property of what is captured. */
static const struct
{
  const char *action;
  const char *property;
} media_actions[] = {
  { "mute", "muted" },
  { "camera", "camera-on" },
  { "sound-only", "sound-only" },
};

static void
change_volume (AusCallActions *self,
               double          step)
{
  AusHearing *hearing = aus_local_media_get_hearing (aus_video_call_get_media (self->call));

  aus_hearing_set_volume (hearing, aus_hearing_get_volume (hearing) + step);
}

static void
louder_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  change_volume (user_data, VOLUME_STEP);
}

static void
quieter_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  change_volume (user_data, -VOLUME_STEP);
}

static void
fullscreen_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  AusCallActions *self = user_data;

  if (gtk_window_is_fullscreen (self->window))
    gtk_window_unfullscreen (self->window);
  else
    gtk_window_fullscreen (self->window);
}

/* A menu is closed first, and a page of another provider has a use of its own for the key. */
static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  GtkWindow *window = GTK_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (window);

  if (!gtk_window_is_fullscreen (window)
      || (focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)
      || (focus != NULL && gtk_widget_get_ancestor (focus, AUS_TYPE_MEETING_PAGE) != NULL))
    return GDK_EVENT_PROPAGATE;

  gtk_window_unfullscreen (window);

  return GDK_EVENT_STOP;
}

/* Ahead of all that is in the window: a panel that covers the call would be closed by it, and the screen stay full. */
static GtkEventController *
make_escape (void)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (escape_cb, NULL, NULL)));

  return controller;
}

static const GActionEntry entries[] = {
  { "fullscreen", fullscreen_cb },
  { "louder", louder_cb },
  { "quieter", quieter_cb },
};

static void
aus_call_actions_dispose (GObject *object)
{
  AusCallActions *self = AUS_CALL_ACTIONS (object);

  aus_call_actions_remove (self);
  g_clear_object (&self->call);

  G_OBJECT_CLASS (aus_call_actions_parent_class)->dispose (object);
}

static void
aus_call_actions_class_init (AusCallActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_call_actions_dispose;
}

static void
aus_call_actions_init (AusCallActions *self)
{
}

AusCallActions *
aus_call_actions_new (GtkWindow    *window,
                      AusVideoCall *call)
{
  AusCallActions *self = g_object_new (AUS_TYPE_CALL_ACTIONS, NULL);
  AusLocalMedia *media = aus_video_call_get_media (call);

  self->window = window;
  self->call = g_object_ref (call);
  self->escape = make_escape ();
  gtk_widget_add_controller (GTK_WIDGET (window), self->escape);

  for (guint i = 0; i < G_N_ELEMENTS (media_actions); i++) {
    g_autoptr (GPropertyAction) action =
      g_property_action_new (media_actions[i].action, media, media_actions[i].property);

    g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
  }

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);

  return self;
}

void
aus_call_actions_remove (AusCallActions *self)
{
  g_return_if_fail (AUS_IS_CALL_ACTIONS (self));

  if (self->window == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (media_actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->window), media_actions[i].action);

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->window), entries[i].name);

  gtk_widget_remove_controller (GTK_WIDGET (self->window), self->escape);
  self->escape = NULL;
  self->window = NULL;
}
