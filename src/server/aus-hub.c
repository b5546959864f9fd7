#include "aus-hub.h"

#include "aus-changes.h"
#include "aus-departure.h"
#include "aus-events.h"
#include "aus-frames.h"
#include "aus-json.h"
#include "aus-roll.h"
#include "aus-time.h"

#include <string.h>

/* Staff are told at most this often that something changed. */
#define CHANGES_INTERVAL_MS 50
#define REVALIDATE_S 30

struct _AusHub
{
  GObject     parent_instance;

  AusDesk    *desk;
  /* Visit to those who listen to it, and who listens to the clinic. */
  GHashTable   *rooms;
  AusRoomGates *gates;
  GPtrArray    *staff;
  guint         n_subscribers;

  /* The batch told last: who joined while it was on its way must hear it too. */
  GPtrArray  *last_events;
  gint64      told_seq;
  gint64      seq;
  guint       changes_timer;
  guint       revalidate_timer;
  guint       ending_timer;
  gint64      ending_at;
};

G_DEFINE_FINAL_TYPE (AusHub, aus_hub, G_TYPE_OBJECT)

static GPtrArray *
get_place (AusHub              *self,
           const AusSubscriber *subscriber)
{
  return subscriber->consultation_id != NULL ? aus_hub_get_room (self, subscriber->consultation_id) : self->staff;
}

static void
closed_cb (AusSubscriber *subscriber,
           guint          code)
{
  AusHub *self = subscriber->hub;
  GPtrArray *place = get_place (self, subscriber);
  guint index;

  g_signal_handlers_disconnect_by_data (subscriber->socket, subscriber);

  if (place != NULL && g_ptr_array_find (place, subscriber, &index)) {
    g_ptr_array_steal_index (place, index);
    self->n_subscribers--;
  }

  if (subscriber->participant_id != NULL &&
      aus_hub_find (self, subscriber->consultation_id, subscriber->participant_id) == NULL)
    aus_departure_note (self, subscriber);

  if (place != NULL && place != self->staff && place->len == 0) {
    g_hash_table_remove (self->rooms, subscriber->consultation_id);
    aus_room_gates_forget (self->gates, subscriber->consultation_id);
  }

  aus_subscriber_free (subscriber);
}

static void
message_cb (AusSubscriber *subscriber,
            JsonObject    *frame)
{
  /* Whoever does something else first does not go on from anywhere. */
  if (subscriber->n_resumes == 0 && g_strcmp0 (aus_json_get_text (frame, "type"), "resume") != 0)
    aus_subscriber_release (subscriber);

  aus_frames_handle (subscriber->hub, subscriber, frame);
}

static void
malformed_cb (AusSubscriber *subscriber,
              const GError  *error)
{
  aus_frames_refuse (subscriber, NULL, error);
}

static void
warned_cb (AusSubscriber *subscriber)
{
  g_autoptr (GError) error = g_error_new (AUS_ERROR, AUS_ERROR_THROTTLED, "Too many frames; slow down or be cut off.");

  aus_frames_refuse (subscriber, NULL, error);
}

static void
tell_place (GPtrArray      *place,
            const AusEvent *event)
{
  /* Sending may close a socket, but it tells so in a later turn, so nobody leaves the place meanwhile. */
  for (guint i = 0; place != NULL && i < place->len; i++) {
    AusSubscriber *subscriber = g_ptr_array_index (place, i);

    if (aus_subscriber_hears (subscriber, event))
      aus_subscriber_tell (subscriber, event->frame);
  }
}

static void
follow_place (GPtrArray      *place,
              const AusEvent *event)
{
  for (guint i = 0; place != NULL && i < place->len; i++)
    aus_subscriber_follow (g_ptr_array_index (place, i), event);
}

static gboolean
names (const AusEvent *event,
       const char     *id)
{
  gsize length;
  const char *frame = g_bytes_get_data (event->frame, &length);

  return id != NULL && g_strstr_len (frame, length, id) != NULL;
}

/* Whoever came by a door that is shut now is shown out. */
static void
shut_door_cb (gpointer data,
              gpointer user_data)
{
  AusSubscriber *subscriber = data;

  if (names (user_data, subscriber->caller.door_id))
    aus_web_socket_close (subscriber->socket, AUS_CLOSE_GONE, "This door is shut.");
}

static void
end_session_cb (gpointer data,
                gpointer user_data)
{
  AusSubscriber *subscriber = data;

  if (names (user_data, subscriber->caller.session_id))
    aus_web_socket_close (subscriber->socket, AUS_CLOSE_NOT_SIGNED_IN, "This sign-in has ended.");
}

static void
clear_room_cb (gpointer data,
               gpointer user_data)
{
  AusSubscriber *subscriber = data;
  const AusEvent *event = user_data;

  if (g_strcmp0 (subscriber->consultation_id, event->consultation_id) == 0)
    aus_web_socket_close (subscriber->socket, AUS_CLOSE_GONE, "There is no such consultation any more.");
}

/* What ends some sockets. */
static const struct
{
  const char *type;
  GFunc       function;
} endings[] = {
  { AUS_EVENT_DOOR_REVOKED, shut_door_cb },
  { AUS_EVENT_SIGNED_OUT, end_session_cb },
  { AUS_EVENT_DELETED, clear_room_cb },
};

static void
end_sockets (AusHub         *self,
             const AusEvent *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    if (strcmp (event->type, endings[i].type) == 0)
      aus_hub_foreach (self, endings[i].function, (gpointer) event);
  }

  /* Whoever lost one right to be there may have another. */
  if (strcmp (event->type, AUS_EVENT_SIGHT_CHANGED) == 0)
    aus_roll_call (self, event->consultation_id);
}

static void
tell_changes (AusHub *self)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"changes\",\"seq\":%" G_GINT64_FORMAT "}", self->seq);
  g_autoptr (GBytes) frame = g_bytes_new (text, strlen (text));

  self->told_seq = self->seq;

  for (guint i = 0; i < self->staff->len; i++)
    aus_subscriber_tell (g_ptr_array_index (self->staff, i), frame);
}

static gboolean
changes_timer_cb (gpointer user_data)
{
  AusHub *self = user_data;

  self->changes_timer = 0;

  if (self->told_seq < self->seq)
    tell_changes (self);

  return G_SOURCE_REMOVE;
}

/* Before those in it hear of it: they may be quick. */
static void
follow_gate (AusHub         *self,
             const AusEvent *event)
{
  if (event->consultation_id != NULL && aus_hub_get_room (self, event->consultation_id) != NULL)
    aus_room_gates_note (self->gates, event->consultation_id, event->room_opens_at, event->call_mode);
}

static void
opened_cb (const char *consultation_id,
           gpointer    user_data)
{
  aus_frames_tell_opened (user_data, consultation_id);
}

static void
committed_cb (AusStore  *store,
              GPtrArray *events,
              gint64     seq,
              AusHub    *self)
{
  for (guint i = 0; i < events->len; i++) {
    const AusEvent *event = g_ptr_array_index (events, i);

    follow_gate (self, event);
    /* Whoever hears that they are let in may call at once. */
    follow_place (aus_hub_get_room (self, event->consultation_id), event);
    tell_place (aus_hub_get_room (self, event->consultation_id), event);
    tell_place (self->staff, event);

    end_sockets (self, event);
  }

  g_clear_pointer (&self->last_events, g_ptr_array_unref);
  self->last_events = g_ptr_array_ref (events);

  if (seq == self->seq)
    return;

  self->seq = seq;

  if (self->changes_timer == 0) {
    tell_changes (self);
    self->changes_timer = g_timeout_add (CHANGES_INTERVAL_MS, changes_timer_cb, self);
  }
}

static gboolean
revalidate_cb (gpointer user_data)
{
  aus_roll_call (user_data, NULL);

  return G_SOURCE_CONTINUE;
}

static gboolean
ending_cb (gpointer user_data)
{
  AusHub *self = user_data;

  self->ending_timer = 0;
  aus_roll_call (self, NULL);

  return G_SOURCE_REMOVE;
}

static void
aus_hub_dispose (GObject *object)
{
  AusHub *self = AUS_HUB (object);

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk->store, self);

  self->desk = NULL;
  g_clear_handle_id (&self->changes_timer, g_source_remove);
  g_clear_handle_id (&self->revalidate_timer, g_source_remove);
  g_clear_handle_id (&self->ending_timer, g_source_remove);

  G_OBJECT_CLASS (aus_hub_parent_class)->dispose (object);
}

static void
aus_hub_finalize (GObject *object)
{
  AusHub *self = AUS_HUB (object);

  g_hash_table_unref (self->rooms);
  g_ptr_array_unref (self->staff);
  aus_room_gates_free (self->gates);
  g_clear_pointer (&self->last_events, g_ptr_array_unref);

  G_OBJECT_CLASS (aus_hub_parent_class)->finalize (object);
}

static void
aus_hub_class_init (AusHubClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_hub_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_hub_finalize;
}

static void
aus_hub_init (AusHub *self)
{
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->staff = g_ptr_array_new ();
  self->gates = aus_room_gates_new (opened_cb, self);
}

AusHub *
aus_hub_new (AusDesk *desk)
{
  AusHub *self = g_object_new (AUS_TYPE_HUB, NULL);

  self->desk = desk;
  g_signal_connect (desk->store, "committed", G_CALLBACK (committed_cb), self);
  self->revalidate_timer = g_timeout_add_seconds (REVALIDATE_S, revalidate_cb, self);

  return self;
}

/* What was committed between the moment that the listener's first frame tells of and now. */
static void
tell_missed (AusHub        *self,
             AusSubscriber *subscriber)
{
  for (guint i = 0; self->last_events != NULL && i < self->last_events->len; i++) {
    const AusEvent *event = g_ptr_array_index (self->last_events, i);

    if (event->seq <= subscriber->known_seq)
      continue;

    follow_gate (self, event);
    aus_subscriber_follow (subscriber, event);

    if (aus_subscriber_hears (subscriber, event))
      aus_subscriber_tell (subscriber, event->frame);
  }
}

/* Two pages of one link would both answer whoever calls. The newer has the seat; closing tells so in a later turn. */
static void
take_over (GPtrArray           *place,
           const AusSubscriber *subscriber)
{
  for (guint i = 0; subscriber->caller.door_id != NULL && i < place->len; i++) {
    AusSubscriber *other = g_ptr_array_index (place, i);

    if (g_strcmp0 (other->participant_id, subscriber->participant_id) == 0)
      aus_web_socket_close (other->socket, AUS_CLOSE_ELSEWHERE, "This link was opened elsewhere.");
  }
}

void
aus_hub_add (AusHub        *self,
             AusSubscriber *subscriber)
{
  GPtrArray *place = get_place (self, subscriber);

  if (place == NULL) {
    place = g_ptr_array_new ();
    g_hash_table_insert (self->rooms, g_strdup (subscriber->consultation_id), place);
    aus_room_gates_note (self->gates, subscriber->consultation_id, subscriber->room_opens_at, subscriber->call_mode);
  }

  subscriber->hub = self;
  take_over (place, subscriber);
  g_ptr_array_add (place, subscriber);
  self->n_subscribers++;
  g_signal_connect_swapped (subscriber->socket, "message", G_CALLBACK (message_cb), subscriber);
  g_signal_connect_swapped (subscriber->socket, "malformed", G_CALLBACK (malformed_cb), subscriber);
  g_signal_connect_swapped (subscriber->socket, "warned", G_CALLBACK (warned_cb), subscriber);
  g_signal_connect_swapped (subscriber->socket, "closed", G_CALLBACK (closed_cb), subscriber);
  aus_hub_expect (self, subscriber->caller.ends_at);
  tell_missed (self, subscriber);
}

GPtrArray *
aus_hub_get_room (AusHub     *self,
                  const char *consultation_id)
{
  return g_hash_table_lookup (self->rooms, consultation_id);
}

AusSubscriber *
aus_hub_find (AusHub     *self,
              const char *consultation_id,
              const char *participant_id)
{
  GPtrArray *room = aus_hub_get_room (self, consultation_id);

  for (guint i = room ? room->len : 0; i > 0; i--) {
    AusSubscriber *subscriber = g_ptr_array_index (room, i - 1);

    if (g_strcmp0 (subscriber->participant_id, participant_id) == 0)
      return subscriber;
  }

  return NULL;
}

AusDesk *
aus_hub_get_desk (AusHub *self)
{
  return self->desk;
}

AusRoomGates *
aus_hub_get_gates (AusHub *self)
{
  return self->gates;
}

gint64
aus_hub_get_seq (AusHub *self)
{
  return self->seq;
}

/* What is further off is seen at the next roll call. */
void
aus_hub_expect (AusHub *self,
                gint64  ends_at)
{
  const gint64 rest_ms = (ends_at - aus_time_now ()) / 1000 + 1;

  if (self->desk == NULL || rest_ms > REVALIDATE_S * 1000 || (self->ending_timer != 0 && self->ending_at <= ends_at))
    return;

  g_clear_handle_id (&self->ending_timer, g_source_remove);
  self->ending_at = ends_at;
  self->ending_timer = g_timeout_add ((guint) MAX (rest_ms, 1), ending_cb, self);
}

guint
aus_hub_get_n (AusHub *self)
{
  return self->n_subscribers;
}

void
aus_hub_foreach (AusHub   *self,
                 GFunc     function,
                 gpointer  user_data)
{
  GHashTableIter iter;
  GPtrArray *room;

  g_ptr_array_foreach (self->staff, function, user_data);
  g_hash_table_iter_init (&iter, self->rooms);

  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    g_ptr_array_foreach (room, function, user_data);
}

static void
close_cb (gpointer data,
          gpointer user_data)
{
  aus_web_socket_close (((AusSubscriber *) data)->socket, AUS_WEB_SOCKET_GOING_AWAY, "The server is going down.");
}

void
aus_hub_close (AusHub *self)
{
  g_clear_handle_id (&self->revalidate_timer, g_source_remove);
  g_clear_handle_id (&self->ending_timer, g_source_remove);
  aus_hub_foreach (self, close_cb, NULL);
}
