#include "aus-admission-handlers.h"

#include "aus-access.h"
#include "aus-call-size.h"
#include "aus-json.h"
#include "aus-recorder.h"
#include "aus-seats.h"
#include "aus-table.h"

#include <string.h>

/* The seat in @consultation that the body names. */
static AusParticipant *
read_seat (AusCall          *call,
           AusDatabase      *database,
           AusConsultation  *consultation,
           GError          **error)
{
  const char *id = aus_json_get_text (call->json, "participant_id");
  g_autoptr (AusParticipant) seat = g_object_new (AUS_TYPE_PARTICIPANT, NULL);
  g_autoptr (GError) fault = NULL;

  if (id == NULL) {
    aus_error_add_field (error, "participant_id", "Is required: the id of somebody in the visit.");
    return NULL;
  }

  if (!aus_table_get (database, AUS_RECORD (seat), id, &fault) &&
      !g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }

  if (fault != NULL || strcmp (seat->consultation_id, consultation->id) != 0) {
    aus_error_add_field (error, "participant_id", "There is nobody of this id in the visit.");
    return NULL;
  }

  if (seat->role != AUS_PARTICIPANT_ROLE_PATIENT && seat->role != AUS_PARTICIPANT_ROLE_GUEST &&
      seat->role != AUS_PARTICIPANT_ROLE_INTERPRETER) {
    aus_error_add_field (error, "participant_id", "Staff are not put on hold.");
    return NULL;
  }

  return g_steal_pointer (&seat);
}

static gboolean
check_progress (AusConsultation  *consultation,
                GError          **error)
{
  if (consultation->status == AUS_STATUS_IN_PROGRESS)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The consultation is not in progress.");

  return FALSE;
}

static gboolean
check_room (AusDatabase      *database,
            AusConsultation  *consultation,
            AusParticipant   *seat,
            AusAdmission      admission,
            GError          **error)
{
  return admission != AUS_ADMISSION_IN || seat->admission == AUS_ADMISSION_IN ||
         aus_call_size_check_seat (database, consultation, seat, error);
}

/* Whoever is let in is seen and heard from now on. */
static gboolean
admit (AusCall          *call,
       AusDatabase      *database,
       AusConsultation  *consultation,
       AusParticipant   *seat,
       AusAdmission      admission,
       GError          **error)
{
  const gboolean comes_in = admission == AUS_ADMISSION_IN && seat->admission != AUS_ADMISSION_IN;

  return aus_seats_set_admission (database, consultation, seat, admission, call->caller.name, error) &&
         (!comes_in || aus_recorder_check (database, consultation, AUS_STOP_REASON_PARTICIPANT_JOINED, error));
}

static gboolean
set_admission (AusCall       *call,
               AusDatabase   *database,
               AusAdmission   admission,
               GError       **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  g_autoptr (AusParticipant) seat = NULL;
  const AusView view = aus_call_get_view (call);

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error) ||
      !aus_call_check_revision (call, AUS_RECORD (consultation), error))
    return FALSE;

  seat = read_seat (call, database, consultation, error);

  if (seat == NULL || !check_progress (consultation, error) ||
      !check_room (database, consultation, seat, admission, error) ||
      !admit (call, database, consultation, seat, admission, error))
    return FALSE;

  aus_record_write_json (AUS_RECORD (seat), &call->out, NULL, &view);

  return TRUE;
}

gboolean
aus_participant_hold (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  return set_admission (call, database, AUS_ADMISSION_HELD, error);
}

gboolean
aus_participant_let_in (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  return set_admission (call, database, AUS_ADMISSION_IN, error);
}
