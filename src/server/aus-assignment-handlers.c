#include "aus-access.h"
#include "aus-assignments.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-table.h"
#include "aus-user.h"
#include "aus-uuid.h"

#include <string.h>

const AusParameter aus_assignment_parameters[] = {
  { "participant_id", AUS_PARAMETER_ID, .is_required = TRUE },
  { NULL },
};

/* As what somebody may be in another's visit; the first of each role is the usual one. */
static const struct
{
  AusRole            role;
  AusParticipantRole part;
} parts[] = {
  { AUS_ROLE_NURSE, AUS_PARTICIPANT_ROLE_ASSISTANT },
  { AUS_ROLE_NURSE, AUS_PARTICIPANT_ROLE_OBSERVER },
  { AUS_ROLE_DOCTOR, AUS_PARTICIPANT_ROLE_DOCTOR },
  { AUS_ROLE_DOCTOR, AUS_PARTICIPANT_ROLE_ASSISTANT },
  { AUS_ROLE_DOCTOR, AUS_PARTICIPANT_ROLE_OBSERVER },
};

/* @nick: (nullable): for the usual one */
static gboolean
find_part (AusUser     *user,
           const char  *nick,
           guint       *part,
           GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (parts[i].role == user->role &&
        (nick == NULL || strcmp (nick, aus_enum_to_nick (AUS_TYPE_PARTICIPANT_ROLE, parts[i].part)) == 0)) {
      *part = parts[i].part;
      return TRUE;
    }
  }

  if (user->role != AUS_ROLE_NURSE && user->role != AUS_ROLE_DOCTOR)
    aus_error_add_field (error, "user_id", "Must be a doctor or a nurse.");
  else
    aus_error_add_field (error, "role", "Must be assistant or observer, or doctor for doctors.");

  return FALSE;
}

static gboolean
read_user (AusCall      *call,
           AusDatabase  *database,
           AusUser      *user,
           GError      **error)
{
  const char *id = aus_json_get_text (call->json, "user_id");
  g_autoptr (GError) fault = NULL;

  if (id == NULL || !aus_uuid_is_valid (id)) {
    aus_error_add_field (error, "user_id", "Is required: the id of a doctor or a nurse.");
    return FALSE;
  }

  if (aus_table_get (database, AUS_RECORD (user), id, &fault) && user->is_active)
    return TRUE;

  if (fault == NULL || g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    aus_error_add_field (error, "user_id", "There is no such doctor or nurse.");
  else
    g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

static gboolean
read_part (AusCall  *call,
           AusUser  *user,
           guint    *part,
           GError  **error)
{
  const char *nick = aus_json_get_text (call->json, "role");

  if (nick == NULL && json_object_has_member (call->json, "role")) {
    aus_error_add_field (error, "role", "Must be assistant or observer, or doctor for doctors.");
    return FALSE;
  }

  return find_part (user, nick, part, error);
}

static gboolean
check_stranger (AusConsultation  *consultation,
                AusUser          *user,
                GError          **error)
{
  if (strcmp (consultation->doctor_id, user->id) != 0)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "This is the doctor's own consultation.");

  return FALSE;
}

static void
reply (AusCall        *call,
       AusParticipant *seat)
{
  const AusView view = aus_call_get_view (call);

  aus_record_write_json (AUS_RECORD (seat), &call->out, NULL, &view);
  call->revision = seat->revision;
}

gboolean
aus_participant_create (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);
  g_autoptr (AusParticipant) seat = NULL;
  guint part;

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error) ||
      !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !read_user (call, database, user, error) || !read_part (call, user, &part, error) ||
      !check_stranger (consultation, user, error))
    return FALSE;

  seat = aus_assignments_add (database, &call->caller, consultation, user, part, error);

  if (seat == NULL)
    return FALSE;

  reply (call, seat);

  return TRUE;
}

gboolean
aus_participant_delete (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  g_autoptr (AusParticipant) seat = g_object_new (AUS_TYPE_PARTICIPANT, NULL);
  const char *id = aus_call_get_query (call, "participant_id");

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error))
    return FALSE;

  if (id == NULL) {
    aus_error_add_field (error, "participant_id", "Is required, behind the question mark.");
    return FALSE;
  }

  if (!aus_table_get (database, AUS_RECORD (seat), id, error))
    return FALSE;

  if (strcmp (seat->consultation_id, consultation->id) != 0 || !seat->is_assigned) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "Nobody of this id was assigned.");
    return FALSE;
  }

  return aus_call_check_revision (call, AUS_RECORD (seat), error) &&
         aus_assignments_remove (database, &call->caller, consultation, seat, error);
}
