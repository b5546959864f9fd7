#include "aus-caller.h"

#include "aus-door-times.h"
#include "aus-door-token.h"
#include "aus-session-times.h"
#include "aus-time.h"
#include "aus-token.h"

static gboolean
refuse (GError **error)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "Sign in, please: this sign-in is unknown or has ended.");

  return FALSE;
}

/**
 * Known:
 * @begins: it is not believed before
 * @ends: by which it has ended, if it is not used again
 * @touch_at: when its use is to be noted
 *
 * A sign-in as it was read.
 */
typedef struct
{
  AusCaller caller;
  gint64    begins;
  gint64    ends;
  gint64    touch_at;
} Known;

static void
known_free (gpointer data)
{
  Known *self = data;

  aus_caller_clear (&self->caller);
  g_free (self);
}

static Known *
read_known (AusStatement *row)
{
  Known *self = g_new0 (Known, 1);
  AusCaller *caller = &self->caller;

  aus_enum_from_nick (AUS_TYPE_ROLE, aus_statement_get_text (row, 2), &caller->role);
  caller->user_id = g_strdup (aus_statement_get_text (row, 0));
  caller->session_id = g_strdup (aus_statement_get_text (row, 1));
  caller->name = g_strdup (aus_statement_get_text (row, 3));
  caller->patient_id = g_strdup (aus_statement_get_text (row, 4));
  caller->helps = aus_statement_get_integer (row, 5) != 0;
  caller->ends_at = aus_statement_get_integer (row, 9);
  self->begins = aus_statement_get_integer (row, 6) - AUS_SESSION_AHEAD_TIME;
  self->ends = aus_statement_get_integer (row, 7);
  self->touch_at = aus_statement_get_integer (row, 8);

  return self;
}

/* Known by the hash of what is shown, or by itself. */
#define SESSION_OF(column) \
  "SELECT u.id, s.id, u.role, u.name, p.id, " \
  "EXISTS (SELECT 1 FROM participants WHERE user_id = u.id AND is_assigned) " \
  "OR EXISTS (SELECT 1 FROM availability WHERE covered_by = u.id), " \
  "s.created_at, " \
  "min (s.expires_at, s.last_used_at + " AUS_SESSION_IDLE_SQL ", s.created_at + " AUS_SESSION_LIFE_SQL "), " \
  "s.last_used_at + " AUS_SESSION_TOUCH_SQL ", " AUS_SESSION_ENDS_SQL ("s.") " FROM sessions s " \
  "JOIN users u ON u.id = s.user_id LEFT JOIN patients p ON p.user_id = u.id " \
  "WHERE s." column " = ?1 AND u.is_active"
#define DOOR_OF(column) \
  "SELECT d.id, d.consultation_id, d.role, d.name, d.first_opened_at IS NULL, " AUS_DOOR_EXPIRES_SQL " " \
  "FROM doors d JOIN consultations c ON c.id = d.consultation_id " \
  "WHERE d." column " = ?1 AND d.revoked_at IS NULL AND " AUS_DOOR_EXPIRES_SQL " > ?2"

/* Triggers let this number grow with whatever a sign-in is read from. As long as it is the same, in the snapshot that
 * the job has of the database, what was read once need not be read again. */
static gboolean
read_version (AusDatabase  *database,
              gint64       *version,
              GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT number FROM caller_version WHERE id = 1", error);

  return row != NULL && aus_statement_run_integer (row, 0, version, error);
}

/* (transfer none) (nullable): without @error where nobody is known by @key. */
static const Known *
find_known (AusDatabase  *database,
            const char   *sql,
            const char   *key,
            GError      **error)
{
  AusMemory *memory = aus_database_get_memory (database, known_free);
  g_autoptr (AusStatement) row = NULL;
  Known *known;
  gint64 version;

  if (!read_version (database, &version, error))
    return NULL;

  known = aus_memory_find (memory, version, key);

  if (known != NULL)
    return known;

  row = aus_database_prepare (database, sql, error);

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, key);

  if (aus_statement_step (row, error) != AUS_STEP_ROW)
    return NULL;

  known = read_known (row);
  aus_memory_keep (memory, version, key, known);

  return known;
}

static gboolean
resolve_token (AusCaller    *self,
               AusDatabase  *database,
               const char   *sql,
               const char   *key,
               GError      **error)
{
  const gint64 now = aus_time_now ();
  g_autoptr (GError) fault = NULL;
  const Known *known = find_known (database, sql, key, &fault);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  if (known == NULL || now <= known->begins || now >= known->ends)
    return refuse (error);

  aus_caller_copy (self, &known->caller);
  self->touch_due = known->touch_at < now;

  return TRUE;
}

static void
read_door (AusCaller    *self,
           AusStatement *row)
{
  aus_enum_from_nick (AUS_TYPE_ROLE, aus_statement_get_text (row, 2), &self->role);
  self->door_id = g_strdup (aus_statement_get_text (row, 0));
  self->consultation_id = g_strdup (aus_statement_get_text (row, 1));
  self->name = g_strdup (aus_statement_get_text (row, 3));
  self->touch_due = aus_statement_get_integer (row, 4) != 0;
  self->ends_at = aus_statement_get_integer (row, 5);
}

static gboolean
resolve_door (AusCaller    *self,
              AusDatabase  *database,
              const char   *sql,
              const char   *hash,
              GError      **error)
{
  g_autoptr (AusStatement) row = aus_database_prepare (database, sql, error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, hash);
  aus_statement_bind_integer (row, 2, aus_time_now ());

  switch (aus_statement_step (row, error)) {
    case AUS_STEP_ROW:
      read_door (self, row);
      return TRUE;
    case AUS_STEP_DONE:
      g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "This link is unknown or has ended.");
      return FALSE;
    case AUS_STEP_ERROR:
      return FALSE;
  }

  g_return_val_if_reached (FALSE);
}

gboolean
aus_caller_resolve (AusCaller      *self,
                    AusDatabase    *database,
                    AusCredential   kind,
                    const char     *token,
                    GError        **error)
{
  const gboolean is_door = kind == AUS_CREDENTIAL_DOOR;
  g_autofree char *hash = NULL;

  if (kind == AUS_CREDENTIAL_NONE)
    return TRUE;

  hash = is_door ? aus_door_token_hash (token) : aus_token_hash (token);

  return is_door ? resolve_door (self, database, DOOR_OF ("token_hash"), hash, error)
                 : resolve_token (self, database, SESSION_OF ("token_hash"), hash, error);
}

gboolean
aus_caller_resolve_pass (AusCaller      *self,
                         AusDatabase    *database,
                         AusCredential   kind,
                         const char     *id,
                         GError        **error)
{
  return kind == AUS_CREDENTIAL_DOOR ? resolve_door (self, database, DOOR_OF ("id"), id, error)
                                     : resolve_token (self, database, SESSION_OF ("id"), id, error);
}

gboolean
aus_caller_check (const AusCaller  *self,
                  AusDatabase      *database,
                  GError          **error)
{
  gint64 found;
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, self->door_id
                                    ? "SELECT 1 FROM doors d JOIN consultations c ON c.id = d.consultation_id "
                                      "WHERE d.id = ?1 AND d.revoked_at IS NULL AND " AUS_DOOR_EXPIRES_SQL " > ?2"
                                    : "SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id "
                                      "WHERE s.id = ?1 AND s.expires_at > ?2 AND u.is_active "
                                      "AND s.created_at > ?2 - " AUS_SESSION_LIFE_SQL, error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, self->door_id ? self->door_id : self->session_id);
  aus_statement_bind_integer (row, 2, aus_time_now ());

  if (!aus_statement_run_integer (row, 0, &found, error))
    return FALSE;

  return found != 0 || refuse (error);
}

void
aus_caller_copy (AusCaller       *self,
                 const AusCaller *source)
{
  self->role = source->role;
  self->name = g_strdup (source->name);
  self->user_id = g_strdup (source->user_id);
  self->session_id = g_strdup (source->session_id);
  self->patient_id = g_strdup (source->patient_id);
  self->door_id = g_strdup (source->door_id);
  self->consultation_id = g_strdup (source->consultation_id);
  self->helps = source->helps;
  self->ends_at = source->ends_at;
}

void
aus_caller_clear (AusCaller *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->session_id, g_free);
  g_clear_pointer (&self->patient_id, g_free);
  g_clear_pointer (&self->door_id, g_free);
  g_clear_pointer (&self->consultation_id, g_free);
  self->role = AUS_ROLE_NONE;
}

gboolean
aus_caller_is_staff (const AusCaller *self)
{
  return (AUS_ROLES_STAFF & (1u << self->role)) != 0;
}

gboolean
aus_caller_is_companion (const AusCaller *self)
{
  return self->role == AUS_ROLE_GUEST || self->role == AUS_ROLE_INTERPRETER;
}

const char *
aus_caller_get_id (const AusCaller *self)
{
  return self->user_id ? self->user_id : self->door_id;
}
