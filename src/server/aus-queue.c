#include "aus-queue.h"

#include "aus-events.h"
#include "aus-time.h"

/* A visit that has run out of its plan is guessed to need this long still. */
#define OVERRUN_MINUTES 5

/* Minutes until the doctor's running visit should end; 0 where none runs. */
static gboolean
get_running_minutes (AusDatabase      *database,
                     AusConsultation  *consultation,
                     gint64           *minutes,
                     GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT max (actual_start + duration_planned * 60000000) FROM consultations "
                                    "WHERE doctor_id = ?1 AND status = 'in_progress' AND id <> ?2 "
                                    "AND actual_start > ?3", error);
  const gint64 now = aus_time_now ();
  gint64 ends;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->doctor_id);
  aus_statement_bind_text (row, 2, consultation->id);
  /* One that was left open yesterday keeps nobody waiting. */
  aus_statement_bind_integer (row, 3, now - 6 * AUS_TIME_HOUR);

  if (!aus_statement_run_integer (row, 0, &ends, error))
    return FALSE;

  if (ends == 0)
    *minutes = 0;
  else
    *minutes = ends > now ? (ends - now) / AUS_TIME_MINUTE + 1 : OVERRUN_MINUTES;

  return TRUE;
}

static AusStatement *
list_waiting (AusDatabase      *database,
              AusConsultation  *consultation,
              GError          **error)
{
  AusStatement *rows =
    aus_database_prepare (database, "SELECT id, scheduled_start, duration_planned FROM consultations "
                                    "WHERE doctor_id = ?1 AND status = 'waiting' AND patient_presence <> 'left' "
                                    "ORDER BY scheduled_start, id", error);

  if (rows != NULL)
    aus_statement_bind_text (rows, 1, consultation->doctor_id);

  return rows;
}

/* How long the one in @row waits when @minutes of work lie before them. */
static gint64
estimate (AusStatement *row,
          gint64        minutes)
{
  gint64 until_start = (aus_statement_get_integer (row, 1) - aus_time_now ()) / AUS_TIME_MINUTE;

  return MAX (minutes, MAX (until_start, 0));
}

gboolean
aus_queue_find (AusDatabase      *database,
                AusConsultation  *consultation,
                AusQueuePlace    *place,
                GError          **error)
{
  g_autoptr (AusStatement) rows = list_waiting (database, consultation, error);
  gint64 minutes, position = 0;
  AusStep step;

  *place = (AusQueuePlace) { 0, 0 };

  if (rows == NULL || !get_running_minutes (database, consultation, &minutes, error))
    return FALSE;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    position++;

    if (g_strcmp0 (aus_statement_get_text (rows, 0), consultation->id) == 0) {
      *place = (AusQueuePlace) { position, estimate (rows, minutes) };
      return TRUE;
    }

    minutes += aus_statement_get_integer (rows, 2);
  }

  return step == AUS_STEP_DONE;
}

gboolean
aus_queue_tell (AusDatabase      *database,
                AusConsultation  *consultation,
                GError          **error)
{
  g_autoptr (AusStatement) rows = list_waiting (database, consultation, error);
  gint64 minutes, position = 0;
  AusStep step;

  if (rows == NULL || !get_running_minutes (database, consultation, &minutes, error))
    return FALSE;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    g_autoptr (AusConsultation) waiting = g_object_new (AUS_TYPE_CONSULTATION,
                                                        "id", aus_statement_get_text (rows, 0),
                                                        "doctor-id", consultation->doctor_id,
                                                        NULL);
    AusJsonWriter members;

    aus_json_writer_init (&members);
    aus_json_add_integer (&members, "queue_position", ++position);
    aus_json_add_integer (&members, "estimated_wait_minutes", estimate (rows, minutes));
    aus_events_tell (database, waiting, "queue_updated", AUS_TO (AUS_ROLES_ALL), &members);
    minutes += aus_statement_get_integer (rows, 2);
  }

  return step == AUS_STEP_DONE;
}
