#include "aus-access.h"
#include "aus-booking.h"
#include "aus-changes.h"
#include "aus-handlers.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-patient.h"
#include "aus-time.h"
#include "aus-user.h"

#include <string.h>

#define DEFAULT_LIMIT 200
#define MAX_LIMIT 500

/* A cursor is a place in the log, behind the number of the caller's sight that it was given for. */
#define SIGHT_SHIFT 40
#define MAX_SINCE ((G_GUINT64_CONSTANT (1) << 53) - 1)

/* Columns of the tables. */
#define ID 0
#define VISIT_ID 2

#define WITHDRAWN "SELECT 1 FROM withdrawals WHERE user_id = ?1 AND entity = "
#define WITHDRAWN_WITH_VISIT(table) \
  WITHDRAWN "'consultations' AND id = (SELECT consultation_id FROM " table " WHERE id = ?2)"

/**
 * Entity:
 * @roles: who sees any of it
 * @is_everybodys: whether who sees any of it sees all of it
 * @kin: how it belongs to visits, otherwise
 * @whose: (nullable): of what kind the record is whose opening is noted with it, and in which column its id is
 * @withdrawn: (nullable): finds a row where user ?1 saw record ?2 once
 */
typedef struct
{
  const char *name;
  GType     (*type) (void);
  const char *source;
  guint       roles;
  gboolean    is_everybodys;
  AusKin      kin;
  const char *withdrawn;
  const char *whose;
  int         whose_column;
} Entity;

static const Entity entities[] = {
  { "consultations", aus_consultation_get_type, "consultations_view", AUS_ROLES_STAFF, FALSE, AUS_KIN_VISITS,
    WITHDRAWN "'consultations' AND id = ?2", "consultations", ID },
  { "bookings", aus_booking_get_type, "bookings_view", AUS_ROLES_STAFF, FALSE, AUS_KIN_BOOKINGS,
    WITHDRAWN "'bookings' AND id = ?2" },
  { "patients", aus_patient_get_type, "patients", AUS_ROLES_STAFF, TRUE, .whose = "patients", .whose_column = ID },
  { "users", aus_user_get_type, "users", AUS_ROLES_STAFF, TRUE },
  { "participants", aus_participant_get_type, "participants", AUS_ROLES_STAFF, FALSE, AUS_KIN_PARTS,
    WITHDRAWN_WITH_VISIT ("participants") },
  { "messages", aus_message_get_type, "messages", AUS_ROLES_CLINICIANS, FALSE, AUS_KIN_PARTS,
    WITHDRAWN_WITH_VISIT ("messages"), "consultations", VISIT_ID },
};

const AusParameter aus_sync_parameters[] = {
  { "since", AUS_PARAMETER_NUMBER, .maximum = MAX_SINCE },
  { "limit", AUS_PARAMETER_NUMBER, .minimum = 1, .maximum = MAX_LIMIT },
  { NULL },
};

GType
aus_sync_get_record (guint i)
{
  return i < G_N_ELEMENTS (entities) ? entities[i].type () : G_TYPE_INVALID;
}

static const Entity *
find_entity (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++) {
    if (strcmp (entities[i].name, name) == 0)
      return &entities[i];
  }

  return NULL;
}

/* Lends the row of one record, if the caller may see it. */
static AusStatement *
query_record (AusCall       *call,
              AusDatabase   *database,
              const Entity  *entity,
              const char    *id,
              GError       **error)
{
  g_autoptr (AusQuery) query = aus_query_new (entity->source);

  aus_query_and_text (query, "id = ?", id);

  if (!entity->is_everybodys)
    aus_access_narrow_record (query, &call->caller, entity->kin);

  return aus_query_prepare (query, database, "id", 1, 0, error);
}

static void
begin_change (AusJsonWriter *out,
              AusStatement  *change,
              const char    *kind)
{
  aus_json_begin_object (out, NULL);
  aus_json_add_integer (out, "seq", aus_statement_get_integer (change, 2));
  aus_json_add_text (out, "entity", aus_statement_get_text (change, 0));
  aus_json_add_text (out, "id", aus_statement_get_text (change, 1));
  aus_json_add_integer (out, "revision", aus_statement_get_integer (change, 3));
  aus_json_add_text (out, "kind", kind);
}

static void
write_tombstone (AusCall      *call,
                 AusStatement *change)
{
  begin_change (&call->out, change, "delete");
  aus_json_add_null (&call->out, "record");
  aus_json_end_object (&call->out);
}

/* Only those who saw it once hear of what they may not see. */
static gboolean
write_withdrawn (AusCall       *call,
                 AusDatabase   *database,
                 const Entity  *entity,
                 AusStatement  *change,
                 GError       **error)
{
  g_autoptr (AusStatement) row = NULL;
  gint64 found;

  if (entity->withdrawn == NULL)
    return TRUE;

  row = aus_database_prepare (database, entity->withdrawn, error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, call->caller.user_id);
  aus_statement_bind_text (row, 2, aus_statement_get_text (change, 1));

  if (!aus_statement_run_integer (row, 0, &found, error))
    return FALSE;

  if (found != 0)
    write_tombstone (call, change);

  return TRUE;
}

static void
note_reading (AusCall       *call,
              const Entity  *entity,
              AusStatement  *row)
{
  if (entity->whose == NULL)
    return;

  if (call->handed_out == NULL)
    call->handed_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_hash_table_add (call->handed_out,
                    g_strconcat (entity->whose, "/", aus_statement_get_text (row, entity->whose_column), NULL));
}

static void
write_record (AusCall       *call,
              const Entity  *entity,
              AusStatement  *change,
              AusStatement  *row)
{
  const AusView view = aus_call_get_view (call);
  AusRecordClass *klass = g_type_class_ref (entity->type ());

  begin_change (&call->out, change, "save");
  aus_json_begin_object (&call->out, "record");
  aus_statement_write_members (row, klass, &call->out, &view);
  aus_json_end_object (&call->out);
  aus_json_end_object (&call->out);
  note_reading (call, entity, row);
  g_type_class_unref (klass);
}

static gboolean
write_saved (AusCall       *call,
             AusDatabase   *database,
             const Entity  *entity,
             AusStatement  *change,
             GError       **error)
{
  g_autoptr (AusStatement) row =
    query_record (call, database, entity, aus_statement_get_text (change, 1), error);

  if (row == NULL)
    return FALSE;

  switch (aus_statement_step (row, error)) {
    case AUS_STEP_ROW:
      write_record (call, entity, change, row);
      return TRUE;
    case AUS_STEP_DONE:
      return write_withdrawn (call, database, entity, change, error);
    case AUS_STEP_ERROR:
      return FALSE;
  }

  g_return_val_if_reached (FALSE);
}

static gboolean
write_change (AusCall       *call,
              AusDatabase   *database,
              AusStatement  *change,
              GError       **error)
{
  const Entity *entity = find_entity (aus_statement_get_text (change, 0));

  if (entity == NULL || (entity->roles & (1u << call->caller.role)) == 0)
    return TRUE;

  if (strcmp (aus_statement_get_text (change, 4), "save") == 0)
    return write_saved (call, database, entity, change, error);

  write_tombstone (call, change);

  return TRUE;
}

/* Somebody of another role sees other things altogether, and reads them afresh. */
static gboolean
read_sight (AusCall      *call,
            AusDatabase  *database,
            gint64       *sight,
            GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT epoch FROM sights WHERE user_id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, call->caller.user_id);

  if (!aus_statement_run_integer (statement, 0, sight, error))
    return FALSE;

  *sight <<= SIGHT_SHIFT;

  return TRUE;
}

/* Makes *@since a place in the log. */
static gboolean
check_cursor (AusDatabase  *database,
              gint64        sight,
              gint64       *since,
              GError      **error)
{
  gboolean leads;

  if (*since == 0)
    return TRUE;

  *since -= sight;

  if (!aus_changes_lead_on (database, *since, &leads, error))
    return FALSE;

  if (leads)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_GONE, "The change log does not lead on from there; start from 0.");

  return FALSE;
}

static gboolean
write_changes (AusCall      *call,
               AusDatabase  *database,
               gint64        sight,
               gint64        since,
               gint64        limit,
               GError      **error)
{
  g_autoptr (AusStatement) changes =
    aus_database_prepare (database, "SELECT entity, id, seq, revision, kind FROM changes WHERE seq > ?1 "
                                    "ORDER BY seq LIMIT ?2", error);
  gint64 next = since, seen = 0;
  AusStep step;

  if (changes == NULL)
    return FALSE;

  aus_statement_bind_integer (changes, 1, since);
  aus_statement_bind_integer (changes, 2, limit);
  aus_json_begin_array (&call->out, "changes");

  while ((step = aus_statement_step (changes, error)) == AUS_STEP_ROW) {
    next = aus_statement_get_integer (changes, 2);
    seen++;

    if (!write_change (call, database, changes, error))
      return FALSE;
  }

  aus_json_end_array (&call->out);
  aus_json_add_integer (&call->out, "next", sight + next);
  aus_json_add_boolean (&call->out, "more", seen == limit);

  return step == AUS_STEP_DONE;
}

gboolean
aus_sync (AusCall      *call,
          AusDatabase  *database,
          GError      **error)
{
  gint64 sight, since = 0, limit = DEFAULT_LIMIT;

  if (!aus_call_get_number (call, "since", 0, MAX_SINCE, &since, error) ||
      !aus_call_get_number (call, "limit", 1, MAX_LIMIT, &limit, error) ||
      !read_sight (call, database, &sight, error) || !check_cursor (database, sight, &since, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);

  if (!write_changes (call, database, sight, since, limit, error))
    return FALSE;

  aus_json_add_time (&call->out, "server_time", aus_time_now ());
  aus_json_end_object (&call->out);

  return TRUE;
}
