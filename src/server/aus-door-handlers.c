#include "aus-access.h"
#include "aus-call-size.h"
#include "aus-consultation-state.h"
#include "aus-door-times.h"
#include "aus-doors.h"
#include "aus-events.h"
#include "aus-handlers.h"
#include "aus-patient.h"
#include "aus-queue.h"
#include "aus-seats.h"
#include "aus-settings.h"
#include "aus-table.h"

#include <string.h>

const AusParameter aus_door_parameters[] = {
  { "door_id", .is_required = TRUE },
  { NULL },
};

static void
write_door (AusCall *call,
            AusDoor *door)
{
  const AusView view = aus_call_get_view (call);
  g_autofree char *url = aus_doors_make_url (call->clinic, door->id, door->token_hash);

  aus_json_begin_object (&call->out, NULL);
  aus_record_write_members (AUS_RECORD (door), &call->out, &view);
  aus_json_add_text (&call->out, "url", door->revoked_at ? NULL : url);
  aus_json_end_object (&call->out);
}

gboolean
aus_door_list (AusCall      *call,
               AusDatabase  *database,
               GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  g_autoptr (AusStatement) rows = NULL;
  AusStep step;

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error))
    return FALSE;

  rows = aus_database_prepare (database, "SELECT * FROM doors WHERE consultation_id = ?1 ORDER BY created_at, id",
                               error);

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, consultation->id);
  aus_json_begin_array (&call->out, NULL);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    g_autoptr (AusDoor) door = g_object_new (AUS_TYPE_DOOR, NULL);

    aus_statement_read_record (rows, AUS_RECORD (door));
    write_door (call, door);
  }

  aus_json_end_array (&call->out);

  return step == AUS_STEP_DONE;
}

gboolean
aus_door_create (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  g_autoptr (AusDoor) wanted = g_object_new (AUS_TYPE_DOOR, NULL);
  g_autoptr (AusDoor) door = NULL;

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error) ||
      !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !aus_record_read_json (AUS_RECORD (wanted), call->json, AUS_READ_CREATE, error))
    return FALSE;

  if ((AUS_ROLES_BY_DOOR & (1u << wanted->role)) == 0) {
    aus_error_add_field (error, "role", "Must be one of: patient, guest, interpreter.");
    return FALSE;
  }

  if (*wanted->name == '\0')
    g_object_set (wanted, "name", wanted->role == AUS_ROLE_PATIENT ? consultation->patient_name : "Guest", NULL);

  if (wanted->role != AUS_ROLE_PATIENT && !aus_call_size_check_doors (database, consultation, 1, error))
    return FALSE;

  door = aus_doors_add (call->clinic, database, consultation, wanted->role, wanted->name, error);

  if (door == NULL)
    return FALSE;

  write_door (call, door);

  return TRUE;
}

/* Nobody waits for whoever sat there, and the others see that they went. */
static gboolean
free_seat (AusDatabase      *database,
           AusConsultation  *consultation,
           AusDoor          *door,
           GError          **error)
{
  const AusCaller caller = { .role = door->role, .door_id = door->id };
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusParticipant) seat = aus_seats_find (database, &caller, consultation, &fault);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  if (seat == NULL || seat->presence == AUS_PRESENCE_AWAY || seat->presence == AUS_PRESENCE_LEFT)
    return TRUE;

  return aus_seats_set_presence (database, consultation, seat, AUS_PRESENCE_LEFT, "removed", error) &&
         aus_queue_tell (database, consultation, error);
}

/* Whoever came through it is shown out. */
static gboolean
turn_out (AusDatabase      *database,
          AusConsultation  *consultation,
          AusDoor          *door,
          GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "door_id", door->id);

  return aus_events_add (database, consultation, AUS_EVENT_DOOR_REVOKED, AUS_TO (AUS_ROLES_STAFF), &members, error);
}

/* Shut twice is shut once. */
static gboolean
shut (AusCall          *call,
      AusDatabase      *database,
      AusConsultation  *consultation,
      AusDoor          *door,
      GError          **error)
{
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());

  if (!aus_call_check_revision (call, AUS_RECORD (door), error))
    return FALSE;

  if (door->revoked_at != NULL)
    return TRUE;

  g_object_set (door, "revoked-at", now, NULL);

  return aus_table_save (database, AUS_RECORD (door), error) && free_seat (database, consultation, door, error) &&
         turn_out (database, consultation, door, error);
}

/* The door that @id names, and its consultation, if the caller may see that and does not only look on. */
static AusDoor *
find_door (AusCall           *call,
           AusDatabase       *database,
           const char        *id,
           AusConsultation  **consultation,
           GError           **error)
{
  g_autoptr (AusDoor) door = g_object_new (AUS_TYPE_DOOR, NULL);
  g_autoptr (GError) fault = NULL;

  if (!aus_table_get (database, AUS_RECORD (door), id, error))
    return NULL;

  *consultation = aus_access_get_consultation (&call->caller, database, door->consultation_id, &fault);

  if (*consultation != NULL)
    return aus_access_check_part (&call->caller, database, *consultation, error) ? g_steal_pointer (&door) : NULL;

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    aus_table_fail_to_find (AUS_RECORD (door), error);
  else
    g_propagate_error (error, g_steal_pointer (&fault));

  return NULL;
}

gboolean
aus_door_delete (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusConsultation) consultation = NULL;
  g_autoptr (AusDoor) door = find_door (call, database, call->id, &consultation, error);

  return door != NULL && shut (call, database, consultation, door, error);
}

/* The same with both ids in sight. */
gboolean
aus_door_revoke (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  const char *id = aus_call_get_query (call, "door_id");
  g_autoptr (AusConsultation) consultation = NULL;
  g_autoptr (AusDoor) door = NULL;

  if (id == NULL) {
    aus_error_add_field (error, "door_id", "Is required, behind the question mark.");
    return FALSE;
  }

  door = find_door (call, database, id, &consultation, error);

  if (door == NULL)
    return FALSE;

  if (strcmp (door->consultation_id, call->id) != 0)
    return aus_table_fail_to_find (AUS_RECORD (door), error);

  return shut (call, database, consultation, door, error);
}

static const char *
get_state (AusConsultation *consultation,
           gint64           opens_at)
{
  switch ((AusStatus) consultation->status) {
    case AUS_STATUS_SCHEDULED:
      return aus_time_now () < opens_at ? "early" : "open";
    case AUS_STATUS_WAITING:
      return "open";
    case AUS_STATUS_IN_PROGRESS:
      return "admitted";
    case AUS_STATUS_COMPLETED:
      return "over";
    case AUS_STATUS_CANCELLED:
      return "cancelled";
    case AUS_STATUS_NO_SHOW:
      return "no_show";
  }

  g_return_val_if_reached ("over");
}

static gint64
get_expiry (AusConsultation *consultation)
{
  gint64 end;

  if (consultation->actual_end != NULL)
    return aus_time_from_date_time (consultation->actual_end) + AUS_DOOR_CLOSES_AFTER;

  end = aus_time_from_date_time (consultation->scheduled_start) + consultation->duration_planned * AUS_TIME_MINUTE;

  if (consultation->actual_start != NULL)
    end = MAX (end, aus_time_from_date_time (consultation->actual_start));

  return end + AUS_DOOR_CLOSES_AFTER;
}

static void
write_visit (AusCall         *call,
             AusConsultation *consultation)
{
  AusJsonWriter *out = &call->out;
  gint64 starts = aus_time_from_date_time (consultation->scheduled_start);
  gint64 opens_at = starts - AUS_DOOR_OPENS_BEFORE;

  aus_json_add_text (out, "state", get_state (consultation, opens_at));
  aus_json_add_text (out, "consultation_id", consultation->id);
  aus_json_add_text (out, "doctor_name", consultation->doctor_name);
  aus_json_add_time (out, "scheduled_start", starts);
  aus_json_add_integer (out, "duration_planned", consultation->duration_planned);
  aus_json_add_text (out, "time_zone", consultation->time_zone);
  aus_json_add_time (out, "opens_at", opens_at);
  aus_json_add_time (out, "expires_at", get_expiry (consultation));
  aus_json_add_text (out, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));
  aus_json_add_text (out, "video_provider",
                     aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider));
  aus_json_add_text (out, "cancel_reason", call->caller.role == AUS_ROLE_PATIENT ? consultation->cancel_reason : "");
  aus_json_add_text (out, "change_request",
                     aus_enum_to_nick (aus_change_request_get_type (), consultation->change_request));

  aus_json_add_text (out, "call_mode", aus_enum_to_nick (aus_call_mode_get_type (), consultation->call_mode));

  if (consultation->room_opens_at != NULL)
    aus_json_add_time (out, "room_opens_at", aus_time_from_date_time (consultation->room_opens_at));
  else
    aus_json_add_null (out, "room_opens_at");

  if (consultation->actual_end != NULL)
    aus_json_add_time (out, "actual_end", aus_time_from_date_time (consultation->actual_end));
  else
    aus_json_add_null (out, "actual_end");
}

/* Enough for the patient to know their own number by, and for nobody else to learn it. */
#define HINT_LENGTH 2

static gboolean
write_phone_hint (AusCall          *call,
                  AusDatabase      *database,
                  AusConsultation  *consultation,
                  GError          **error)
{
  g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, NULL);
  const char *hint = NULL;

  if (consultation->call_mode == AUS_CALL_MODE_PHONE && call->caller.role == AUS_ROLE_PATIENT) {
    if (!aus_table_get (database, AUS_RECORD (patient), consultation->patient_id, error))
      return FALSE;

    if (patient->phone != NULL && strlen (patient->phone) > HINT_LENGTH)
      hint = patient->phone + strlen (patient->phone) - HINT_LENGTH;
  }

  /* Whoever typed words there gets none of them back. */
  aus_json_add_text (&call->out, "phone_hint",
                     hint != NULL && strspn (hint, "0123456789") == HINT_LENGTH ? hint : NULL);

  return TRUE;
}

/* What a patient reads of the clinic. */
static gboolean
write_clinic (AusCall      *call,
              AusDatabase  *database,
              GError      **error)
{
  static const struct
  {
    AusSettingId  id;
    const char   *name;
  } members[] = {
    { AUS_SETTING_CLINIC_NAME, "name" }, { AUS_SETTING_CLINIC_PHONE, "phone" },
    { AUS_SETTING_CLINIC_ADDRESS, "address" }, { AUS_SETTING_LANGUAGES, "languages" },
    { AUS_SETTING_WAITING_ROOM_TEXT, "waiting_room_text" },
  };

  aus_json_begin_object (&call->out, "clinic");

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    g_autofree char *text = aus_settings_get_text (database, call->clinic, members[i].id, error);

    if (text == NULL)
      return FALSE;

    aus_json_add_text (&call->out, members[i].name, text);
  }

  aus_json_end_object (&call->out);

  return TRUE;
}

static void
write_person (AusCall              *call,
              AusConsultation      *consultation,
              AusParticipant       *seat,
              const AusQueuePlace  *place)
{
  AusJsonWriter *out = &call->out;
  gboolean present = seat != NULL && seat->joined_at != NULL && seat->presence != AUS_PRESENCE_LEFT;
  AusAdmission admission = seat ? seat->admission : AUS_ADMISSION_IN;

  if (aus_seats_is_outside (&call->caller, consultation, seat))
    admission = AUS_ADMISSION_WAITING;

  aus_json_add_text (out, "participant_id", seat ? seat->id : NULL);
  aus_json_add_text (out, "role", aus_enum_to_nick (AUS_TYPE_ROLE, call->caller.role));
  aus_json_add_text (out, "name", call->caller.name);
  aus_json_add_boolean (out, "present", present);
  aus_json_add_text (out, "admission", aus_enum_to_nick (AUS_TYPE_ADMISSION, admission));
  aus_json_add_integer (out, "queue_position", place->position);
  aus_json_add_integer (out, "estimated_wait_minutes", place->minutes);
}

gboolean
aus_door_current (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusConsultation) consultation = NULL;
  g_autoptr (AusParticipant) seat = NULL;
  g_autoptr (GError) fault = NULL;
  AusQueuePlace place;

  if (call->caller.consultation_id == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "You did not come through a door.");
    return FALSE;
  }

  consultation = aus_access_get_consultation (&call->caller, database, call->caller.consultation_id, error);

  if (consultation == NULL || !aus_queue_find (database, consultation, &place, error))
    return FALSE;

  seat = aus_seats_find (database, &call->caller, consultation, &fault);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  aus_json_begin_object (&call->out, NULL);
  write_visit (call, consultation);
  write_person (call, consultation, seat, &place);

  if (!write_clinic (call, database, error) || !write_phone_hint (call, database, consultation, error))
    return FALSE;

  aus_json_add_time (&call->out, "server_time", aus_time_now ());
  aus_json_end_object (&call->out);

  return TRUE;
}
