#include "aus-queue.h"

#include "aus-events.h"
#include "aus-time.h"

/* A visit that has run out of its plan is guessed to need this long still. */
#define OVERRUN_MINUTES 5
/* What lies further back tells nothing of today. */
#define TODAY (12 * AUS_TIME_HOUR)

/* The doctor's waiting patients, one after the other. */
typedef struct
{
  AusStatement *rows;
  gint64        minutes;
  gint64        overrun;
} Queue;

/* How much longer than planned the doctor's visits of today took. Whoever is faster now may not stay so. */
static gboolean
get_overrun (AusDatabase      *database,
             AusConsultation  *consultation,
             gint64           *overrun,
             GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT CAST (max (0, round (avg (duration_minutes - duration_planned))) "
                                    "AS INTEGER) FROM consultations WHERE doctor_id = ?1 AND status = 'completed' "
                                    "AND scheduled_start > ?2 AND duration_minutes IS NOT NULL", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->doctor_id);
  aus_statement_bind_integer (row, 2, aus_time_now () - TODAY);

  return aus_statement_run_integer (row, 0, overrun, error);
}

/* Minutes until the doctor's running visit should end; 0 where none runs. */
static gboolean
get_running_minutes (AusDatabase      *database,
                     AusConsultation  *consultation,
                     gint64            overrun,
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

  if (ends == 0) {
    *minutes = 0;
  } else {
    ends += overrun * AUS_TIME_MINUTE;
    *minutes = ends > now ? (ends - now) / AUS_TIME_MINUTE + 1 : OVERRUN_MINUTES;
  }

  return TRUE;
}

/* The rows are lent: release them. */
static gboolean
open_queue (AusDatabase      *database,
            AusConsultation  *consultation,
            Queue            *queue,
            GError          **error)
{
  if (!get_overrun (database, consultation, &queue->overrun, error) ||
      !get_running_minutes (database, consultation, queue->overrun, &queue->minutes, error))
    return FALSE;

  queue->rows =
    aus_database_prepare (database, "SELECT id, scheduled_start, duration_planned FROM consultations "
                                    "WHERE doctor_id = ?1 AND status = 'waiting' AND patient_presence <> 'left' "
                                    "ORDER BY scheduled_start, id", error);

  if (queue->rows != NULL)
    aus_statement_bind_text (queue->rows, 1, consultation->doctor_id);

  return queue->rows != NULL;
}

/* How long the one in the queue's row waits. */
static gint64
estimate (Queue *queue)
{
  gint64 until_start = (aus_statement_get_integer (queue->rows, 1) - aus_time_now ()) / AUS_TIME_MINUTE;

  return MAX (queue->minutes, MAX (until_start, 0));
}

static void
pass (Queue *queue)
{
  queue->minutes += aus_statement_get_integer (queue->rows, 2) + queue->overrun;
}

gboolean
aus_queue_find (AusDatabase      *database,
                AusConsultation  *consultation,
                AusQueuePlace    *place,
                GError          **error)
{
  Queue queue;
  g_autoptr (AusStatement) rows = NULL;
  gint64 position = 0;
  AusStep step;

  if (!open_queue (database, consultation, &queue, error))
    return FALSE;

  rows = queue.rows;
  *place = (AusQueuePlace) { 0, 0, queue.overrun };

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    position++;

    if (g_strcmp0 (aus_statement_get_text (rows, 0), consultation->id) == 0) {
      *place = (AusQueuePlace) { position, estimate (&queue), queue.overrun };
      return TRUE;
    }

    pass (&queue);
  }

  return step == AUS_STEP_DONE;
}

gboolean
aus_queue_tell (AusDatabase      *database,
                AusConsultation  *consultation,
                GError          **error)
{
  Queue queue;
  g_autoptr (AusStatement) rows = NULL;
  gint64 position = 0;
  AusStep step;

  if (!open_queue (database, consultation, &queue, error))
    return FALSE;

  rows = queue.rows;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    g_autoptr (AusConsultation) waiting = g_object_new (AUS_TYPE_CONSULTATION,
                                                        "id", aus_statement_get_text (rows, 0),
                                                        "doctor-id", consultation->doctor_id,
                                                        NULL);
    AusJsonWriter members;

    aus_json_writer_init (&members);
    aus_json_add_integer (&members, "queue_position", ++position);
    aus_json_add_integer (&members, "estimated_wait_minutes", estimate (&queue));

    if (!aus_events_tell (database, waiting, "queue_updated", AUS_TO (AUS_ROLES_ALL), &members, error))
      return FALSE;

    pass (&queue);
  }

  return step == AUS_STEP_DONE;
}
