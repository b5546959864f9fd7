#include "aus-webhook-pump.h"

#include "aus-alarm.h"
#include "aus-time.h"
#include "aus-webhook-feed.h"
#include "aus-webhooks.h"

#include <string.h>

/* Before the database is asked again when it could not answer. */
#define RETRY_S 5

struct _AusWebhookPump
{
  GObject   parent_instance;

  AusStore *store;
  AusAlarm *alarm;
  gint64    seq;
  gboolean  has_endpoints;
  gboolean  is_busy;
  gboolean  is_awaited;
  gboolean  is_called;
};

G_DEFINE_FINAL_TYPE (AusWebhookPump, aus_webhook_pump, G_TYPE_OBJECT)

typedef struct
{
  AusWebhookFeed  feed;
  AusWebhookPump *pump;
} Stroke;

static gboolean
stroke_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  return aus_webhook_feed_run (database, &((Stroke *) data)->feed, error);
}

static void
ring_at (AusWebhookPump *self,
         gint64          time)
{
  if (self->alarm != NULL)
    aus_alarm_set (self->alarm, time);
}

static void
stroke_done (gpointer      data,
             const GError *error)
{
  Stroke *stroke = data;
  AusWebhookPump *self = stroke->pump;

  self->is_busy = FALSE;

  if (error != NULL) {
    g_message ("Webhooks wait for the database: %s", error->message);
    ring_at (self, aus_time_now () + RETRY_S * AUS_TIME_SECOND);
  } else {
    self->has_endpoints = stroke->feed.has_endpoints || self->is_called;

    if (stroke->feed.has_more || (self->is_awaited && self->has_endpoints))
      ring_at (self, 0);
  }

  self->is_awaited = FALSE;
  g_object_unref (self);
  g_free (stroke);
}

static void
ring_cb (gint64   step,
         gpointer data)
{
  AusWebhookPump *self = data;
  Stroke *stroke;

  if (self->is_busy)
    return;

  stroke = g_new0 (Stroke, 1);
  stroke->pump = g_object_ref (self);
  self->is_busy = TRUE;
  self->is_called = FALSE;
  aus_store_write (self->store, stroke_job, stroke_done, stroke);
}

static gboolean
is_called (GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    if (strcmp (((AusEvent *) g_ptr_array_index (events, i))->type, AUS_EVENT_WEBHOOKS) == 0)
      return TRUE;
  }

  return FALSE;
}

static void
committed_cb (AusStore       *store,
              GPtrArray      *events,
              gint64          seq,
              AusWebhookPump *self)
{
  const gboolean is_news = seq != self->seq;

  self->seq = seq;

  if (is_called (events))
    self->is_called = self->has_endpoints = TRUE;
  else if (!is_news)
    return;

  /* The stroke that is under way may have looked too early, at the log or for endpoints. */
  if (self->is_busy)
    self->is_awaited = TRUE;
  else if (self->has_endpoints)
    ring_at (self, 0);
}

static void
aus_webhook_pump_dispose (GObject *object)
{
  aus_webhook_pump_stop (AUS_WEBHOOK_PUMP (object));

  G_OBJECT_CLASS (aus_webhook_pump_parent_class)->dispose (object);
}

static void
aus_webhook_pump_finalize (GObject *object)
{
  g_clear_object (&AUS_WEBHOOK_PUMP (object)->store);

  G_OBJECT_CLASS (aus_webhook_pump_parent_class)->finalize (object);
}

static void
aus_webhook_pump_class_init (AusWebhookPumpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_webhook_pump_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_webhook_pump_finalize;
}

static void
aus_webhook_pump_init (AusWebhookPump *self)
{
}

AusWebhookPump *
aus_webhook_pump_new (AusStore  *store,
                      GError   **error)
{
  g_autoptr (AusWebhookPump) self = g_object_new (AUS_TYPE_WEBHOOK_PUMP, NULL);

  self->store = g_object_ref (store);
  self->alarm = aus_alarm_new (ring_cb, self, error);

  if (self->alarm == NULL)
    return NULL;

  g_signal_connect (store, "committed", G_CALLBACK (committed_cb), self);
  ring_at (self, 0);

  return g_steal_pointer (&self);
}

void
aus_webhook_pump_stop (AusWebhookPump *self)
{
  g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_pointer (&self->alarm, aus_alarm_free);
}
