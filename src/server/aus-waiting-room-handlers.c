#include "aus-access.h"
#include "aus-consultation-reply.h"
#include "aus-evidence.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-queue.h"
#include "aus-time.h"
#include "aus-visit.h"

#include <string.h>

#define REASON_MAX_LENGTH 500

/* What to do about somebody who is late, and from which minute on. */
static const struct
{
  gint64      minutes;
  const char *step;
} steps[] = {
  { 15, "decide" },
  { 5, "call" },
  { 2, "nudge" },
  { 0, "wait" },
};

static gboolean
read_kind (AusCall        *call,
           guint          *kind,
           GError        **error)
{
  const char *nick = aus_json_get_text (call->json, "kind");
  g_autofree char *list = NULL;

  if (nick != NULL && *nick != '\0' && aus_enum_from_nick (aus_no_show_kind_get_type (), nick, kind))
    return TRUE;

  list = aus_enum_list (aus_no_show_kind_get_type ());
  aus_error_add_field (error, "kind", "Must be one of: %s.", list);

  return FALSE;
}

static gboolean
read_reason (AusCall     *call,
             const char **reason,
             GError     **error)
{
  *reason = aus_json_get_text (call->json, "reason");

  if (*reason == NULL && json_object_has_member (call->json, "reason")) {
    aus_error_add_field (error, "reason", "Must be a text.");
    return FALSE;
  }

  if (*reason == NULL)
    *reason = "";

  if (g_utf8_strlen (*reason, -1) <= REASON_MAX_LENGTH)
    return TRUE;

  aus_error_add_field (error, "reason", "Must have at most %d characters.", REASON_MAX_LENGTH);

  return FALSE;
}

gboolean
aus_consultation_no_show (AusCall      *call,
                          AusDatabase  *database,
                          GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  AusEvidence evidence;
  const char *reason;
  guint kind;

  if (consultation == NULL || !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !read_kind (call, &kind, error) || !read_reason (call, &reason, error) ||
      !aus_evidence_gather (database, consultation, &evidence, error))
    return FALSE;

  g_object_set (consultation, "no-show-kind", kind, NULL);

  return aus_visit_act (database, &call->caller, consultation, AUS_ACT_MISS, error) &&
         aus_evidence_keep (database, &call->caller, consultation, &evidence, reason, error) &&
         aus_consultation_reply_act (call, database, consultation, "no_show");
}

static void
write_place (AusCall             *call,
             AusConsultation     *consultation,
             const AusQueuePlace *place,
             const AusEvidence   *evidence)
{
  AusJsonWriter *out = &call->out;

  aus_json_add_text (out, "consultation_id", consultation->id);
  aus_json_add_text (out, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));
  aus_json_add_integer (out, "queue_position", place->position);
  aus_json_add_integer (out, "estimated_wait_minutes", place->minutes);
  aus_json_add_integer (out, "doctor_overrun_minutes", place->overrun);

  if (consultation->waiting_since != NULL)
    aus_json_add_time (out, "waiting_since", aus_time_from_date_time (consultation->waiting_since));
  else
    aus_json_add_null (out, "waiting_since");

  aus_json_add_integer (out, "waited_minutes", evidence->waited_minutes);
  aus_json_add_text (out, "patient_presence", aus_enum_to_nick (AUS_TYPE_PRESENCE, consultation->patient_presence));
}

static gboolean
write_people (AusCall          *call,
              AusDatabase      *database,
              AusConsultation  *consultation,
              GError          **error)
{
  AusJsonWriter *out = &call->out;
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT id, name, role, presence, joined_at FROM participants "
                                    "WHERE consultation_id = ?1 AND joined_at IS NOT NULL "
                                    "ORDER BY joined_at, id", error);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, consultation->id);
  aus_json_begin_array (out, "people");

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    aus_json_begin_object (out, NULL);
    aus_json_add_text (out, "participant_id", aus_statement_get_text (rows, 0));
    aus_json_add_text (out, "name", aus_statement_get_text (rows, 1));
    aus_json_add_text (out, "role", aus_statement_get_text (rows, 2));
    aus_json_add_text (out, "presence", aus_statement_get_text (rows, 3));
    aus_json_add_time (out, "joined_at", aus_statement_get_integer (rows, 4));
    aus_json_end_object (out);
  }

  aus_json_end_array (out);

  return step == AUS_STEP_DONE;
}

/* Nobody is missed before it should have begun, nor after it has. */
static void
write_proposal (AusCall           *call,
                AusConsultation   *consultation,
                const AusEvidence *evidence)
{
  AusJsonWriter *out = &call->out;
  const gint64 late = aus_time_now () - aus_time_from_date_time (consultation->scheduled_start);
  const AusStatus status = consultation->status;
  guint i = 0;

  if (late < 0 || (status != AUS_STATUS_SCHEDULED && status != AUS_STATUS_WAITING)) {
    aus_json_add_null (out, "proposal");
    return;
  }

  while (late / AUS_TIME_MINUTE < steps[i].minutes)
    i++;

  aus_json_begin_object (out, "proposal");
  aus_json_add_text (out, "kind", aus_enum_to_nick (aus_no_show_kind_get_type (), aus_evidence_judge (evidence)));
  aus_json_add_text (out, "step", steps[i].step);
  aus_json_add_integer (out, "minutes_late", late / AUS_TIME_MINUTE);
  aus_json_end_object (out);
}

static gboolean
write_for_staff (AusCall            *call,
                 AusDatabase        *database,
                 AusConsultation    *consultation,
                 const AusEvidence  *evidence,
                 GError            **error)
{
  if (!aus_caller_is_staff (&call->caller))
    return TRUE;

  aus_evidence_write (evidence, &call->out);
  write_proposal (call, consultation, evidence);

  return aus_evidence_write_kept (database, consultation, &call->out, error);
}

gboolean
aus_waiting_room_show (AusCall      *call,
                       AusDatabase  *database,
                       GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  AusEvidence evidence;
  AusQueuePlace place;

  if (consultation == NULL || !aus_queue_find (database, consultation, &place, error) ||
      !aus_evidence_gather (database, consultation, &evidence, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  write_place (call, consultation, &place, &evidence);

  if (!write_people (call, database, consultation, error) ||
      !write_for_staff (call, database, consultation, &evidence, error))
    return FALSE;

  aus_json_end_object (&call->out);

  return TRUE;
}
