#include "aus-checks.h"
#include "aus-doctors.h"
#include "aus-handlers.h"
#include "aus-slots.h"
#include "aus-time.h"
#include "aus-uuid.h"
#include "aus-zone.h"

const AusParameter aus_slot_parameters[] = {
  { "doctor_id", AUS_PARAMETER_ID, .is_required = TRUE },
  { "date", AUS_PARAMETER_DATE, .is_required = TRUE },
  { "time_zone" },
  { NULL },
};

static gboolean
read_question (AusCall          *call,
               AusSlotQuestion  *question,
               GError          **error)
{
  const char *fault;
  GError *faults = NULL;

  question->doctor_id = aus_call_get_query (call, "doctor_id");
  question->date = aus_call_get_query (call, "date");
  question->zone = aus_call_get_query (call, "time_zone");
  question->now = aus_time_now ();
  fault = question->date ? aus_check_date (question->date) : "Is required.";

  if (fault != NULL)
    aus_error_add_field (&faults, "date", "%s", fault);
  if (question->doctor_id == NULL)
    aus_error_add_field (&faults, "doctor_id", "Is required.");
  else if (!aus_uuid_is_valid (question->doctor_id))
    aus_error_add_field (&faults, "doctor_id", "Must be an id.");
  if (question->zone != NULL && !aus_zone_is_valid (question->zone))
    aus_error_add_field (&faults, "time_zone", "Must be a time zone such as Europe/Berlin.");

  if (faults == NULL)
    return TRUE;

  g_propagate_error (error, faults);

  return FALSE;
}

gboolean
aus_slot_list (AusCall      *call,
               AusDatabase  *database,
               GError      **error)
{
  AusSlotQuestion question;

  if (!read_question (call, &question, error) ||
      !aus_doctors_check (database, question.doctor_id, "doctor_id", error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "doctor_id", question.doctor_id);
  aus_json_add_text (&call->out, "date", question.date);

  if (question.zone != NULL)
    aus_json_add_text (&call->out, "time_zone", question.zone);

  if (!aus_slots_write (database, &question, &call->out, error))
    return FALSE;

  aus_json_end_object (&call->out);

  return TRUE;
}
