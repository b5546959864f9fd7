#include "aus-arrivals.h"

#include <glib/gi18n.h>

#include "aus-consultation.h"
#include "aus-item-watcher.h"
#include "aus-json.h"
#include "aus-record-list.h"
#include "aus-visit-text.h"

#define REPEAT_SECONDS 30

struct _AusArrivals
{
  GObject         parent_instance;

  GApplication   *application;
  AusClient      *client;
  GListModel     *visits;
  AusItemWatcher *watcher;
  GHashTable     *told;
  guint           timer;
};

enum
{
  RING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusArrivals, aus_arrivals, G_TYPE_OBJECT)

static gboolean
is_ours (AusArrivals *self,
         const char  *doctor_id)
{
  AusUser *user = aus_client_get_user (self->client);

  return user != NULL && (user->role != AUS_ROLE_DOCTOR || g_strcmp0 (user->id, doctor_id) == 0);
}

static gboolean
is_ready (AusArrivals     *self,
          AusConsultation *visit)
{
  return visit->status == AUS_STATUS_WAITING && visit->patient_presence != AUS_PRESENCE_LEFT
         && is_ours (self, visit->doctor_id);
}

static char *
notification_id (const char *id)
{
  return g_strconcat ("waiting-", id, NULL);
}

static gboolean
repeat_cb (gpointer user_data)
{
  AusArrivals *self = user_data;

  g_signal_emit (self, signals[RING], 0);

  return G_SOURCE_CONTINUE;
}

static void
ring (AusArrivals *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_seconds (REPEAT_SECONDS, repeat_cb, self);
  g_signal_emit (self, signals[RING], 0);
}

static void
tell (AusArrivals *self,
      const char  *id,
      GDateTime   *start)
{
  g_autofree char *time = aus_format_time (start);
  /* Translators: %s is the time that was agreed. No name here: locked screens show it. */
  g_autofree char *title = g_strdup_printf (_("Patient ready, %s"), time);
  g_autofree char *tag = notification_id (id);
  g_autoptr (GNotification) notification = g_notification_new (title);

  if (!g_hash_table_add (self->told, g_strdup (id)))
    return;

  g_notification_set_body (notification, _("Somebody is in the waiting room."));
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_URGENT);
  g_notification_set_category (notification, "call.incoming");
  g_notification_set_default_action_and_target (notification, "app.open", "s", id);
  g_notification_add_button_with_target (notification, _("Admit"), "app.admit", "s", id);
  g_notification_add_button_with_target (notification, _("Open"), "app.open", "s", id);
  g_application_send_notification (self->application, tag, notification);
  ring (self);
}

static void
withdraw (AusArrivals *self,
          const char  *id)
{
  g_autofree char *tag = notification_id (id);

  g_application_withdraw_notification (self->application, tag);
}

static gboolean
withdraw_if_over (gpointer key,
                  gpointer value,
                  gpointer user_data)
{
  AusArrivals *self = user_data;
  AusConsultation *visit = aus_record_list_find (AUS_RECORD_LIST (self->visits), key);

  if (visit != NULL && is_ready (self, visit))
    return FALSE;

  withdraw (self, key);

  return TRUE;
}

static void
visits_changed_cb (AusArrivals *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->visits); i++) {
    g_autoptr (AusConsultation) visit = g_list_model_get_item (self->visits, i);

    if (is_ready (self, visit))
      tell (self, visit->id, visit->scheduled_start);
  }

  g_hash_table_foreach_remove (self->told, withdraw_if_over, self);

  if (g_hash_table_size (self->told) == 0)
    aus_arrivals_acknowledge (self);
}

/* The socket is ahead of the list; the list, when it comes, finds the patient told of. */
static void
event_cb (AusArrivals *self,
          JsonObject  *frame)
{
  const char *id = aus_json_get_text (frame, "consultation_id");
  const char *start = aus_json_get_text (frame, "scheduled_start");
  g_autoptr (GDateTime) time = start ? g_date_time_new_from_iso8601 (start, NULL) : NULL;

  if (g_strcmp0 (aus_json_get_text (frame, "type"), "patient_waiting") == 0 && id != NULL
      && is_ours (self, aus_json_get_text (frame, "doctor_id")))
    tell (self, id, time);
}

static void
aus_arrivals_dispose (GObject *object)
{
  AusArrivals *self = AUS_ARRIVALS (object);
  GHashTableIter iter;
  gpointer id;

  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->told != NULL && self->application != NULL) {
    g_hash_table_iter_init (&iter, self->told);
    while (g_hash_table_iter_next (&iter, &id, NULL))
      withdraw (self, id);
  }

  g_clear_pointer (&self->told, g_hash_table_unref);
  g_clear_object (&self->watcher);
  g_clear_object (&self->client);
  g_clear_weak_pointer (&self->application);

  G_OBJECT_CLASS (aus_arrivals_parent_class)->dispose (object);
}

static void
aus_arrivals_class_init (AusArrivalsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aus_arrivals_dispose;

  signals[RING] =
    g_signal_new ("ring", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
aus_arrivals_init (AusArrivals *self)
{
  self->watcher = aus_item_watcher_new ();
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

AusArrivals *
aus_arrivals_new (GApplication *application,
                  AusClient    *client)
{
  AusArrivals *self = g_object_new (AUS_TYPE_ARRIVALS, NULL);

  g_set_weak_pointer (&self->application, application);
  self->client = g_object_ref (client);
  self->visits = aus_client_get_consultations (client);
  g_signal_connect_object (self->watcher, "changed", G_CALLBACK (visits_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  aus_item_watcher_set_model (self->watcher, self->visits);

  return self;
}

void
aus_arrivals_acknowledge (AusArrivals *self)
{
  g_return_if_fail (AUS_IS_ARRIVALS (self));

  g_clear_handle_id (&self->timer, g_source_remove);
}

guint
aus_arrivals_get_n (AusArrivals *self)
{
  g_return_val_if_fail (AUS_IS_ARRIVALS (self), 0);

  return g_hash_table_size (self->told);
}
