#include "aus-access.h"
#include "aus-call-size.h"
#include "aus-assignments.h"
#include "aus-bookings.h"
#include "aus-changes.h"
#include "aus-consultation-reply.h"
#include "aus-consultation-state.h"
#include "aus-events.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-meeting-seats.h"
#include "aus-meeting.h"
#include "aus-meetings.h"
#include "aus-recorder.h"
#include "aus-recordings.h"
#include "aus-table.h"
#include "aus-time.h"

#include <string.h>

#define EDITORS (AUS_ROLES (ADMIN) | AUS_ROLES (DOCTOR) | AUS_ROLES (RECEPTIONIST))
#define LOOKERS (AUS_ROLES (ADMIN) | AUS_ROLES (PATIENT))
#define WRITERS (AUS_ROLES (DOCTOR) | AUS_ROLES (NURSE))

void
aus_consultation_reply_members (AusCall         *call,
                                AusDatabase     *database,
                                AusConsultation *consultation)
{
  const AusView view = aus_call_get_view (call);
  g_autofree char *url = aus_meeting_get_url (call->clinic, database, &call->caller, consultation);
  const AusStatus status = consultation->status;

  g_object_set (consultation,
                "meeting-url", url,
                "can-start", status == AUS_STATUS_SCHEDULED || status == AUS_STATUS_WAITING,
                "is-active", status == AUS_STATUS_WAITING || status == AUS_STATUS_IN_PROGRESS,
                NULL);
  aus_record_write_members (AUS_RECORD (consultation), &call->out, &view);
  call->revision = consultation->revision;
}

void
aus_consultation_reply (AusCall         *call,
                        AusDatabase     *database,
                        AusConsultation *consultation)
{
  aus_json_begin_object (&call->out, NULL);
  aus_consultation_reply_members (call, database, consultation);
  aus_json_end_object (&call->out);
}

gboolean
aus_consultation_reply_act (AusCall         *call,
                            AusDatabase     *database,
                            AusConsultation *consultation,
                            const char      *word)
{
  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "status", word);

  if (consultation->duration_minutes != AUS_INTEGER_NULL)
    aus_json_add_integer (&call->out, "duration_minutes", consultation->duration_minutes);

  aus_json_begin_object (&call->out, "consultation");
  aus_consultation_reply_members (call, database, consultation);
  aus_json_end_object (&call->out);
  aus_json_end_object (&call->out);

  return TRUE;
}

/* The field itself is the doctor's; others have one where they may watch something. Few visits are recorded. */
static gboolean
add_recording (AusCall          *call,
               AusDatabase      *database,
               AusConsultation  *consultation,
               GError          **error)
{
  g_autofree char *url = NULL;

  if ((LOOKERS & (1u << call->caller.role)) == 0)
    return TRUE;

  if (*consultation->recording_url != '\0' &&
      !aus_recordings_find_url (call, database, consultation->id, &url, error))
    return FALSE;

  aus_json_add_text (&call->out, "recording_url", url ? url : "");

  return TRUE;
}

gboolean
aus_consultation_show (AusCall      *call,
                       AusDatabase  *database,
                       GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);

  if (consultation == NULL)
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_consultation_reply_members (call, database, consultation);

  if (!add_recording (call, database, consultation, error))
    return FALSE;

  aus_json_end_object (&call->out);

  return TRUE;
}

typedef struct
{
  const char *member;
  guint       roles;
} Right;

static const Right rights[] = {
  { "doctor_id", EDITORS },
  { "notes", WRITERS },
  { "override", EDITORS },
  { "reason", EDITORS },
  { "recording_enabled", EDITORS },
  { "video_provider", EDITORS },
};

static gboolean
check_rights (AusCall  *call,
              GError  **error)
{
  GError *fault = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rights); i++) {
    if (json_object_has_member (call->json, rights[i].member) && (rights[i].roles & (1u << call->caller.role)) == 0)
      aus_error_add_field (&fault, rights[i].member, "You may not change this.");
  }

  if (fault == NULL)
    return TRUE;

  fault->code = AUS_ERROR_FORBIDDEN;
  g_propagate_error (error, fault);

  return FALSE;
}

static gboolean
is_over (AusConsultation *consultation)
{
  return consultation->status == AUS_STATUS_COMPLETED || consultation->status == AUS_STATUS_CANCELLED ||
         consultation->status == AUS_STATUS_NO_SHOW;
}

static gboolean
check_switch (AusConsultation  *consultation,
              GError          **error)
{
  if (!is_over (consultation))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Cannot switch the provider of a consultation that is over.");

  return FALSE;
}

/* Another provider is another meeting, on the same door link. What it takes follows when the change is saved. */
static gboolean
switch_provider (AusCall          *call,
                 AusDatabase      *database,
                 AusConsultation  *consultation,
                 GError          **error)
{
  AusJsonWriter members;

  if (!check_switch (consultation, error) || !aus_call_size_check_doors (database, consultation, 0, error) ||
      !aus_meeting_create (call->clinic, database, consultation, error) ||
      !aus_meeting_seats_empty (database, consultation, error))
    return FALSE;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "video_provider",
                     aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider));

  return aus_events_add (database, consultation, "provider_switched", AUS_TO (AUS_ROLES_ALL), &members, error);
}

static gboolean
save_update (AusCall          *call,
             AusDatabase      *database,
             AusConsultation  *consultation,
             GError          **error)
{
  AusJsonWriter members;

  if (!aus_table_save (database, AUS_RECORD (consultation), error))
    return FALSE;

  aus_json_writer_init (&members);
  aus_json_add_integer (&members, "revision", consultation->revision);
  aus_json_add_text (&members, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));

  return aus_events_add (database, consultation, "consultation_updated", AUS_TO (AUS_ROLES_STAFF), &members, error);
}

/* Whether the visit goes to a doctor who has no time for it. It is no field, and is taken out of the body. */
static gboolean
take_override (AusCall   *call,
               gboolean  *override,
               GError   **error)
{
  JsonNode *node = json_object_get_member (call->json, "override");

  if (node != NULL && (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)) {
    aus_error_add_field (error, "override", "Must be true or false.");
    return FALSE;
  }

  *override = node != NULL && json_node_get_boolean (node);

  if (node != NULL)
    json_object_remove_member (call->json, "override");

  return TRUE;
}

/* Another doctor is no matter of the record alone, and is taken out of the body. */
static gboolean
change_doctor (AusCall          *call,
               AusDatabase      *database,
               AusConsultation  *consultation,
               GError          **error)
{
  const char *doctor_id = aus_json_get_text (call->json, "doctor_id");
  g_autofree char *predecessor = g_strdup (consultation->doctor_id);
  gboolean override;

  if (!take_override (call, &override, error))
    return FALSE;

  if (!json_object_has_member (call->json, "doctor_id"))
    return TRUE;

  if (doctor_id == NULL) {
    aus_error_add_field (error, "doctor_id", "Must be a UUID.");
    return FALSE;
  }

  /* It says first whether the visit can go to anybody at all. */
  if (!aus_assignments_hand_over (database, &call->caller, consultation, doctor_id, error) ||
      (!override && strcmp (predecessor, doctor_id) != 0 &&
       !aus_bookings_check_visit (database, consultation, aus_time_from_date_time (consultation->scheduled_start),
                                  error)))
    return FALSE;

  json_object_remove_member (call->json, "doctor_id");

  return TRUE;
}

/* What a meeting that is held elsewhere depends on. */
typedef struct
{
  char     *doctor_id;
  guint     provider;
  gboolean  recording_enabled;
} Terms;

static void
terms_clear (Terms *self)
{
  g_clear_pointer (&self->doctor_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Terms, terms_clear)

/* What is switched off does not go on; an outside provider is told beside. */
static gboolean
follow_switch (AusCall          *call,
               AusDatabase      *database,
               AusConsultation  *consultation,
               const Terms      *before,
               GError          **error)
{
  return !before->recording_enabled || consultation->recording_enabled ||
         aus_recorder_stop_any (database, consultation, AUS_STOP_REASON_STOPPED, call->caller.name, error);
}

/* Whoever holds a meeting holds it for good, so another doctor is another meeting. */
static gboolean
follow_update (AusCall          *call,
               AusDatabase      *database,
               AusConsultation  *consultation,
               const Terms      *before,
               GError          **error)
{
  const gboolean is_other = before->provider != consultation->video_provider ||
                            strcmp (before->doctor_id, consultation->doctor_id) != 0;

  if (!follow_switch (call, database, consultation, before, error))
    return FALSE;

  if (is_other && !is_over (consultation))
    return aus_meeting_follow (call->clinic, database, consultation, error);

  return before->recording_enabled == consultation->recording_enabled ||
         aus_meetings_change (database, consultation, error);
}

gboolean
aus_consultation_update (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  g_auto (Terms) before = { 0 };
  guint provider;

  if (consultation == NULL || !check_rights (call, error) ||
      !aus_access_check_part (&call->caller, database, consultation, error) ||
      !aus_call_check_revision (call, AUS_RECORD (consultation), error))
    return FALSE;

  before = (Terms) { g_strdup (consultation->doctor_id), consultation->video_provider,
                     consultation->recording_enabled };

  if (!change_doctor (call, database, consultation, error))
    return FALSE;

  provider = consultation->video_provider;

  if (!aus_record_read_json (AUS_RECORD (consultation), call->json, AUS_READ_UPDATE, error) ||
      (provider != consultation->video_provider && !switch_provider (call, database, consultation, error)) ||
      !save_update (call, database, consultation, error) ||
      !follow_update (call, database, consultation, &before, error))
    return FALSE;

  aus_consultation_reply (call, database, consultation);

  return TRUE;
}

gboolean
aus_consultation_switch_provider (AusCall      *call,
                                  AusDatabase  *database,
                                  GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  guint provider;

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error) ||
      !aus_call_check_revision (call, AUS_RECORD (consultation), error))
    return FALSE;

  if (!json_object_has_member (call->json, "video_provider")) {
    aus_error_add_field (error, "video_provider", "Is required.");
    return FALSE;
  }

  provider = consultation->video_provider;

  if (!aus_record_read_json (AUS_RECORD (consultation), call->json, AUS_READ_UPDATE, error) ||
      !check_switch (consultation, error))
    return FALSE;

  /* Asking for what there is already is no reason to turn people out of their meeting. */
  if (provider != consultation->video_provider &&
      (!switch_provider (call, database, consultation, error) || !save_update (call, database, consultation, error) ||
       !aus_meeting_follow (call->clinic, database, consultation, error)))
    return FALSE;

  return aus_consultation_reply_act (call, database, consultation, "switched");
}

/* What goes with a consultation leaves its traces in the change log too. */
static gboolean
note_gone (AusDatabase      *database,
           AusConsultation  *consultation,
           const char       *table,
           GError          **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, revision FROM %s WHERE consultation_id = ?1", table);
  g_autoptr (AusStatement) rows = aus_database_prepare (database, sql, error);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, consultation->id);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    if (!aus_changes_add (database, table, aus_statement_get_text (rows, 0), aus_statement_get_integer (rows, 1), TRUE,
                          error))
      return FALSE;
  }

  return step == AUS_STEP_DONE;
}

/* That something was said stays in the numbering of the log; what it was does not. */
static gboolean
forget_words (AusDatabase      *database,
              AusConsultation  *consultation,
              GError          **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE events SET frame = json_remove (frame, '$.message', '$.file_name', "
                                    "'$.description') "
                                    "WHERE type IN ('" AUS_EVENT_MESSAGE "', 'technical_issue_reported') "
                                    "AND seq IN (SELECT seq FROM event_visits WHERE consultation_id = ?1)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation->id);

  return aus_statement_run (statement, error);
}

static gboolean
remove_all (AusDatabase      *database,
            AusConsultation  *consultation,
            GError          **error)
{
  static const char *const tables[] = { "participants", "messages", "technical_issues" };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    if (!note_gone (database, consultation, tables[i], error))
      return FALSE;
  }

  return aus_meetings_cancel (database, consultation, error) && forget_words (database, consultation, error) &&
         aus_table_delete (database, AUS_RECORD (consultation), error) &&
         aus_bookings_touch (database, consultation->booking_id, error) &&
         aus_events_tell (database, consultation, AUS_EVENT_DELETED, AUS_TO (0), NULL, error);
}

#define NOT_OF_THE_CLINIC "('patient', 'guest', 'interpreter')"

/* Who came may have been sent home again, and what they wrote, early or then, is theirs as well. */
static gboolean
check_nobody_came (AusDatabase      *database,
                   AusConsultation  *consultation,
                   GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT EXISTS (SELECT 1 FROM participants WHERE consultation_id = ?1 "
                                    "AND joined_at IS NOT NULL AND role IN " NOT_OF_THE_CLINIC ") "
                                    "OR EXISTS (SELECT 1 FROM messages WHERE consultation_id = ?1 "
                                    "AND sender_role IN " NOT_OF_THE_CLINIC ") "
                                    "OR EXISTS (SELECT 1 FROM files WHERE consultation_id = ?1 "
                                    "AND state <> 'deleted' AND sender_role IN " NOT_OF_THE_CLINIC ")", error);
  gint64 came;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);

  if (!aus_statement_run_integer (row, 0, &came, error))
    return FALSE;

  if (came == 0 && consultation->status == AUS_STATUS_SCHEDULED && consultation->waiting_since == NULL)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT,
               "Only a consultation that nobody came to can be deleted; cancel it.");

  return FALSE;
}

gboolean
aus_consultation_delete (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);

  return consultation != NULL && aus_access_check_part (&call->caller, database, consultation, error) &&
         aus_call_check_revision (call, AUS_RECORD (consultation), error) &&
         check_nobody_came (database, consultation, error) && remove_all (database, consultation, error);
}
