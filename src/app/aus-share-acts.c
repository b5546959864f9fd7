#include "aus-share-acts.h"

#include <glib/gi18n.h>

#include "aus-privacy.h"
#include "aus-screen.h"

struct _AusShareActs
{
  GObject             parent_instance;

  AdwToastOverlay    *toasts;
  AusVideoCall       *call;
  AusScreen          *screen;
  AusPrivacy         *privacy;
  GSimpleActionGroup *actions;
  GCancellable       *question;
};

G_DEFINE_FINAL_TYPE (AusShareActs, aus_share_acts, G_TYPE_OBJECT)

static void
enable (AusShareActs *self,
        const char   *name,
        gboolean      enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update (AusShareActs *self)
{
  const gboolean is_shared = aus_local_media_get_sharing (aus_video_call_get_media (self->call));
  const gboolean is_running = aus_video_call_get_state (self->call) != AUS_VIDEO_CALL_STATE_IDLE;

  enable (self, "start", is_running && !is_shared && self->question == NULL);
  enable (self, "stop", is_shared);
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusShareActs) self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean is_shared = aus_screen_begin_finish (AUS_SCREEN (source), result, &error);

  g_clear_object (&self->question);

  if (self->call != NULL)
    update (self);

  if (is_shared
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_message ("The screen cannot be shared: %s", error->message);

  if (self->toasts != NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("This desktop does not let us share the screen")));
}

static void
start_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  AusShareActs *self = user_data;

  /* It is asked once at a time, and for this call alone. */
  self->question = g_cancellable_new ();
  update (self);
  aus_screen_begin_async (self->screen, NULL, self->question, begun_cb, g_object_ref (self));
}

static void
stop_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  AusShareActs *self = user_data;

  aus_local_media_unshare (aus_video_call_get_media (self->call));
}

static const GActionEntry entries[] = {
  { "start", start_cb },
  { "stop", stop_cb },
};

static void
end_privacy (AusShareActs *self)
{
  if (self->privacy != NULL)
    aus_privacy_end (self->privacy);

  g_clear_object (&self->privacy);
}

static void
hide_patients (AusShareActs *self,
               gboolean      is_shared)
{
  GtkRoot *window = self->toasts ? gtk_widget_get_root (GTK_WIDGET (self->toasts)) : NULL;

  end_privacy (self);

  if (is_shared && GTK_IS_WINDOW (window))
    self->privacy = aus_privacy_new (GTK_WINDOW (window));
}

static void
sharing_cb (AusShareActs *self)
{
  update (self);
  hide_patients (self, aus_local_media_get_sharing (aus_video_call_get_media (self->call)));
}

static void
call_state_cb (AusShareActs *self)
{
  if (aus_video_call_get_state (self->call) == AUS_VIDEO_CALL_STATE_IDLE)
    g_cancellable_cancel (self->question);

  update (self);
}

static void
aus_share_acts_dispose (GObject *object)
{
  AusShareActs *self = AUS_SHARE_ACTS (object);

  g_cancellable_cancel (self->question);
  end_privacy (self);
  g_clear_weak_pointer (&self->toasts);
  g_clear_object (&self->screen);
  g_clear_object (&self->call);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (aus_share_acts_parent_class)->dispose (object);
}

static void
aus_share_acts_finalize (GObject *object)
{
  g_clear_object (&AUS_SHARE_ACTS (object)->question);

  G_OBJECT_CLASS (aus_share_acts_parent_class)->finalize (object);
}

static void
aus_share_acts_class_init (AusShareActsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_share_acts_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_share_acts_finalize;
}

static void
aus_share_acts_init (AusShareActs *self)
{
  self->actions = g_simple_action_group_new ();
}

AusShareActs *
aus_share_acts_new (AdwToastOverlay *toasts,
                    AusVideoCall    *call)
{
  AusShareActs *self = g_object_new (AUS_TYPE_SHARE_ACTS, NULL);
  AusLocalMedia *media = aus_video_call_get_media (call);

  g_set_weak_pointer (&self->toasts, toasts);
  self->call = g_object_ref (call);
  self->screen = aus_screen_new (media);
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (toasts), "share", G_ACTION_GROUP (self->actions));
  g_signal_connect_object (media, "notify::sharing", G_CALLBACK (sharing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (call, "notify::state", G_CALLBACK (call_state_cb), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}
