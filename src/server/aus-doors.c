#include "aus-doors.h"

#include "aus-door-token.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-uuid.h"

static char *
lead_through (AusClinic  *clinic,
              const char *token)
{
  return g_strconcat (clinic->public_url, "/d/", token, NULL);
}

char *
aus_doors_make_url (AusClinic  *clinic,
                    const char *door_id,
                    const char *hash)
{
  g_autofree char *token = aus_door_token_make (clinic->key, door_id, hash);

  return lead_through (clinic, token);
}

/**
 * NewDoor:
 * @name: of whoever comes through it; borrowed
 */
typedef struct
{
  char       *id;
  char       *token;
  AusRole     role;
  const char *name;
} NewDoor;

static void
new_door_clear (NewDoor *self)
{
  g_free (self->id);
  g_free (self->token);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NewDoor, new_door_clear)

/* There is a door for each visit, and nobody is told of it by a record. */
static gboolean
insert (AusDatabase      *database,
        AusConsultation  *consultation,
        const NewDoor    *door,
        GError          **error)
{
  g_autofree char *hash = aus_door_token_hash (door->token);
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO doors (id, revision, consultation_id, token_hash, role, name, "
                                    "created_at, updated_at) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?6)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_lent (statement, 1, door->id);
  aus_statement_bind_lent (statement, 2, consultation->id);
  aus_statement_bind_lent (statement, 3, hash);
  aus_statement_bind_lent (statement, 4, aus_enum_to_nick (AUS_TYPE_ROLE, door->role));
  aus_statement_bind_lent (statement, 5, door->name);
  aus_statement_bind_integer (statement, 6, aus_time_now ());

  return aus_statement_run (statement, error);
}

static gboolean
open_door (AusClinic        *clinic,
           AusDatabase      *database,
           AusConsultation  *consultation,
           NewDoor          *door,
           GError          **error)
{
  door->id = aus_uuid_new ();
  door->token = aus_door_token_make (clinic->key, door->id, NULL);

  return insert (database, consultation, door, error);
}

AusDoor *
aus_doors_add (AusClinic        *clinic,
               AusDatabase      *database,
               AusConsultation  *consultation,
               AusRole           role,
               const char       *name,
               GError          **error)
{
  g_auto (NewDoor) new = { .role = role, .name = name };
  g_autoptr (AusDoor) door = g_object_new (AUS_TYPE_DOOR, NULL);

  if (!open_door (clinic, database, consultation, &new, error) ||
      !aus_table_get (database, AUS_RECORD (door), new.id, error))
    return NULL;

  return g_steal_pointer (&door);
}

char *
aus_doors_add_patient (AusClinic        *clinic,
                       AusDatabase      *database,
                       AusConsultation  *consultation,
                       GError          **error)
{
  g_auto (NewDoor) new = { .role = AUS_ROLE_PATIENT, .name = consultation->patient_name };

  return open_door (clinic, database, consultation, &new, error) ? lead_through (clinic, new.token) : NULL;
}

char *
aus_doors_get_url (AusClinic        *clinic,
                   AusDatabase      *database,
                   AusConsultation  *consultation,
                   GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT id, token_hash FROM doors WHERE consultation_id = ?1 AND role = 'patient' "
                                    "AND revoked_at IS NULL ORDER BY created_at, id LIMIT 1", error);
  AusStep step;

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, consultation->id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    return aus_doors_make_url (clinic, aus_statement_get_text (row, 0), aus_statement_get_text (row, 1));

  if (step == AUS_STEP_DONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "The patient's link was revoked.");

  return NULL;
}
