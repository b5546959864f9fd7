#include "aus-frame-jobs.h"

#include "aus-access.h"
#include "aus-changes.h"
#include "aus-call-size.h"
#include "aus-events.h"
#include "aus-frames.h"
#include "aus-json.h"
#include "aus-routes.h"
#include "aus-seats.h"
#include "aus-withheld.h"

#include <string.h>

#define MAX_REPLAY 500
#define HELPED "consultation_id IN (SELECT consultation_id FROM visits_helped WHERE user_id = ?)"

/* A frame on its way through the database. The socket is held, and with it the way to know whether anybody waits. */
typedef struct
{
  AusWebSocket  *socket;
  AusHub        *hub;
  AusSubscriber *subscriber;
  AusCall       *call;
  char          *ref;
  gint64         after;
  guint          presence;
  const char    *picture;
  GPtrArray     *events;
  gboolean       complete;
} Job;

static Job *
job_new (AusSubscriber *subscriber,
         JsonObject    *frame)
{
  Job *self = g_new0 (Job, 1);

  self->socket = g_object_ref (subscriber->socket);
  self->subscriber = aus_subscriber_new (&subscriber->caller, subscriber->consultation_id, subscriber->participant_id,
                                         subscriber->role);
  self->subscriber->socket = g_object_ref (subscriber->socket);
  self->subscriber->known_seq = subscriber->known_seq;
  /* What others may read of what was said is written down. */
  self->subscriber->has_begun = subscriber->has_begun;
  self->subscriber->is_outside = subscriber->is_outside;
  self->ref = g_strdup (aus_json_get_text (frame, "ref"));

  return self;
}

static void
job_free (Job *self)
{
  g_object_unref (self->socket);
  g_clear_object (&self->hub);
  aus_subscriber_free (self->subscriber);
  g_clear_pointer (&self->call, aus_call_free);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self->ref);
  g_free (self);
}

static void
answer (Job          *self,
        const GError *error)
{
  if (!aus_web_socket_is_open (self->socket))
    return;

  if (error != NULL)
    aus_frames_refuse (self->subscriber, self->ref, error);
  else
    aus_frames_acknowledge (self->subscriber, self->ref);
}

static void
job_done (gpointer      data,
          const GError *error)
{
  answer (data, error);
  job_free (data);
}

static gboolean
call_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  return aus_call_run (database, ((Job *) data)->call, error);
}

static JsonObject *
pick (JsonObject         *frame,
      const char * const *members)
{
  JsonObject *body = json_object_new ();

  for (guint i = 0; members[i] != NULL; i++) {
    JsonNode *node = json_object_get_member (frame, members[i]);

    if (node != NULL)
      json_object_set_member (body, members[i], json_node_copy (node));
  }

  return body;
}

gboolean
aus_frame_jobs_post (AusHub              *hub,
                     AusSubscriber       *subscriber,
                     JsonObject          *frame,
                     const char          *action,
                     const char * const  *members,
                     GError             **error)
{
  AusDesk *desk = aus_hub_get_desk (hub);
  g_autofree char *path = g_strdup_printf ("telemedicine/api/consultations/%s/%s", subscriber->consultation_id, action);
  g_autofree char *allowed = NULL;
  char *id = NULL;
  const AusRoute *route = aus_routes_find ("POST", path, &id, &allowed);
  Job *job;

  g_return_val_if_fail (route != NULL, FALSE);

  job = job_new (subscriber, frame);
  job->call = aus_call_new (route, desk->clinic);
  job->call->id = id;
  job->call->json = pick (frame, members);
  aus_caller_copy (&job->call->caller, &subscriber->caller);
  aus_auditor_flush (desk->auditor);
  aus_store_write (desk->store, call_job, job_done, job);

  return TRUE;
}

/* @nick: (nullable): %NULL where nothing was said of it */
static gboolean
set_picture (AusDatabase      *database,
             AusConsultation  *consultation,
             AusParticipant   *seat,
             const char       *nick,
             GError          **error)
{
  guint picture;

  return nick == NULL || !aus_enum_from_nick (AUS_TYPE_PICTURE, nick, &picture) ||
         aus_seats_set_picture (database, consultation, seat, picture, error);
}

static gboolean
presence_job (AusDatabase  *database,
              gpointer      data,
              GError      **error)
{
  Job *self = data;
  AusSubscriber *subscriber = self->subscriber;
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&subscriber->caller, database, subscriber->consultation_id, error);
  g_autoptr (AusParticipant) seat = NULL;

  if (consultation == NULL)
    return FALSE;

  seat = aus_seats_take (database, &subscriber->caller, consultation, error);

  if (seat == NULL)
    return FALSE;

  /* Who has not come in yet, or has left, is not there by saying so. */
  if (!aus_caller_is_staff (&subscriber->caller) &&
      (seat->presence == AUS_PRESENCE_AWAY || seat->presence == AUS_PRESENCE_LEFT))
    return TRUE;

  /* A visit of our own has no other place to be at. */
  if (self->presence == AUS_PRESENCE_IN_MEETING && consultation->video_provider == AUS_VIDEO_PROVIDER_BUILTIN)
    self->presence = AUS_PRESENCE_HERE;

  if (aus_caller_is_staff (&subscriber->caller) && self->presence == AUS_PRESENCE_IN_CALL &&
      seat->role != AUS_PARTICIPANT_ROLE_DOCTOR && !aus_call_size_check_seat (database, consultation, seat, error))
    return FALSE;

  return set_picture (database, consultation, seat, self->picture, error) &&
         aus_seats_set_presence (database, consultation, seat, self->presence, NULL, error);
}

gboolean
aus_frame_jobs_presence (AusHub         *hub,
                         AusSubscriber  *subscriber,
                         JsonObject     *frame,
                         GError        **error)
{
  const char *state = aus_json_get_text (frame, "state");
  const char *nick = aus_json_get_text (frame, "picture");
  guint presence = AUS_PRESENCE_AWAY;
  guint picture = AUS_PICTURE_ON;
  Job *job;

  if (state == NULL || !aus_enum_from_nick (AUS_TYPE_PRESENCE, state, &presence) || presence == AUS_PRESENCE_AWAY ||
      presence == AUS_PRESENCE_LOST || presence == AUS_PRESENCE_LEFT) {
    aus_error_add_field (error, "state", "Must be one of: here, testing, no_camera, asleep, in_call, in_meeting.");
    return FALSE;
  }

  if (nick != NULL && !aus_enum_from_nick (AUS_TYPE_PICTURE, nick, &picture)) {
    aus_error_add_field (error, "picture", "Must be one of: on, off, none, sound_only.");
    return FALSE;
  }

  job = job_new (subscriber, frame);
  job->presence = presence;
  job->picture = nick ? aus_enum_to_nick (AUS_TYPE_PICTURE, picture) : NULL;
  aus_store_write (aus_hub_get_desk (hub)->store, presence_job, job_done, job);

  return TRUE;
}

/* The query found only what concerns the listener. */
static AusEvent *
read_event (AusStatement    *row,
            const AusCaller *caller)
{
  AusEvent *event = aus_event_new (aus_statement_get_integer (row, 0), aus_statement_get_text (row, 2));
  const char *frame = aus_statement_get_text (row, 6);

  event->consultation_id = g_strdup (aus_statement_get_text (row, 1));
  event->audience = aus_statement_get_integer (row, 3);
  event->author_id = g_strdup (aus_statement_get_text (row, 4));
  event->doctor_id = g_strdup (aus_statement_get_text (row, 5));
  event->frame = g_bytes_new (frame, strlen (frame));

  if (caller->user_id != NULL) {
    const char *listeners[] = { caller->user_id, NULL };

    event->listeners = g_strdupv ((GStrv) listeners);
  }

  return event;
}

static void
of_visit (AusQuery *query,
          Job      *self)
{
  aus_query_and (query, "seq IN (SELECT seq FROM event_visits WHERE consultation_id = ? AND seq > ?)");
  aus_query_bind_text (query, self->subscriber->consultation_id);
  aus_query_bind_integer (query, self->after);
}

static AusStatement *
list_events (AusDatabase  *database,
             Job          *self,
             GError      **error)
{
  const AusCaller *caller = &self->subscriber->caller;
  g_autoptr (AusQuery) query = aus_query_new ("events");

  /* What happened since this one listens it was told, or will be: each event once. */
  aus_query_and_integer (query, "seq > ?", self->after);
  aus_query_and_integer (query, "seq <= ?", self->subscriber->known_seq);

  if (self->subscriber->consultation_id != NULL)
    of_visit (query, self);
  else if (caller->role == AUS_ROLE_DOCTOR)
    aus_query_and_text (query, "doctor_id = ? OR " HELPED, caller->user_id);
  else if (caller->role == AUS_ROLE_NURSE)
    aus_query_and_text (query, HELPED, caller->user_id);

  if (self->subscriber->participant_id != NULL && !aus_caller_is_staff (caller))
    aus_query_and_text (query, AUS_WITHHELD_EVENTS_NOT_IN, self->subscriber->participant_id);

  return aus_query_prepare (query, database, "seq", MAX_REPLAY + 1, 0, error);
}

static gboolean
resume_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  Job *self = data;
  g_autoptr (AusStatement) rows = list_events (database, self, error);
  gboolean leads;
  guint seen = 0;
  AusStep step;

  if (rows == NULL || !aus_changes_lead_on (database, self->after, &leads, error))
    return FALSE;

  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_event_unref);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW && ++seen <= MAX_REPLAY) {
    g_autoptr (AusEvent) event = read_event (rows, &self->subscriber->caller);

    if (aus_subscriber_hears (self->subscriber, event))
      g_ptr_array_add (self->events, g_steal_pointer (&event));
  }

  self->complete = seen <= MAX_REPLAY && leads;

  return step != AUS_STEP_ERROR;
}

static void
release_cb (gpointer data,
            gpointer user_data)
{
  AusSubscriber *subscriber = data;

  if (subscriber->socket == user_data && --subscriber->n_resumes == 0)
    aus_subscriber_release (subscriber);
}

/* Half of what was missed would be worse than none: then the client reads afresh. */
static void
resume_done (gpointer      data,
             const GError *error)
{
  Job *self = data;
  g_autoptr (GBytes) frame = NULL;
  AusJsonWriter writer;

  if (error != NULL || !aus_web_socket_is_open (self->socket)) {
    aus_hub_foreach (self->hub, release_cb, self->socket);
    job_done (self, error);
    return;
  }

  for (guint i = 0; self->complete && i < self->events->len; i++)
    aus_web_socket_send (self->socket, ((AusEvent *) g_ptr_array_index (self->events, i))->frame);

  aus_json_writer_init (&writer);
  aus_json_begin_object (&writer, NULL);
  aus_json_add_text (&writer, "type", "resumed");
  aus_json_add_integer (&writer, "after", self->after);
  aus_json_add_boolean (&writer, "complete", self->complete);
  aus_json_end_object (&writer);
  frame = aus_json_writer_finish (&writer);
  aus_web_socket_send (self->socket, frame);
  aus_hub_foreach (self->hub, release_cb, self->socket);
  job_done (self, NULL);
}

gboolean
aus_frame_jobs_resume (AusHub         *hub,
                       AusSubscriber  *subscriber,
                       JsonObject     *frame,
                       GError        **error)
{
  gint64 after = aus_json_get_integer (frame, "after", -1);
  Job *job;

  if (after < 0) {
    aus_error_add_field (error, "after", "Must be the seq of the last event seen.");
    return FALSE;
  }

  job = job_new (subscriber, frame);
  job->after = after;
  job->hub = g_object_ref (hub);
  aus_subscriber_hold (subscriber);
  subscriber->n_resumes++;
  aus_store_read (aus_hub_get_desk (hub)->store, resume_job, resume_done, job);

  return TRUE;
}
