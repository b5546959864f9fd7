#include "aus-seats.h"

#include "aus-changes.h"
#include "aus-events.h"
#include "aus-recorder.h"
#include "aus-table.h"
#include "aus-time.h"

#define SEAT_TIME (10 * AUS_TIME_MINUTE)
#define IS_THERE "('here', 'testing', 'no_camera', 'asleep', 'in_call')"

static const AusParticipantRole seat_roles[] = {
  [AUS_ROLE_NONE] = AUS_PARTICIPANT_ROLE_OBSERVER,
  [AUS_ROLE_ADMIN] = AUS_PARTICIPANT_ROLE_OBSERVER,
  [AUS_ROLE_DOCTOR] = AUS_PARTICIPANT_ROLE_DOCTOR,
  [AUS_ROLE_NURSE] = AUS_PARTICIPANT_ROLE_ASSISTANT,
  [AUS_ROLE_RECEPTIONIST] = AUS_PARTICIPANT_ROLE_ASSISTANT,
  [AUS_ROLE_PATIENT] = AUS_PARTICIPANT_ROLE_PATIENT,
  [AUS_ROLE_GUEST] = AUS_PARTICIPANT_ROLE_GUEST,
  [AUS_ROLE_INTERPRETER] = AUS_PARTICIPANT_ROLE_INTERPRETER,
};

AusParticipant *
aus_seats_find (AusDatabase      *database,
                const AusCaller  *caller,
                AusConsultation  *consultation,
                GError          **error)
{
  g_autoptr (AusParticipant) participant = NULL;
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, caller->door_id
                                    ? "SELECT * FROM participants WHERE consultation_id = ?1 AND door_id = ?2"
                                    : "SELECT * FROM participants WHERE consultation_id = ?1 AND user_id = ?2", error);

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, consultation->id);
  aus_statement_bind_text (row, 2, aus_caller_get_id (caller));

  if (aus_statement_step (row, error) != AUS_STEP_ROW)
    return NULL;

  participant = g_object_new (AUS_TYPE_PARTICIPANT, NULL);
  aus_statement_read_record (row, AUS_RECORD (participant));

  return g_steal_pointer (&participant);
}

gboolean
aus_seats_have_begun (AusConsultation *consultation)
{
  return consultation->status != AUS_STATUS_SCHEDULED && consultation->status != AUS_STATUS_WAITING;
}

gboolean
aus_seats_is_outside (const AusCaller *caller,
                      AusConsultation *consultation,
                      AusParticipant  *seat)
{
  return aus_caller_is_companion (caller) && aus_seats_have_begun (consultation) &&
         (seat == NULL || seat->joined_at == NULL);
}

AusParticipant *
aus_seats_take (AusDatabase      *database,
                const AusCaller  *caller,
                AusConsultation  *consultation,
                GError          **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusParticipant) participant = aus_seats_find (database, caller, consultation, &fault);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }

  if (participant != NULL)
    return g_steal_pointer (&participant);

  participant = g_object_new (AUS_TYPE_PARTICIPANT,
                              "consultation-id", consultation->id,
                              "user-id", caller->door_id ? NULL : caller->user_id,
                              "door-id", caller->door_id,
                              "name", caller->name,
                              "role", seat_roles[caller->role],
                              NULL);

  return aus_table_insert (database, AUS_RECORD (participant), error) ? g_steal_pointer (&participant) : NULL;
}

char *
aus_seats_take_id (AusDatabase      *database,
                   const AusCaller  *caller,
                   AusConsultation  *consultation,
                   GError          **error)
{
  g_autoptr (AusParticipant) participant = NULL;
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, caller->door_id
                                    ? "SELECT id FROM participants WHERE consultation_id = ?1 AND door_id = ?2"
                                    : "SELECT id FROM participants WHERE consultation_id = ?1 AND user_id = ?2", error);

  if (row == NULL)
    return NULL;

  aus_statement_bind_lent (row, 1, consultation->id);
  aus_statement_bind_lent (row, 2, aus_caller_get_id (caller));

  switch (aus_statement_step (row, error)) {
    case AUS_STEP_ROW:
      return g_strdup (aus_statement_get_text (row, 0));
    case AUS_STEP_DONE:
      participant = aus_seats_take (database, caller, consultation, error);
      return participant ? g_strdup (participant->id) : NULL;
    case AUS_STEP_ERROR:
      return NULL;
  }

  g_return_val_if_reached (NULL);
}

static gboolean
is_there (AusPresence presence)
{
  return presence != AUS_PRESENCE_AWAY && presence != AUS_PRESENCE_LOST && presence != AUS_PRESENCE_LEFT;
}

/* The visit shows how its patient is there, but that is no edit: its revision stays. */
static gboolean
show_patient (AusDatabase      *database,
              AusConsultation  *consultation,
              AusPresence       presence,
              GError          **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE consultations SET patient_presence = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation->id);
  aus_statement_bind_text (statement, 2, aus_enum_to_nick (AUS_TYPE_PRESENCE, presence));
  consultation->patient_presence = presence;

  return aus_statement_run (statement, error) &&
         aus_changes_add (database, "consultations", consultation->id, consultation->revision, FALSE, error);
}

static void
write_person (AusJsonWriter  *members,
              AusParticipant *participant)
{
  aus_json_writer_init (members);
  aus_json_add_text (members, "participant_id", participant->id);
  aus_json_add_text (members, "user_name", participant->name);
  aus_json_add_text (members, "user_role", aus_enum_to_nick (AUS_TYPE_PARTICIPANT_ROLE, participant->role));
}

static gboolean
tell_presence (AusDatabase      *database,
               AusConsultation  *consultation,
               AusParticipant   *participant,
               gboolean          was_there,
               const char       *reason,
               GError          **error)
{
  const gboolean now_there = is_there (participant->presence);
  AusJsonWriter members;

  write_person (&members, participant);
  aus_json_add_text (&members, "state", aus_enum_to_nick (AUS_TYPE_PRESENCE, participant->presence));
  aus_json_add_text (&members, "picture", aus_enum_to_nick (AUS_TYPE_PICTURE, participant->picture));

  if (!aus_events_tell (database, consultation, "presence", AUS_TO (AUS_ROLES_ALL), &members, error))
    return FALSE;

  if (was_there == now_there && reason == NULL)
    return TRUE;

  write_person (&members, participant);

  if (!now_there || reason != NULL)
    aus_json_add_text (&members, "reason", reason ? reason : "lost");

  return aus_events_add (database, consultation, now_there && reason == NULL ? AUS_EVENT_JOINED : AUS_EVENT_LEFT,
                         (AusAudience) { AUS_ROLES_ALL, participant->id }, &members, error);
}

gboolean
aus_seats_set_presence (AusDatabase      *database,
                        AusConsultation  *consultation,
                        AusParticipant   *participant,
                        AusPresence       presence,
                        const char       *reason,
                        GError          **error)
{
  const gboolean was_there = is_there (participant->presence);
  const gboolean was_elsewhere = participant->presence == AUS_PRESENCE_IN_MEETING;
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());

  if (participant->presence == presence && reason == NULL)
    return TRUE;

  if (is_there (presence) && participant->joined_at == NULL)
    g_object_set (participant, "joined-at", now, NULL);

  g_object_set (participant, "presence", presence, "left-at", is_there (presence) ? NULL : now, NULL);

  /* Who does not come back from elsewhere had no trouble with the way to us. */
  if (presence == AUS_PRESENCE_LOST && !was_elsewhere)
    g_object_set (participant, "connection-issues", participant->connection_issues + 1, NULL);

  return aus_table_save (database, AUS_RECORD (participant), error) &&
         (participant->role != AUS_PARTICIPANT_ROLE_PATIENT ||
          show_patient (database, consultation, presence, error)) &&
         tell_presence (database, consultation, participant, was_there, reason, error) &&
         (was_there || !is_there (presence) ||
          aus_recorder_check (database, consultation, AUS_STOP_REASON_PARTICIPANT_JOINED, error));
}

gboolean
aus_seats_set_picture (AusDatabase      *database,
                       AusConsultation  *consultation,
                       AusParticipant   *participant,
                       AusPicture        picture,
                       GError          **error)
{
  if (participant->picture == picture)
    return TRUE;

  g_object_set (participant, "picture", picture, NULL);

  return aus_table_save (database, AUS_RECORD (participant), error) &&
         tell_presence (database, consultation, participant, is_there (participant->presence), NULL, error);
}

gboolean
aus_seats_set_admission (AusDatabase      *database,
                         AusConsultation  *consultation,
                         AusParticipant   *participant,
                         AusAdmission      admission,
                         const char       *by,
                         GError          **error)
{
  AusJsonWriter members;

  if (participant->admission == admission)
    return TRUE;

  g_object_set (participant, "admission", admission, NULL);

  if (!aus_table_save (database, AUS_RECORD (participant), error))
    return FALSE;

  write_person (&members, participant);
  aus_json_add_text (&members, "state", aus_enum_to_nick (AUS_TYPE_ADMISSION, admission));
  aus_json_add_text (&members, "by", by);

  return aus_events_add (database, consultation, AUS_EVENT_ADMISSION,
                         (AusAudience) { AUS_ROLES_ALL, participant->id }, &members, error);
}

static AusConsultation *
get_visit (AusDatabase  *database,
           const char   *id,
           GError      **error)
{
  g_autoptr (AusConsultation) consultation = g_object_new (AUS_TYPE_CONSULTATION, NULL);

  return aus_table_get (database, AUS_RECORD (consultation), id, error) ? g_steal_pointer (&consultation) : NULL;
}

/* Reads all first, for a statement must not see what its own rows lead to. */
static GPtrArray *
list_seats (AusDatabase  *database,
            const char   *sql,
            gint64        time,
            GError      **error)
{
  g_autoptr (GPtrArray) seats = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AusStatement) rows = aus_database_prepare (database, sql, error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_integer (rows, 1, time);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    AusParticipant *seat = g_object_new (AUS_TYPE_PARTICIPANT, NULL);

    aus_statement_read_record (rows, AUS_RECORD (seat));
    g_ptr_array_add (seats, seat);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&seats) : NULL;
}

static gboolean
set_all (AusDatabase  *database,
         GPtrArray    *seats,
         AusPresence   presence,
         const char   *reason,
         GError      **error)
{
  for (guint i = 0; seats != NULL && i < seats->len; i++) {
    AusParticipant *seat = g_ptr_array_index (seats, i);
    g_autoptr (AusConsultation) consultation = get_visit (database, seat->consultation_id, error);

    if (consultation == NULL ||
        !aus_seats_set_presence (database, consultation, seat, presence, reason, error))
      return FALSE;
  }

  return seats != NULL;
}

gboolean
aus_seats_reset (AusDatabase  *database,
                 gpointer      unused,
                 GError      **error)
{
  g_autoptr (GPtrArray) seats =
    list_seats (database, "SELECT * FROM participants WHERE presence IN " IS_THERE " "
                          "AND presence NOT IN ('away', 'left') AND ?1 > 0", aus_time_now (),
                error);

  return set_all (database, seats, AUS_PRESENCE_LOST, NULL, error);
}

gboolean
aus_seats_expire (AusDatabase  *database,
                  gpointer      unused,
                  GError      **error)
{
  g_autoptr (GPtrArray) seats =
    list_seats (database, "SELECT * FROM participants WHERE presence NOT IN ('away', 'left') AND presence = 'lost' "
                          "AND left_at < ?1", aus_time_now () - SEAT_TIME, error);

  return set_all (database, seats, AUS_PRESENCE_LEFT, "left", error);
}
