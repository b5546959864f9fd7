#include "aus-room-window.h"

#include <glib/gi18n.h>

#include "aus-banner.h"
#include "aus-call-actions.h"
#include "aus-call-memory.h"
#include "aus-complete-dialog.h"
#include "aus-leave-dialog.h"
#include "aus-private-page.h"
#include "aus-provider-button.h"
#include "aus-room-acts.h"
#include "aus-room-call.h"
#include "aus-room-panel.h"
#include "aus-room-stage.h"
#include "aus-room-words.h"
#include "aus-small-call.h"
#include "aus-undo-toast.h"

#define UNDO_SECONDS 8

struct _AusRoomWindow
{
  AdwApplicationWindow  parent_instance;

  AusClient            *client;
  char                 *id;
  AusRoom              *room;
  AusVideoCall         *call;
  AusRoomCall          *room_call;
  AusCallActions       *call_actions;
  AusRole               role;
  AdwToast             *undo;
  gboolean              is_private;
  guint                 unread_idle;

  GtkStack             *pages;
  AdwToastOverlay      *toasts;
  AdwWindowTitle       *title;
  AusBanner            *banner;
  GtkWidget            *admit;
  GtkWidget            *start;
  GtkWidget            *complete;
  AusProviderButton    *provider;
  AdwFlap              *flap;
  AusRoomStage         *stage;
  AusRoomPanel         *panel;
  GtkButton            *panel_button;
  AusSmallCall         *small;
};

G_DEFINE_FINAL_TYPE (AusRoomWindow, aus_room_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_banner (AusRoomWindow *self)
{
  const char *text = aus_room_get_problem (self->room);

  if (text == NULL && aus_room_call_was_heard (self->room_call) && !aus_room_get_connected (self->room))
    text = _("Connection lost. Reconnecting…");
  else if (text == NULL)
    text = aus_video_call_get_problem (self->call);

  if (text == NULL && aus_room_window_is_in_call (self))
    text = aus_local_media_get_problem (aus_video_call_get_media (self->call));

  if (text != NULL)
    aus_banner_show (self->banner, text, NULL, NULL);
  else
    aus_banner_hide (self->banner);
}

static void
update_actions (AusRoomWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AusRoomCall *call = self->room_call;
  const gboolean in_call = aus_room_call_is_on (call);
  const gboolean may_admit = aus_room_call_may (call, AUS_ACT_ADMIT);

  gtk_widget_set_visible (self->admit, may_admit);
  gtk_widget_set_visible (self->start, aus_room_call_may (call, AUS_ACT_START) && !may_admit);
  gtk_widget_set_visible (self->complete, aus_room_call_may (call, AUS_ACT_END));
  aus_room_acts_update (widget, self->room, self->role, aus_room_call_get_status (call), in_call);
  gtk_widget_action_set_enabled (widget, "win.call", aus_room_call_can_begin (call) && !in_call);
  gtk_widget_action_set_enabled (widget, "win.hang-up", in_call);
}

static void
update_title (AusRoomWindow *self)
{
  AusConsultation *visit = aus_room_call_get_visit (self->room_call);
  g_autofree char *identity = aus_room_identity (self->client, visit);

  gtk_window_set_title (GTK_WINDOW (self), self->is_private ? "Ausculta" : visit->patient_name);
  adw_window_title_set_title (self->title, visit->patient_name);
  adw_window_title_set_subtitle (self->title, identity);
}

static void
call_changed_cb (AusRoomWindow *self)
{
  if (self->undo != NULL && aus_room_call_is_on (self->room_call))
    adw_toast_dismiss (self->undo);

  update_title (self);
  update_actions (self);
  update_banner (self);
  aus_room_stage_update (self->stage, aus_room_call_get_visit (self->room_call),
                         aus_room_call_get_status (self->room_call), aus_room_call_can_begin (self->room_call));
}

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusRoomWindow) self = user_data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_room_act_finish (AUS_ROOM (source), result, &error);

  if (answer != NULL)
    return;

  g_message ("Not done: %s", error->message);

  /* The window may be closed by now. */
  if (application != NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (error->message));
}

static void
act (AusRoomWindow *self,
     const char    *action)
{
  aus_room_act_async (self->room, action, NULL, NULL, acted_cb, g_object_ref (self));
}

/* What is named as the server names it. */
static void
act_at_once (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  act (AUS_ROOM_WINDOW (widget), action_name + strlen ("win."));
}

static void
admit (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  if (!aus_leave_dialog_ask (GTK_WINDOW (widget), action_name))
    act (AUS_ROOM_WINDOW (widget), "admit");
}

static void
start (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  if (!aus_leave_dialog_ask (GTK_WINDOW (widget), action_name))
    act (AUS_ROOM_WINDOW (widget), "start");
}

static void
call (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  if (!aus_leave_dialog_ask (GTK_WINDOW (widget), action_name))
    aus_room_call_begin (AUS_ROOM_WINDOW (widget)->room_call);
}

static void
hang_up (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  AusRoomWindow *self = AUS_ROOM_WINDOW (widget);
  AdwToast *undo = aus_undo_toast_new (_("Call ended"), "win.call", UNDO_SECONDS);

  aus_room_call_hang_up (self->room_call);
  act (self, "hang_up");

  g_set_weak_pointer (&self->undo, undo);
  adw_toast_overlay_add_toast (self->toasts, undo);
}

static void
complete (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  AusRoomWindow *self = AUS_ROOM_WINDOW (widget);
  AusNotes *notes = aus_room_panel_get_notes (self->panel);

  gtk_window_present (GTK_WINDOW (aus_complete_dialog_new (GTK_WINDOW (self), gtk_window_get_title (GTK_WINDOW (self)),
                                                           notes ? aus_notes_get_text (notes) : "")));
}

static void
end (GtkWidget  *widget,
     const char *action_name,
     GVariant   *parameter)
{
  AusRoomWindow *self = AUS_ROOM_WINDOW (widget);
  AusNotes *notes = aus_room_panel_get_notes (self->panel);

  if (notes != NULL)
    aus_notes_flush (notes);

  aus_room_call_hang_up (self->room_call);
  act (self, "end");
}

static void
show_panel (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  AusRoomWindow *self = AUS_ROOM_WINDOW (widget);

  adw_flap_set_reveal_flap (self->flap, TRUE);
  aus_room_panel_show (self->panel, g_variant_get_string (parameter, NULL));
}

static gboolean
show_unread_cb (gpointer user_data)
{
  AusRoomWindow *self = user_data;
  guint unread;

  self->unread_idle = 0;
  g_object_get (self->panel, "unread", &unread, NULL);
  gtk_button_set_icon_name (self->panel_button, unread > 0 && !adw_flap_get_reveal_flap (self->flap)
                            ? "mail-unread-symbolic" : "sidebar-show-right-symbolic");

  return G_SOURCE_REMOVE;
}

/* The panel folds in the middle of a layout, where nothing may ask for another size: the header bar would not be
 * drawn. */
static void
unread_changed_cb (AusRoomWindow *self)
{
  if (self->unread_idle == 0 && !gtk_widget_in_destruction (GTK_WIDGET (self)))
    self->unread_idle = g_idle_add (show_unread_cb, self);
}

/* Where there is room for one alone, the panel takes the call's place anyway. */
static gboolean
can_enlarge (AusRoomWindow *self,
             gboolean       has_call,
             gboolean       wanted,
             gboolean       folded)
{
  return has_call && (wanted || !folded);
}

static gboolean
aus_room_window_close_request (GtkWindow *window)
{
  AusRoomWindow *self = AUS_ROOM_WINDOW (window);
  AusNotes *notes = aus_room_panel_get_notes (self->panel);

  if (aus_room_window_is_in_call (self)) {
    aus_room_call_hang_up (self->room_call);
    act (self, "hang_up");
  }

  if (notes != NULL)
    aus_notes_flush (notes);

  aus_provider_button_close (self->provider);

  return GTK_WINDOW_CLASS (aus_room_window_parent_class)->close_request (window);
}

static void
aus_room_window_dispose (GObject *object)
{
  AusRoomWindow *self = AUS_ROOM_WINDOW (object);

  /* They hold what they act upon, and GTK holds them for longer than the window. */
  g_action_map_remove_action (G_ACTION_MAP (self), "panel");
  g_action_map_remove_action (G_ACTION_MAP (self), "small-call");

  if (self->call_actions != NULL)
    aus_call_actions_remove (self->call_actions);

  if (self->call != NULL)
    aus_video_call_stop (self->call);

  if (self->room != NULL)
    aus_room_close (self->room);

  g_clear_handle_id (&self->unread_idle, g_source_remove);
  g_clear_weak_pointer (&self->undo);
  g_clear_object (&self->call_actions);
  g_clear_object (&self->call);
  g_clear_object (&self->room);
  g_clear_object (&self->room_call);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_room_window_parent_class)->dispose (object);
}

static void
aus_room_window_finalize (GObject *object)
{
  g_free (AUS_ROOM_WINDOW (object)->id);

  G_OBJECT_CLASS (aus_room_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.admit", NULL, admit);
  gtk_widget_class_install_action (widget_class, "win.start", NULL, start);
  gtk_widget_class_install_action (widget_class, "win.recall", NULL, act_at_once);
  gtk_widget_class_install_action (widget_class, "win.pause", NULL, act_at_once);
  gtk_widget_class_install_action (widget_class, "win.phone", NULL, act_at_once);
  gtk_widget_class_install_action (widget_class, "win.resume", NULL, act_at_once);
  gtk_widget_class_install_action (widget_class, "win.call", NULL, call);
  gtk_widget_class_install_action (widget_class, "win.hang-up", NULL, hang_up);
  gtk_widget_class_install_action (widget_class, "win.complete", NULL, complete);
  gtk_widget_class_install_action (widget_class, "win.end", NULL, end);
  gtk_widget_class_install_action (widget_class, "win.show-panel", "s", show_panel);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, title);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, admit);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, start);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, complete);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, provider);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, stage);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, panel);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, panel_button);
  gtk_widget_class_bind_template_child (widget_class, AusRoomWindow, small);
}

static void
aus_room_window_class_init (AusRoomWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_room_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_room_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = aus_room_window_close_request;

  g_type_ensure (AUS_TYPE_BANNER);
  g_type_ensure (AUS_TYPE_PRIVATE_PAGE);
  g_type_ensure (AUS_TYPE_PROVIDER_BUTTON);
  g_type_ensure (AUS_TYPE_ROOM_STAGE);
  g_type_ensure (AUS_TYPE_ROOM_PANEL);
  g_type_ensure (AUS_TYPE_SMALL_CALL);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-room-window.ui");
  gtk_widget_class_bind_template_callback (widget_class, unread_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, can_enlarge);
  bind_children (widget_class);
}

static void
aus_room_window_init (AusRoomWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
attach_panel (AusRoomWindow *self,
              const char    *draft_dir)
{
  gboolean clinical = (AUS_ROLES_CLINICIANS & (1u << self->role)) != 0;
  g_autoptr (AusNotes) notes = clinical ? aus_notes_new (self->client, self->id, draft_dir) : NULL;

  aus_room_panel_attach (self->panel, self->room, self->client, notes);
}

static void
attach_call (AusRoomWindow      *self,
             const AusRoomSetup *setup)
{
  g_autoptr (AusLocalMedia) media = aus_local_media_new (setup->media_source);
  g_autoptr (GAction) panel = G_ACTION (g_property_action_new ("panel", self->flap, "reveal-flap"));
  g_autoptr (GAction) small = G_ACTION (g_property_action_new ("small-call", self->small, "wanted"));

  aus_call_memory_keep (setup->settings, media, self->id);
  self->call = aus_video_call_new (self->client, self->room, media);
  self->call_actions = aus_call_actions_new (GTK_WINDOW (self), self->call);
  aus_room_stage_attach (self->stage, self->client, self->call, aus_room_get_latch (self->room), setup);
  aus_provider_button_attach (self->provider, aus_room_stage_get_provider_acts (self->stage));
  aus_small_call_attach (self->small, self->flap);
  aus_room_stage_set_small (self->stage, self->small);
  g_action_map_add_action (G_ACTION_MAP (self), panel);
  g_action_map_add_action (G_ACTION_MAP (self), small);
  self->room_call = aus_room_call_new (GTK_WINDOW (self), self->client, self->call, setup->visit);
  g_signal_connect_object (self->room_call, "changed", G_CALLBACK (call_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->call, "notify::problem", G_CALLBACK (update_banner), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (media, "notify::problem", G_CALLBACK (update_banner), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->room, "notify::problem", G_CALLBACK (update_banner), self, G_CONNECT_SWAPPED);
}

AusRoomWindow *
aus_room_window_new (GtkApplication     *application,
                     AusClient          *client,
                     const AusRoomSetup *setup)
{
  AusRoomWindow *self = g_object_new (AUS_TYPE_ROOM_WINDOW, "application", application, NULL);
  AusUser *user = aus_client_get_user (client);

  self->client = g_object_ref (client);
  self->id = g_strdup (setup->visit->id);
  self->room = aus_client_open_room (client, setup->visit->id);
  self->role = user ? user->role : AUS_ROLE_NONE;
  attach_call (self, setup);
  attach_panel (self, setup->draft_dir);
  aus_room_call_follow (self->room_call);

  return self;
}

const char *
aus_room_window_get_consultation_id (AusRoomWindow *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_WINDOW (self), NULL);

  return self->id;
}

gboolean
aus_room_window_is_in_call (AusRoomWindow *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_WINDOW (self), FALSE);

  return self->room_call != NULL && aus_room_call_is_on (self->room_call);
}

void
aus_room_window_set_private (AusRoomWindow *self,
                             gboolean       is_private)
{
  g_return_if_fail (AUS_IS_ROOM_WINDOW (self));

  self->is_private = is_private;
  gtk_stack_set_visible_child_name (self->pages, is_private ? "private" : "visit");

  if (self->room_call != NULL)
    update_title (self);
}

gboolean
aus_room_window_get_private (AusRoomWindow *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_WINDOW (self), FALSE);

  return self->is_private;
}
