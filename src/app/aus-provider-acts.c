#include "aus-provider-acts.h"

#include "aus-json.h"
#include "aus-visit-text.h"

/* Who may plan visits may move them. */
#define MOVERS (AUS_ROLES (ADMIN) | AUS_ROLES (DOCTOR) | AUS_ROLES (RECEPTIONIST))

struct _AusProviderActs
{
  GObject          parent_instance;

  AdwToastOverlay *toasts;
  AusClient       *client;
  AusRoom         *room;
  GCancellable    *cancellable;
  GSimpleAction   *change;
  AusVideoChoices *choices;
  char            *fault;
  gboolean         is_busy;
  gboolean         is_reading;
  gboolean         reads_again;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusProviderActs, aus_provider_acts, G_TYPE_OBJECT)

static void
tell (AusProviderActs *self)
{
  g_simple_action_set_enabled (self->change, !self->is_busy && aus_provider_acts_may_switch (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusProviderActs) self = user_data;
  g_autoptr (GError) error = NULL;
  AusVideoChoices *choices = aus_video_choices_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_reading = FALSE;
  g_clear_pointer (&self->fault, g_free);

  if (choices != NULL) {
    g_clear_pointer (&self->choices, aus_video_choices_free);
    self->choices = choices;
  } else {
    self->fault = g_strdup (error->message);
  }

  tell (self);

  if (self->reads_again)
    aus_provider_acts_read (self);
}

static void
switched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AusProviderActs) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_room_act_finish (AUS_ROOM (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_busy = FALSE;

  if (answer == NULL && self->toasts != NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (error->message));

  tell (self);
  aus_provider_acts_read (self);
}

static void
switch_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  AusProviderActs *self = user_data;
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "video_provider", g_variant_get_string (parameter, NULL));
  self->is_busy = TRUE;
  tell (self);
  aus_room_act_async (self->room, "switch_provider", body, self->cancellable, switched_cb, g_object_ref (self));
}

static void
frame_cb (AusProviderActs *self,
          JsonObject      *frame)
{
  static const char *const types[] = { "provider_switched", "provider_trouble", "provider_recovered", "meeting_ready",
                                       NULL };
  const char *type = aus_json_get_text (frame, "type");

  if (type != NULL && g_strv_contains (types, type))
    aus_provider_acts_read (self);
}

/* What happened while nobody listened is not told. */
static void
connected_cb (AusProviderActs *self)
{
  if (aus_room_get_connected (self->room))
    aus_provider_acts_read (self);
}

static void
aus_provider_acts_dispose (GObject *object)
{
  AusProviderActs *self = AUS_PROVIDER_ACTS (object);

  g_cancellable_cancel (self->cancellable);

  if (self->toasts != NULL)
    gtk_widget_insert_action_group (GTK_WIDGET (self->toasts), "provider", NULL);

  g_clear_weak_pointer (&self->toasts);
  g_clear_object (&self->change);
  g_clear_object (&self->client);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (aus_provider_acts_parent_class)->dispose (object);
}

static void
aus_provider_acts_finalize (GObject *object)
{
  AusProviderActs *self = AUS_PROVIDER_ACTS (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->choices, aus_video_choices_free);
  g_free (self->fault);

  G_OBJECT_CLASS (aus_provider_acts_parent_class)->finalize (object);
}

static void
aus_provider_acts_class_init (AusProviderActsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_provider_acts_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_provider_acts_finalize;

  signals[CHANGED] = g_signal_new ("changed", AUS_TYPE_PROVIDER_ACTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
aus_provider_acts_init (AusProviderActs *self)
{
  self->cancellable = g_cancellable_new ();
}

AusProviderActs *
aus_provider_acts_new (AdwToastOverlay *toasts,
                       AusClient       *client,
                       AusRoom         *room)
{
  AusProviderActs *self = g_object_new (AUS_TYPE_PROVIDER_ACTS, NULL);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_set_weak_pointer (&self->toasts, toasts);
  self->client = g_object_ref (client);
  self->room = g_object_ref (room);
  self->change = g_simple_action_new ("switch", G_VARIANT_TYPE_STRING);
  g_signal_connect_object (self->change, "activate", G_CALLBACK (switch_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (self->change));
  gtk_widget_insert_action_group (GTK_WIDGET (toasts), "provider", G_ACTION_GROUP (actions));
  g_signal_connect_object (room, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::connected", G_CALLBACK (connected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::status", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  tell (self);

  return self;
}

void
aus_provider_acts_read (AusProviderActs *self)
{
  g_return_if_fail (AUS_IS_PROVIDER_ACTS (self));

  /* One after the other, so that what is known last is what was answered last. */
  self->reads_again = self->is_reading;

  if (self->is_reading)
    return;

  self->is_reading = TRUE;
  aus_video_choices_read (self->client, aus_room_get_consultation_id (self->room), self->cancellable, read_cb,
                          g_object_ref (self));
}

const AusVideoChoices *
aus_provider_acts_get_choices (AusProviderActs *self)
{
  g_return_val_if_fail (AUS_IS_PROVIDER_ACTS (self), NULL);

  return self->choices;
}

const char *
aus_provider_acts_get_fault (AusProviderActs *self)
{
  g_return_val_if_fail (AUS_IS_PROVIDER_ACTS (self), NULL);

  return self->fault;
}

gboolean
aus_provider_acts_may_switch (AusProviderActs *self)
{
  AusUser *user;
  AusStatus status;

  g_return_val_if_fail (AUS_IS_PROVIDER_ACTS (self), FALSE);

  user = aus_client_get_user (self->client);
  status = aus_room_get_status (self->room);

  return user != NULL && (MOVERS & (1u << user->role)) != 0 && status != AUS_STATUS_COMPLETED &&
         status != AUS_STATUS_CANCELLED && status != AUS_STATUS_NO_SHOW;
}

const char *
aus_provider_acts_get_word (const AusVideoChoice *choice)
{
  guint provider;

  return aus_enum_from_nick (AUS_TYPE_VIDEO_PROVIDER, choice->name, &provider) ? aus_provider_to_word (provider)
                                                                               : choice->display_name;
}
