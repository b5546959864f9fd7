#include "aus-assignments.h"

#include "aus-booking.h"
#include "aus-events.h"
#include "aus-queue.h"
#include "aus-seats.h"
#include "aus-table.h"

#include <string.h>

/* Who is named there has lost a right to be in the visit. Whether they have another the hub asks. */
#define REMOVED "participant_removed"

static gboolean
tell (AusDatabase      *database,
      const AusCaller  *caller,
      AusConsultation  *consultation,
      AusParticipant   *seat,
      const char       *type,
      GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "participant_id", seat->id);
  aus_json_add_text (&members, "user_id", seat->user_id);
  aus_json_add_text (&members, "user_name", seat->name);
  aus_json_add_text (&members, "user_role", aus_enum_to_nick (AUS_TYPE_PARTICIPANT_ROLE, seat->role));
  aus_json_add_text (&members, "by", caller->name);

  return aus_events_add (database, consultation, type, AUS_TO (AUS_ROLES_STAFF), &members, error);
}

static gboolean
save (AusDatabase     *database,
      AusParticipant  *seat,
      GError         **error)
{
  return seat->revision == 0 ? aus_table_insert (database, AUS_RECORD (seat), error)
                             : aus_table_save (database, AUS_RECORD (seat), error);
}

AusParticipant *
aus_assignments_add (AusDatabase         *database,
                     const AusCaller     *caller,
                     AusConsultation     *consultation,
                     AusUser             *user,
                     AusParticipantRole   part,
                     GError             **error)
{
  const AusCaller helper = { .user_id = user->id };
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusParticipant) seat = aus_seats_find (database, &helper, consultation, &fault);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }

  if (seat == NULL)
    seat = g_object_new (AUS_TYPE_PARTICIPANT, "consultation-id", consultation->id, "user-id", user->id, NULL);

  if (seat->is_assigned && seat->role == part)
    return g_steal_pointer (&seat);

  g_object_set (seat, "name", user->name, "role", part, "is-assigned", TRUE, NULL);

  if (!save (database, seat, error) || !tell (database, caller, consultation, seat, "participant_added", error))
    return NULL;

  return g_steal_pointer (&seat);
}

gboolean
aus_assignments_remove (AusDatabase      *database,
                        const AusCaller  *caller,
                        AusConsultation  *consultation,
                        AusParticipant   *seat,
                        GError          **error)
{
  /* First, for they hear it themselves as well. */
  if (!tell (database, caller, consultation, seat, REMOVED, error))
    return FALSE;

  g_object_set (seat, "is-assigned", FALSE, NULL);

  if (seat->joined_at == NULL)
    return aus_table_delete (database, AUS_RECORD (seat), error);

  return aus_table_save (database, AUS_RECORD (seat), error);
}

/* The name of a doctor who works here. (transfer full) */
static char *
find_doctor (AusDatabase  *database,
             const char   *id,
             GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT name FROM users WHERE id = ?1 AND role = 'doctor' AND is_active", error);
  AusStep step;

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_DONE)
    aus_error_add_field (error, "doctor_id", "There is no such doctor.");

  return step == AUS_STEP_ROW ? g_strdup (aus_statement_get_text (row, 0)) : NULL;
}

/* The new doctor's time is claimed, or nobody's changes. */
static gboolean
move_booking (AusDatabase      *database,
              AusConsultation  *consultation,
              GError          **error)
{
  g_autoptr (AusBooking) booking = NULL;
  g_autoptr (GError) fault = NULL;

  if (consultation->booking_id == NULL)
    return TRUE;

  booking = g_object_new (AUS_TYPE_BOOKING, NULL);

  if (!aus_table_get (database, AUS_RECORD (booking), consultation->booking_id, error))
    return FALSE;

  g_object_set (booking, "doctor-id", consultation->doctor_id, NULL);

  if (aus_table_save (database, AUS_RECORD (booking), &fault))
    return TRUE;

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_CONFLICT))
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The doctor has another booking at that time.");
  else
    g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

/* Where the doctor helped so far, nobody takes that from them any more, and they do not look on. */
static gboolean
take_seat (AusDatabase      *database,
           AusConsultation  *consultation,
           GError          **error)
{
  const AusCaller doctor = { .user_id = consultation->doctor_id };
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusParticipant) seat = aus_seats_find (database, &doctor, consultation, &fault);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  if (seat == NULL)
    return TRUE;

  g_object_set (seat, "role", AUS_PARTICIPANT_ROLE_DOCTOR, "is-assigned", FALSE, NULL);

  return aus_table_save (database, AUS_RECORD (seat), error);
}

/* Whoever gave it away hears so as the last thing of it. */
static gboolean
tell_predecessor (AusDatabase      *database,
                  const AusCaller  *caller,
                  AusConsultation  *consultation,
                  const char       *doctor_id,
                  GError          **error)
{
  g_autoptr (AusConsultation) theirs = g_object_new (AUS_TYPE_CONSULTATION,
                                                     "id", consultation->id,
                                                     "doctor-id", doctor_id,
                                                     NULL);
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "user_id", doctor_id);
  aus_json_add_text (&members, "doctor_id", consultation->doctor_id);
  aus_json_add_text (&members, "doctor_name", consultation->doctor_name);
  aus_json_add_text (&members, "by", caller->name);

  return aus_events_add (database, theirs, REMOVED, AUS_TO (AUS_ROLES (DOCTOR)), &members, error) &&
         aus_queue_tell (database, theirs, error);
}

static gboolean
tell_all (AusDatabase      *database,
          const AusCaller  *caller,
          AusConsultation  *consultation,
          GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_integer (&members, "revision", consultation->revision);
  aus_json_add_text (&members, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));
  aus_json_add_text (&members, "doctor_id", consultation->doctor_id);
  aus_json_add_text (&members, "doctor_name", consultation->doctor_name);
  aus_json_add_text (&members, "by", caller->name);

  return aus_events_add (database, consultation, "consultation_updated", AUS_TO (AUS_ROLES_ALL), &members, error) &&
         aus_queue_tell (database, consultation, error);
}

gboolean
aus_assignments_hand_over (AusDatabase      *database,
                           const AusCaller  *caller,
                           AusConsultation  *consultation,
                           const char       *doctor_id,
                           GError          **error)
{
  g_autofree char *predecessor = g_strdup (consultation->doctor_id);
  g_autofree char *name = NULL;

  if (strcmp (predecessor, doctor_id) == 0)
    return TRUE;

  if (consultation->status != AUS_STATUS_SCHEDULED && consultation->status != AUS_STATUS_WAITING) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Only a consultation that has not begun can become another "
                                                       "doctor's.");
    return FALSE;
  }

  name = find_doctor (database, doctor_id, error);

  if (name == NULL)
    return FALSE;

  g_object_set (consultation, "doctor-id", doctor_id, "doctor-name", name, NULL);

  return aus_table_save (database, AUS_RECORD (consultation), error) &&
         move_booking (database, consultation, error) && take_seat (database, consultation, error) &&
         tell_predecessor (database, caller, consultation, predecessor, error) &&
         tell_all (database, caller, consultation, error);
}
