#include "aus-access.h"
#include "aus-changes.h"
#include "aus-events.h"
#include "aus-files.h"
#include "aus-handlers.h"
#include "aus-message.h"
#include "aus-page.h"
#include "aus-seats.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-withheld.h"

/* Those who may talk behind the patient's back, for the patient's sake. */
#define PRIVATE_AUDIENCE AUS_ROLES_CLINICIANS

static const AusOrdering orderings[] = {
  { "timestamp", "position, id" },
  { "-timestamp", "position DESC, id DESC" },
  { NULL, NULL },
};

const AusParameter aus_message_parameters[] = {
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

static gboolean
is_blank (const char *text)
{
  g_autofree char *rest = g_strstrip (g_strdup (text));

  return *rest == '\0';
}

/* A message says something, or brings something. */
static gboolean
check_content (AusCall     *call,
               AusMessage  *message,
               GError     **error)
{
  if (message->file_id != NULL && call->caller.role == AUS_ROLE_RECEPTIONIST)
    aus_error_add_field (error, "file_id", "Reception sends no files.");
  else if (message->file_id == NULL && message->message_type == AUS_MESSAGE_TYPE_FILE)
    aus_error_add_field (error, "file_id", "Is required.");
  else if (message->file_id != NULL || !is_blank (message->message))
    return TRUE;
  else
    aus_error_add_field (error, "message",
                         json_object_has_member (call->json, "message") ? "Must not be blank." : "Is required.");

  return FALSE;
}

static gboolean
check_message (AusCall     *call,
               AusMessage  *message,
               GError     **error)
{
  const gboolean is_clinical = (AUS_ROLES_CLINICIANS & (1u << call->caller.role)) != 0;

  if (!check_content (call, message, error))
    return FALSE;

  if (message->is_private && !is_clinical) {
    aus_error_add_field (error, "is_private", "Only clinicians write private messages.");
    return FALSE;
  }

  if (message->message_type != AUS_MESSAGE_TYPE_TEXT && message->message_type != AUS_MESSAGE_TYPE_FILE &&
      !(message->message_type == AUS_MESSAGE_TYPE_PRESCRIPTION && call->caller.role == AUS_ROLE_DOCTOR)) {
    aus_error_add_field (error, "message_type", "You may not write messages of this kind.");
    return FALSE;
  }

  return TRUE;
}

static gboolean
check_moment (AusCall          *call,
              AusConsultation  *consultation,
              GError          **error)
{
  const AusStatus status = consultation->status;

  if (status == AUS_STATUS_CANCELLED) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The consultation is cancelled.");
    return FALSE;
  }

  if (call->caller.role == AUS_ROLE_RECEPTIONIST && status != AUS_STATUS_SCHEDULED && status != AUS_STATUS_WAITING) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "Reception writes to the waiting room only.");
    return FALSE;
  }

  return TRUE;
}

static gboolean
is_doctor_there (AusDatabase      *database,
                 AusConsultation  *consultation,
                 gint64           *there,
                 GError          **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT 1 FROM participants WHERE consultation_id = ?1 AND role = 'doctor' "
                                    "AND presence IN ('here', 'in_call')", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation->id);

  return aus_statement_run_integer (statement, 0, there, error);
}

/* What the doctor has not seen is counted. */
static gboolean
count_unread (AusCall          *call,
              AusDatabase      *database,
              AusConsultation  *consultation,
              GError          **error)
{
  g_autoptr (AusStatement) statement = NULL;
  gint64 there;

  if (aus_caller_is_staff (&call->caller))
    return TRUE;

  if (!is_doctor_there (database, consultation, &there, error))
    return FALSE;

  if (there)
    return TRUE;

  statement = aus_database_prepare (database, "UPDATE consultations SET unread_messages = unread_messages + 1 "
                                              "WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation->id);

  return aus_statement_run (statement, error) &&
         aus_changes_add (database, "consultations", consultation->id, consultation->revision, FALSE, error);
}

static void
add_file (AusJsonWriter *members,
          AusMessage    *message)
{
  if (message->file_id == NULL)
    return;

  aus_json_add_text (members, "file_id", message->file_id);
  aus_json_add_text (members, "file_name", message->file_name);
  aus_json_add_text (members, "file_type", message->file_type);
  aus_json_add_integer (members, "file_size", message->file_size);
}

static gboolean
announce (AusDatabase      *database,
          AusConsultation  *consultation,
          AusMessage       *message,
          GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "message_id", message->id);
  aus_json_add_text (&members, "message", message->message);
  aus_json_add_text (&members, "message_type",
                     aus_enum_to_nick (aus_message_type_get_type (), message->message_type));
  aus_json_add_text (&members, "sender_id", message->sender_id);
  aus_json_add_text (&members, "sender_name", message->sender_name);
  aus_json_add_text (&members, "sender_role", aus_enum_to_nick (AUS_TYPE_ROLE, message->sender_role));
  aus_json_add_boolean (&members, "is_private", message->is_private);
  aus_json_add_integer (&members, "position", message->position);
  add_file (&members, message);

  /* Reception hears nothing of what is said, but what it says itself. */
  return aus_events_add (database, consultation, AUS_EVENT_MESSAGE,
                         (AusAudience) { message->is_private ? PRIVATE_AUDIENCE : PRIVATE_AUDIENCE | AUS_ROLES_BY_DOOR,
                                         message->sender_id },
                         &members, error);
}

/* Behind what was said last, whatever the clock says. The time is now, but not before that of the last one: a clock
 * that is set back by some hours must not show answers as earlier than questions. One that was wrong by more is not
 * followed. */
static gboolean
find_place (AusDatabase      *database,
            AusConsultation  *consultation,
            gint64           *time,
            gint64           *position,
            GError          **error)
{
  const gint64 now = aus_time_now ();
  g_autoptr (AusStatement) last =
    aus_database_prepare (database, "SELECT position, timestamp FROM messages WHERE consultation_id = ?1 "
                                    "ORDER BY position DESC LIMIT 1", error);
  gint64 before = 0;
  AusStep step;

  if (last == NULL)
    return FALSE;

  *position = 1;
  aus_statement_bind_text (last, 1, consultation->id);
  step = aus_statement_step (last, error);

  if (step == AUS_STEP_ROW) {
    *position = aus_statement_get_integer (last, 0) + 1;
    before = aus_statement_get_integer (last, 1);
  }

  *time = before < now + AUS_TIME_DAY ? MAX (now, before + 1) : now;

  return step != AUS_STEP_ERROR;
}

static void
sign (AusCall         *call,
      AusConsultation *consultation,
      const char      *seat_id,
      gint64           time,
      gint64           position,
      AusMessage      *message)
{
  g_autoptr (GDateTime) now = aus_time_to_date_time (time);
  AusRecord *record = AUS_RECORD (message);

  aus_record_set_text (record, "consultation_id", consultation->id);
  aus_record_set_text (record, "sender_id", seat_id);
  aus_record_set_text (record, "sender_name", call->caller.name);
  aus_record_set_time (record, "timestamp", now);
  aus_record_set_integer (record, "position", position);
  g_object_set (message, "sender-role", call->caller.role, NULL);
}

static gboolean
save (AusCall          *call,
      AusDatabase      *database,
      AusConsultation  *consultation,
      AusMessage       *message,
      GError          **error)
{
  g_autofree char *seat_id = aus_seats_take_id (database, &call->caller, consultation, error);
  g_autoptr (AusFile) file = NULL;
  gint64 time, position;

  if (seat_id == NULL || !find_place (database, consultation, &time, &position, error))
    return FALSE;

  sign (call, consultation, seat_id, time, position, message);

  return aus_files_take_up (database, seat_id, message, &file, error) &&
         aus_table_insert (database, AUS_RECORD (message), error) &&
         aus_withheld_note (database, message, error) &&
         (file == NULL || aus_files_attach (database, file, message, error)) &&
         count_unread (call, database, consultation, error) &&
         announce (database, consultation, message, error);
}

/* What came with a file and no words has the file's name for them. */
static gboolean
is_same (AusMessage *twin,
         AusMessage *message)
{
  if (message->file_id != NULL && *message->message == '\0')
    return g_strcmp0 (twin->file_id, message->file_id) == 0;

  return g_strcmp0 (twin->message, message->message) == 0;
}

/* Whether this message, under the id that its writer gave it, is here already. */
static gboolean
find_twin (AusCall      *call,
           AusDatabase  *database,
           AusMessage   *message,
           gboolean     *found,
           GError      **error)
{
  g_autoptr (AusMessage) twin = g_object_new (AUS_TYPE_MESSAGE, NULL);
  g_autoptr (GError) fault = NULL;

  if (*message->id == '\0')
    return TRUE;

  if (!aus_table_get (database, AUS_RECORD (twin), message->id, &fault)) {
    if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
      return TRUE;

    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  if (g_strcmp0 (twin->consultation_id, call->id) != 0 || !is_same (twin, message)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "There is another message of this id.");
    return FALSE;
  }

  aus_record_assign (AUS_RECORD (message), AUS_RECORD (twin));
  *found = TRUE;

  return TRUE;
}

gboolean
aus_message_create (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  const AusView view = aus_call_get_view (call);
  g_autoptr (AusConsultation) consultation =
    aus_access_get_outline (&call->caller, database, call->id, error);
  g_autoptr (AusMessage) message = g_object_new (AUS_TYPE_MESSAGE, NULL);
  gboolean found = FALSE;

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error) ||
      !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !aus_record_read_json (AUS_RECORD (message), call->json, AUS_READ_CREATE, error) ||
      !check_message (call, message, error) || !check_moment (call, consultation, error) ||
      !find_twin (call, database, message, &found, error))
    return FALSE;

  if (!found && !save (call, database, consultation, message, error))
    return FALSE;

  aus_record_write_json (AUS_RECORD (message), &call->out, NULL, &view);

  return TRUE;
}

static gboolean
narrow (AusCall          *call,
        AusDatabase      *database,
        AusConsultation  *consultation,
        AusQuery         *rows,
        GError          **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusParticipant) seat = aus_seats_find (database, &call->caller, consultation, &fault);
  const char *own = seat ? seat->id : "";

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  if (call->caller.role == AUS_ROLE_RECEPTIONIST) {
    aus_query_and_text (rows, "sender_id = ?", own);
  } else if (!aus_caller_is_staff (&call->caller)) {
    aus_query_and_text (rows, "is_private = 0 OR sender_id = ?", own);
    aus_query_and_text (rows, "id " AUS_WITHHELD_NOT_IN, own);

    if (aus_seats_is_outside (&call->caller, consultation, seat))
      aus_query_and_text (rows, "sender_id = ?", own);
  }

  return TRUE;
}

gboolean
aus_message_list (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_outline (&call->caller, database, call->id, error);
  const char *order = consultation ? aus_page_order (call, orderings, error) : NULL;
  g_autoptr (AusQuery) rows = aus_query_new ("messages");

  if (order == NULL)
    return FALSE;

  aus_query_and_text (rows, "consultation_id = ?", consultation->id);

  return narrow (call, database, consultation, rows, error) &&
         aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_MESSAGE, order }, error);
}

gboolean
aus_participant_list (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_outline (&call->caller, database, call->id, error);
  g_autoptr (AusQuery) rows = aus_query_new ("participants");

  if (consultation == NULL)
    return FALSE;

  aus_query_and_text (rows, "consultation_id = ?", consultation->id);

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_PARTICIPANT, "created_at, id" }, error);
}
