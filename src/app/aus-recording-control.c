#include "aus-recording-control.h"

#include <glib/gi18n.h>

#include "aus-consent.h"
#include "aus-film-take.h"
#include "aus-json.h"
#include "aus-recording-begin.h"
#include "aus-recording-gate.h"
#include "aus-recording-words.h"

struct _AusRecordingControl
{
  GObject          parent_instance;

  AusClient       *client;
  AusVideoCall    *call;
  AusRoom         *room;
  AusFilmDesk     *desk;
  GCancellable    *cancellable;
  gboolean         is_own;

  JsonObject      *gate;
  gint64           gate_at;
  gboolean         is_asking, ask_again, is_overtaken;
  guint            n_busy;
  gint64           begun_at;
  GCancellable    *beginning;
  AusFilmTake     *take;
  char            *delivered_id;
};

G_DEFINE_FINAL_TYPE (AusRecordingControl, aus_recording_control, G_TYPE_OBJECT)

enum
{
  CHANGED,
  NOTICE,
  TONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed (AusRecordingControl *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
notice (AusRecordingControl *self,
        const char          *words)
{
  g_signal_emit (self, signals[NOTICE], 0, words);
}

static char *
make_path (AusRecordingControl *self,
           const char          *action)
{
  return g_strdup_printf ("consultations/%s/%s/", aus_room_get_consultation_id (self->room), action);
}

static void
end_take (AusRecordingControl *self)
{
  g_autoptr (AusFilmTake) take = g_steal_pointer (&self->take);

  if (take == NULL)
    return;

  g_free (self->delivered_id);
  self->delivered_id = g_strdup (aus_film_take_get_id (take));
  g_signal_handlers_disconnect_by_data (take, self);
  aus_film_take_end (take);
}

static void
take_failed_cb (AusRecordingControl *self,
                GError              *error)
{
  g_autofree char *words = g_strdup_printf (_("Recording had to stop. %s"), error->message);

  aus_recording_control_stop (self);
  notice (self, words);
}

static void
begin_take (AusRecordingControl *self,
            const char          *id)
{
  self->is_overtaken = self->is_asking;
  self->take = aus_film_take_new (self->call, self->desk, id);
  g_signal_connect_object (self->take, "failed", G_CALLBACK (take_failed_cb), self, G_CONNECT_SWAPPED);
  aus_film_take_start (self->take, self->begun_at);
}

/* There is nothing to record any more. */
static void
call_state_cb (AusRecordingControl *self)
{
  if (!aus_recording_control_is_in_call (self)) {
    g_cancellable_cancel (self->beginning);

    if (self->take != NULL)
      aus_recording_control_stop (self);
  }

  changed (self);
}

/* What the server knows. */

static void
take_gate (AusRecordingControl *self,
           JsonNode            *answer)
{
  JsonObject *gate = json_node_get_object (answer);

  if (!aus_recording_gate_is_whole (gate))
    return;

  self->gate_at = g_get_monotonic_time ();
  g_clear_pointer (&self->gate, json_object_unref);
  self->gate = json_object_ref (gate);

  if (self->take != NULL
      && g_strcmp0 (aus_json_get_text (gate, "recording_id"), aus_film_take_get_id (self->take)) != 0)
    end_take (self);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusRecordingControl) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_asking = FALSE;

  /* What was begun after it was asked for it may not know. */
  if (answer != NULL && JSON_NODE_HOLDS_OBJECT (answer) && !self->is_overtaken)
    take_gate (self, answer);
  else
    g_debug ("nothing is known of recordings: %s", error ? error->message : "no answer");

  if (self->ask_again || self->is_overtaken)
    aus_recording_control_refresh (self);

  changed (self);
}

static void
settle (AusRecordingControl *self,
        const GError        *error)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->n_busy--;

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    notice (self, error->message);

  aus_recording_control_refresh (self);
  changed (self);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusRecordingControl) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  settle (self, error);
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusRecordingControl) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = aus_recording_begin_finish (AUS_CLIENT (source), result, &error);

  g_clear_object (&self->beginning);

  if (id != NULL)
    begin_take (self, id);

  settle (self, error);
}

/* What was said once is heard by the server, though the room be closed. @path: (transfer full); @body: (transfer full)
 * (nullable) */
static void
post (AusRecordingControl *self,
      char                *path,
      JsonNode            *body)
{
  self->n_busy++;
  aus_client_send_async (self->client, "POST", path, body, NULL, done_cb, g_object_ref (self));
  g_free (path);
  changed (self);
}

/* What the room says. */

static void
follow_start (AusRecordingControl *self,
              JsonObject          *frame)
{
  g_signal_emit (self, signals[TONE], 0);
}

/* Before anything is asked: nothing more is recorded from here on. */
static void
follow_stop (AusRecordingControl *self,
             JsonObject          *frame)
{
  g_autofree char *words = aus_recording_ended (frame);

  end_take (self);
  g_signal_emit (self, signals[TONE], 0);
  notice (self, words);
}

static const struct
{
  const char *type;
  void      (*follow) (AusRecordingControl *self, JsonObject *frame);
} followers[] = {
  { "consent_changed" },
  { "consultation_ended" },
  { "consultation_started" },
  { "consultation_status" },
  { "consultation_updated" },
  { "presence" },
  { "recording_asked" },
  { "recording_changed" },
  { "recording_started", follow_start },
  { "recording_stopped", follow_stop },
  { "user_joined" },
  { "user_left" },
};

static void
room_frame_cb (AusRecordingControl *self,
               JsonObject          *frame)
{
  const char *type = aus_json_get_text (frame, "type");

  for (guint i = 0; i < G_N_ELEMENTS (followers); i++) {
    if (g_strcmp0 (followers[i].type, type) != 0)
      continue;

    if (followers[i].follow != NULL)
      followers[i].follow (self, frame);

    aus_recording_control_refresh (self);
  }
}

static void
room_connected_cb (AusRecordingControl *self)
{
  if (aus_room_get_connected (self->room))
    aus_recording_control_refresh (self);
}

static void
aus_recording_control_dispose (GObject *object)
{
  AusRecordingControl *self = AUS_RECORDING_CONTROL (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->beginning);
  end_take (self);

  g_clear_object (&self->desk);
  g_clear_object (&self->room);
  g_clear_object (&self->call);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_recording_control_parent_class)->dispose (object);
}

static void
aus_recording_control_finalize (GObject *object)
{
  AusRecordingControl *self = AUS_RECORDING_CONTROL (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->gate, json_object_unref);
  g_free (self->delivered_id);

  G_OBJECT_CLASS (aus_recording_control_parent_class)->finalize (object);
}

static void
aus_recording_control_class_init (AusRecordingControlClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_recording_control_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_recording_control_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NOTICE] = g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  signals[TONE] = g_signal_new ("tone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
aus_recording_control_init (AusRecordingControl *self)
{
  self->cancellable = g_cancellable_new ();
}

AusRecordingControl *
aus_recording_control_new (AusClient    *client,
                           AusVideoCall *call,
                           AusFilmDesk  *desk,
                           gboolean      is_own)
{
  AusRecordingControl *self = g_object_new (AUS_TYPE_RECORDING_CONTROL, NULL);

  self->client = g_object_ref (client);
  self->call = g_object_ref (call);
  self->room = g_object_ref (aus_video_call_get_room (call));
  self->is_own = is_own && desk != NULL;
  g_signal_connect_object (call, "notify::state", G_CALLBACK (call_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->room, "frame", G_CALLBACK (room_frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->room, "notify::connected", G_CALLBACK (room_connected_cb), self, G_CONNECT_SWAPPED);

  if (g_set_object (&self->desk, desk))
    g_signal_connect_object (desk, "changed", G_CALLBACK (aus_recording_control_refresh), self, G_CONNECT_SWAPPED);

  return self;
}

void
aus_recording_control_refresh (AusRecordingControl *self)
{
  g_autofree char *path = NULL;

  g_return_if_fail (AUS_IS_RECORDING_CONTROL (self));

  self->ask_again = self->is_asking;

  if (self->is_asking || g_cancellable_is_cancelled (self->cancellable))
    return;

  self->is_asking = TRUE;
  self->is_overtaken = FALSE;
  path = make_path (self, "recording");
  aus_client_send_async (self->client, "GET", path, NULL, self->cancellable, asked_cb, g_object_ref (self));
}

void
aus_recording_control_ask (AusRecordingControl *self)
{
  g_return_if_fail (AUS_IS_RECORDING_CONTROL (self));

  aus_recording_control_answer (self, TRUE);
  post (self, make_path (self, "recording/ask"), NULL);
}

void
aus_recording_control_answer (AusRecordingControl *self,
                              gboolean             given)
{
  g_autofree char *language = aus_recording_language ();
  g_autoptr (JsonObject) body = json_object_new ();

  g_return_if_fail (AUS_IS_RECORDING_CONTROL (self));

  json_object_set_string_member (body, "kind", "recording");
  json_object_set_boolean_member (body, "given", given);
  json_object_set_string_member (body, "text_version", AUS_CONSENT_TEXT_VERSION);
  json_object_set_string_member (body, "language", language);
  post (self, make_path (self, "consents"), json_node_init_object (json_node_alloc (), body));
}

void
aus_recording_control_start (AusRecordingControl *self)
{
  g_return_if_fail (AUS_IS_RECORDING_CONTROL (self));

  if (self->take != NULL || self->beginning != NULL)
    return;

  self->begun_at = g_get_monotonic_time ();
  self->beginning = g_cancellable_new ();
  self->n_busy++;
  aus_recording_begin_async (self->client, aus_room_get_consultation_id (self->room), self->beginning, begun_cb,
                             g_object_ref (self));
  changed (self);
}

void
aus_recording_control_stop (AusRecordingControl *self)
{
  const char *id;

  g_return_if_fail (AUS_IS_RECORDING_CONTROL (self));

  if (self->take != NULL)
    id = aus_film_take_get_id (self->take);
  else
    id = self->gate ? aus_json_get_text (self->gate, "recording_id") : NULL;

  if (id != NULL)
    post (self, g_strdup_printf ("recordings/%s/stop/", id), NULL);

  end_take (self);
}

gboolean
aus_recording_control_is_own (AusRecordingControl *self)
{
  return self->is_own;
}

gboolean
aus_recording_control_is_in_call (AusRecordingControl *self)
{
  return aus_video_call_get_state (self->call) != AUS_VIDEO_CALL_STATE_IDLE;
}

gboolean
aus_recording_control_is_known (AusRecordingControl *self)
{
  return self->gate != NULL;
}

gboolean
aus_recording_control_is_recording (AusRecordingControl *self)
{
  return self->gate != NULL && aus_json_get_text (self->gate, "recording_id") != NULL;
}

gboolean
aus_recording_control_is_wanted (AusRecordingControl *self)
{
  return self->gate != NULL && aus_json_get_boolean (self->gate, "is_wanted", FALSE);
}

gboolean
aus_recording_control_is_busy (AusRecordingControl *self)
{
  return self->n_busy > 0;
}

gboolean
aus_recording_control_must_answer (AusRecordingControl *self)
{
  return self->gate != NULL && aus_recording_gate_must_answer (self->gate, aus_room_get_you (self->room));
}

char *
aus_recording_control_get_reason (AusRecordingControl *self)
{
  return self->gate ? aus_recording_reason (self->gate, aus_room_get_you (self->room)) : NULL;
}

gint64
aus_recording_control_get_length (AusRecordingControl *self)
{
  const gint64 length = self->gate ? aus_recording_gate_get_length (self->gate) : -1;

  return length < 0 ? 0 : (length + g_get_monotonic_time () - self->gate_at) / 1000;
}

guint
aus_recording_control_get_n_ready (AusRecordingControl *self)
{
  return self->gate ? aus_recording_gate_get_n_ready (self->gate) : 0;
}

AusFilmDelivery *
aus_recording_control_get_delivery (AusRecordingControl *self)
{
  AusFilmDelivery *delivery = self->delivered_id ? aus_film_desk_find (self->desk, self->delivered_id) : NULL;

  if (delivery == NULL && self->desk != NULL)
    delivery = aus_film_desk_find_stuck (self->desk, aus_room_get_consultation_id (self->room));

  return delivery;
}
