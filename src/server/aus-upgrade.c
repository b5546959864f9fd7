#include "aus-upgrade.h"

#include "aus-access.h"
#include "aus-changes.h"
#include "aus-departure.h"
#include "aus-factor.h"
#include "aus-recorder.h"
#include "aus-reply.h"
#include "aus-request.h"
#include "aus-seats.h"
#include "aus-time.h"
#include "aus-turnstile.h"
#include "aus-uuid.h"
#include "aus-visit.h"

#include <string.h>

#define EVENTS_PATH "/ws/events"
#define VISIT_PATH "/ws/consultation/"

typedef struct
{
  AusHub            *hub;
  AusListener       *listener;
  SoupServerMessage *message;
  char              *request_id;
  char              *address;
  AusCredential      credential;
  char              *token;
  AusCaller          caller;
  char              *consultation_id;

  AusParticipant    *seat;
  GBytes            *greeting;
  gint64             seq;
  gboolean           is_open;
  gboolean           has_begun;
  gboolean           resumes;
  gint64             room_opens_at;
  guint              call_mode;
} Upgrade;

static void
upgrade_free (Upgrade *self)
{
  g_object_unref (self->hub);
  g_object_unref (self->listener);
  g_object_unref (self->message);
  g_clear_object (&self->seat);
  g_clear_pointer (&self->greeting, g_bytes_unref);
  aus_caller_clear (&self->caller);
  g_free (self->request_id);
  g_free (self->address);
  g_free (self->token);
  g_free (self->consultation_id);
  g_free (self);
}

static void
fail (Upgrade      *self,
      const GError *error)
{
  aus_reply_add_headers (self->message, aus_hub_get_desk (self->hub)->clinic, self->request_id);
  aus_reply_fail (self->message, error, self->request_id);
  soup_server_message_unpause (self->message);
  upgrade_free (self);
}

static gboolean
write_participants (AusDatabase      *database,
                    AusConsultation  *consultation,
                    AusJsonWriter    *writer,
                    GError          **error)
{
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT id, name, role, presence, presence NOT IN ('away', 'lost', 'left'), "
                                    "admission, picture "
                                    "FROM participants WHERE consultation_id = ?1 ORDER BY created_at, id", error);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, consultation->id);
  aus_json_begin_array (writer, "participants");

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    aus_json_begin_object (writer, NULL);
    aus_json_add_text (writer, "id", aus_statement_get_text (rows, 0));
    aus_json_add_text (writer, "name", aus_statement_get_text (rows, 1));
    aus_json_add_text (writer, "role", aus_statement_get_text (rows, 2));
    aus_json_add_text (writer, "presence", aus_statement_get_text (rows, 3));
    aus_json_add_boolean (writer, "connected", aus_statement_get_integer (rows, 4) != 0);
    aus_json_add_text (writer, "admission", aus_statement_get_text (rows, 5));
    aus_json_add_text (writer, "picture", aus_statement_get_text (rows, 6));
    aus_json_end_object (writer);
  }

  aus_json_end_array (writer);

  return step == AUS_STEP_DONE;
}

/* Whoever comes into a visit that is being recorded knows it from the first moment. */
static gboolean
write_recording (Upgrade          *self,
                 AusDatabase      *database,
                 AusConsultation  *consultation,
                 AusJsonWriter    *writer,
                 GError          **error)
{
  g_autoptr (AusRecording) current = NULL;

  if ((AUS_CONSENT_AUDIENCE & (1u << self->caller.role)) == 0)
    return TRUE;

  if (!aus_recorder_find (database, consultation->id, &current, error))
    return FALSE;

  aus_json_add_text (writer, "recording_id", current ? current->id : NULL);

  return TRUE;
}

/* The first frame: all that there is to know at this moment. */
static gboolean
greet (Upgrade          *self,
       AusDatabase      *database,
       AusConsultation  *consultation,
       GError          **error)
{
  AusJsonWriter writer;

  self->seq = aus_database_get_seq (database);
  self->is_open = consultation->status == AUS_STATUS_IN_PROGRESS;
  self->has_begun = aus_seats_have_begun (consultation);
  self->call_mode = consultation->call_mode;

  if (consultation->room_opens_at != NULL)
    self->room_opens_at = aus_time_from_date_time (consultation->room_opens_at);

  aus_json_writer_init (&writer);
  aus_json_begin_object (&writer, NULL);
  aus_json_add_text (&writer, "type", "consultation_status");
  aus_json_add_text (&writer, "consultation_id", consultation->id);
  aus_json_add_integer (&writer, "seq", self->seq);
  aus_json_add_time (&writer, "timestamp", aus_time_now ());
  aus_visit_write_status (consultation, &writer);
  aus_json_add_text (&writer, "you", self->seat->id);
  aus_json_add_integer (&writer, "last_seq", self->seq);

  if (!write_recording (self, database, consultation, &writer, error) ||
      !write_participants (database, consultation, &writer, error)) {
    aus_json_writer_clear (&writer);
    return FALSE;
  }

  aus_json_end_object (&writer);
  self->greeting = aus_json_writer_finish (&writer);

  return TRUE;
}

/* The doctor who looks has read what was written, unless they only look on. */
static gboolean
mark_read (Upgrade          *self,
           AusDatabase      *database,
           AusConsultation  *consultation,
           GError          **error)
{
  g_autoptr (AusStatement) statement = NULL;
  gboolean looks_on;

  if (self->caller.role != AUS_ROLE_DOCTOR || consultation->unread_messages == 0)
    return TRUE;

  if (!aus_access_looks_on (&self->caller, database, consultation, &looks_on, error))
    return FALSE;

  if (looks_on)
    return TRUE;

  statement = aus_database_prepare (database, "UPDATE consultations SET unread_messages = 0 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation->id);

  return aus_statement_run (statement, error) &&
         aus_changes_add (database, "consultations", consultation->id, consultation->revision, FALSE, error);
}

/* Staff are there by connecting; a patient comes in by saying so, and comes back by connecting again. */
static gboolean
sit_down (Upgrade          *self,
          AusDatabase      *database,
          AusConsultation  *consultation,
          GError          **error)
{
  const gboolean is_back = self->seat->presence == AUS_PRESENCE_LOST ||
                           self->seat->presence == AUS_PRESENCE_IN_MEETING;

  if (!aus_caller_is_staff (&self->caller) && !is_back)
    return TRUE;

  return mark_read (self, database, consultation, error) &&
         aus_seats_set_presence (database, consultation, self->seat, AUS_PRESENCE_HERE, NULL, error);
}

/* A ticket says who its holder is, but that may have ended since it was given. */
static gboolean
find_caller (Upgrade      *self,
             AusDatabase  *database,
             GError      **error)
{
  if (self->caller.role != AUS_ROLE_NONE)
    return aus_caller_check (&self->caller, database, error);

  if (!aus_caller_resolve (&self->caller, database, self->credential, self->token, error))
    return FALSE;

  if (self->caller.role != AUS_ROLE_NONE)
    return aus_factor_check_policy (database, aus_hub_get_desk (self->hub)->clinic, &self->caller, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "Sign in, please.");

  return FALSE;
}

/* Whoever listens reads what is told from now on. */
static gboolean
note (Upgrade      *self,
      AusDatabase  *database,
      GError      **error)
{
  g_autoptr (AusAuditEntry) entry = g_new0 (AusAuditEntry, 1);

  entry->at = aus_time_now ();
  entry->role = self->caller.role;
  entry->user_id = g_strdup (self->caller.user_id);
  entry->door_id = g_strdup (self->caller.door_id);
  entry->action = g_strdup ("listen");
  entry->entity = g_strdup (self->consultation_id ? "consultations" : "events");
  entry->entity_id = g_strdup (self->consultation_id);
  entry->consultation_id = g_strdup (self->consultation_id);
  entry->address = g_strdup (self->address);
  entry->request_id = g_strdup (self->request_id);

  return aus_audit_append (database, entry, error);
}

static gboolean
seat_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Upgrade *self = data;
  g_autoptr (AusConsultation) consultation = NULL;

  if (!find_caller (self, database, error))
    return FALSE;

  consultation = aus_access_get_consultation (&self->caller, database, self->consultation_id, error);

  if (consultation == NULL)
    return FALSE;

  self->seat = aus_seats_take (database, &self->caller, consultation, error);

  return self->seat != NULL && sit_down (self, database, consultation, error) &&
         greet (self, database, consultation, error) && note (self, database, error);
}

/* Only the writer knows which event was the last before this one listens. */
static gboolean
staff_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  Upgrade *self = data;

  if (!find_caller (self, database, error))
    return FALSE;

  self->seq = aus_database_get_seq (database);

  if (aus_caller_is_staff (&self->caller))
    return note (self, database, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "This is for the clinic's staff.");

  return FALSE;
}

static void
upgrade_done (gpointer      data,
              const GError *error)
{
  Upgrade *self = data;
  AusSubscriber *subscriber;
  g_autoptr (GError) fault = NULL;

  if (error != NULL) {
    fail (self, error);
    return;
  }

  subscriber = aus_subscriber_new (&self->caller, self->consultation_id, self->seat ? self->seat->id : NULL,
                                   self->seat ? self->seat->role : 0);
  subscriber->known_seq = self->seq;
  subscriber->is_open = self->is_open;
  subscriber->is_away = self->seat != NULL && !aus_caller_is_staff (&self->caller) &&
                        (self->seat->presence == AUS_PRESENCE_AWAY || self->seat->presence == AUS_PRESENCE_LEFT);
  subscriber->has_begun = self->has_begun;
  subscriber->is_kept_out = self->seat != NULL && self->seat->admission != AUS_ADMISSION_IN;
  subscriber->is_outside = aus_caller_is_companion (&self->caller) && self->seat != NULL &&
                           self->seat->joined_at == NULL;
  subscriber->room_opens_at = self->room_opens_at;
  subscriber->call_mode = self->call_mode;
  subscriber->socket = aus_web_socket_upgrade (self->listener, self->message, &fault);

  if (self->resumes)
    aus_subscriber_hold (subscriber);

  if (subscriber->socket == NULL) {
    if (subscriber->participant_id != NULL)
      aus_departure_note (self->hub, subscriber);

    aus_subscriber_free (subscriber);
    fail (self, fault);
    return;
  }

  if (self->greeting != NULL)
    aus_web_socket_send (subscriber->socket, self->greeting);

  aus_hub_add (self->hub, subscriber);
  upgrade_free (self);
}

/* Takes the visit's id from the path; %NULL where it is none, and "" for the clinic's events. */
static char *
read_path (const char *path)
{
  g_autofree char *trimmed = g_strdup (path);
  gsize length = strlen (trimmed);

  if (length > 1 && trimmed[length - 1] == '/')
    trimmed[length - 1] = '\0';

  if (strcmp (trimmed, EVENTS_PATH) == 0)
    return g_strdup ("");

  if (g_str_has_prefix (trimmed, VISIT_PATH) && aus_uuid_is_valid (trimmed + strlen (VISIT_PATH)))
    return g_ascii_strdown (trimmed + strlen (VISIT_PATH), -1);

  return NULL;
}

/* Who it is, as far as that can be told without the database. */
static gboolean
read_caller (Upgrade     *self,
             GHashTable  *query,
             GError     **error)
{
  AusClinic *clinic = aus_hub_get_desk (self->hub)->clinic;
  const char *ticket = query ? g_hash_table_lookup (query, "ticket") : NULL;
  gboolean by_cookie;

  self->credential = aus_request_get_credential (self->message, &self->token, &by_cookie);

  if (!aus_request_is_from_friend (self->message, clinic) || (by_cookie && !aus_request_has_origin (self->message))) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "This page may not listen here.");
    return FALSE;
  }

  if (ticket != NULL && !aus_tickets_redeem (clinic->tickets, ticket, &self->caller)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "This ticket was used or is too old.");
    return FALSE;
  }

  return TRUE;
}

static gboolean
prepare (Upgrade     *self,
         GHashTable  *query,
         GError     **error)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (self->message));
  g_autofree char *id = read_path (path);

  if (id == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is nothing here.");
    return FALSE;
  }

  if (aus_hub_get_desk (self->hub)->is_draining) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "The server is going down; try again in a moment.");
    return FALSE;
  }

  if (*id != '\0')
    self->consultation_id = g_steal_pointer (&id);

  /* Whoever will ask for what they missed hears that before all that happens now. */
  self->resumes = query != NULL && g_hash_table_contains (query, "resume");

  return aus_turnstile_pass (aus_hub_get_desk (self->hub), self->address, NULL, error) &&
         read_caller (self, query, error);
}

void
aus_upgrade_run (AusHub            *hub,
                 AusListener       *listener,
                 SoupServerMessage *message,
                 GHashTable        *query)
{
  AusDesk *desk = aus_hub_get_desk (hub);
  Upgrade *self = g_new0 (Upgrade, 1);
  g_autoptr (GError) error = NULL;

  self->hub = g_object_ref (hub);
  self->listener = g_object_ref (listener);
  self->message = g_object_ref (message);
  self->request_id = aus_request_get_id (message);
  self->address = aus_request_get_address (message);
  soup_server_message_pause (message);

  if (!prepare (self, query, &error)) {
    fail (self, error);
  } else if (self->consultation_id != NULL) {
    aus_auditor_flush (desk->auditor);
    aus_store_write (desk->store, seat_job, upgrade_done, self);
  } else {
    aus_store_write (desk->store, staff_job, upgrade_done, self);
  }
}
