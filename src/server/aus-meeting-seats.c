#include "aus-meeting-seats.h"

#include "aus-meetings.h"
#include "aus-participant.h"
#include "aus-seats.h"

/* @person: “” where the provider does not say who it is; then it is the patient. *@seat: %NULL where they have none */
static gboolean
find_seat (AusDatabase      *database,
           AusConsultation  *consultation,
           const char       *person,
           AusParticipant  **seat,
           GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT * FROM participants WHERE consultation_id = ?1 AND door_id IS NOT NULL "
                                    "AND iif (?2 = '', role = 'patient', door_id = ?2) LIMIT 1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);
  aus_statement_bind_text (row, 2, person);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW) {
    *seat = g_object_new (AUS_TYPE_PARTICIPANT, NULL);
    aus_statement_read_record (row, AUS_RECORD (*seat));
  }

  return step != AUS_STEP_ERROR;
}

/* Events come late and in any order; what stands written down of all of them counts. */
static gboolean
read_is_in (AusDatabase      *database,
            AusConsultation  *consultation,
            const char       *provider,
            const char       *person,
            gboolean         *is_in,
            GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT 1 FROM attendance WHERE consultation_id = ?1 AND provider = ?2 "
                                    "AND person = ?3 AND NOT is_host AND joined_at IS NOT NULL AND left_at IS NULL "
                                    "LIMIT 1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);
  aus_statement_bind_text (row, 2, provider);
  aus_statement_bind_text (row, 3, person);
  step = aus_statement_step (row, error);
  *is_in = step == AUS_STEP_ROW;

  return step != AUS_STEP_ERROR;
}

gboolean
aus_meeting_seats_follow (AusDatabase          *database,
                          AusConsultation      *consultation,
                          const char           *provider,
                          const AusAttendance  *stay,
                          GError              **error)
{
  const char *person = stay->person ? stay->person : "";
  g_autoptr (AusParticipant) seat = NULL;
  gboolean is_in = FALSE;

  /* Who is told late to have been there is there no more when the visit is over. */
  if (stay->is_host || stay->is_member || !aus_meeting_is_wanted (consultation))
    return TRUE;

  if (!find_seat (database, consultation, person, &seat, error) ||
      !read_is_in (database, consultation, provider, person, &is_in, error))
    return FALSE;

  if (seat == NULL || seat->presence != (is_in ? AUS_PRESENCE_LOST : AUS_PRESENCE_IN_MEETING))
    return TRUE;

  return aus_seats_set_presence (database, consultation, seat, is_in ? AUS_PRESENCE_IN_MEETING : AUS_PRESENCE_LOST,
                                 NULL, error);
}

static gboolean
list_seats (AusDatabase      *database,
            AusConsultation  *consultation,
            GPtrArray        *seats,
            GError          **error)
{
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT * FROM participants WHERE consultation_id = ?1 "
                                    "AND presence = 'in_meeting'", error);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, consultation->id);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    AusParticipant *seat = g_object_new (AUS_TYPE_PARTICIPANT, NULL);

    aus_statement_read_record (rows, AUS_RECORD (seat));
    g_ptr_array_add (seats, seat);
  }

  return step == AUS_STEP_DONE;
}

gboolean
aus_meeting_seats_empty (AusDatabase      *database,
                         AusConsultation  *consultation,
                         GError          **error)
{
  g_autoptr (GPtrArray) seats = g_ptr_array_new_with_free_func (g_object_unref);

  if (!list_seats (database, consultation, seats, error))
    return FALSE;

  for (guint i = 0; i < seats->len; i++) {
    if (!aus_seats_set_presence (database, consultation, g_ptr_array_index (seats, i), AUS_PRESENCE_LOST, NULL, error))
      return FALSE;
  }

  return TRUE;
}
