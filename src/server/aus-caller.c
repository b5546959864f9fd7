#include "aus-caller.h"

#include "aus-door-times.h"
#include "aus-session-times.h"
#include "aus-time.h"
#include "aus-token.h"

static gboolean
refuse (GError **error)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "Sign in, please: this sign-in is unknown or has ended.");

  return FALSE;
}

static void
read_user (AusCaller    *self,
           AusStatement *row)
{
  aus_enum_from_nick (AUS_TYPE_ROLE, aus_statement_get_text (row, 2), &self->role);
  self->user_id = g_strdup (aus_statement_get_text (row, 0));
  self->session_id = g_strdup (aus_statement_get_text (row, 1));
  self->name = g_strdup (aus_statement_get_text (row, 3));
  self->patient_id = g_strdup (aus_statement_get_text (row, 4));
  self->helps = aus_statement_get_integer (row, 6) != 0;
  self->touch_due = aus_statement_get_integer (row, 5) != 0;
  self->ends_at = aus_statement_get_integer (row, 7);
}

/* Known by the hash of what is shown, or by itself. */
#define SESSION_OF(column) \
  "SELECT u.id, s.id, u.role, u.name, p.id, s.last_used_at < ?2 - " AUS_SESSION_TOUCH_SQL ", " \
  "EXISTS (SELECT 1 FROM participants WHERE user_id = u.id AND is_assigned) " \
  "OR EXISTS (SELECT 1 FROM availability WHERE covered_by = u.id), " AUS_SESSION_ENDS_SQL ("s.") " FROM sessions s " \
  "JOIN users u ON u.id = s.user_id LEFT JOIN patients p ON p.user_id = u.id " \
  "WHERE s." column " = ?1 AND s.expires_at > ?2 AND s.created_at < ?3 AND u.is_active " \
  "AND s.last_used_at > ?2 - " AUS_SESSION_IDLE_SQL " AND s.created_at > ?2 - " AUS_SESSION_LIFE_SQL
#define DOOR_OF(column) \
  "SELECT d.id, d.consultation_id, d.role, d.name, d.first_opened_at IS NULL, " AUS_DOOR_EXPIRES_SQL " " \
  "FROM doors d JOIN consultations c ON c.id = d.consultation_id " \
  "WHERE d." column " = ?1 AND d.revoked_at IS NULL AND " AUS_DOOR_EXPIRES_SQL " > ?2"

static gboolean
resolve_token (AusCaller    *self,
               AusDatabase  *database,
               const char   *sql,
               const char   *hash,
               GError      **error)
{
  const gint64 now = aus_time_now ();
  g_autoptr (AusStatement) row = aus_database_prepare (database, sql, error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, hash);
  aus_statement_bind_integer (row, 2, now);
  aus_statement_bind_integer (row, 3, now + AUS_SESSION_AHEAD_TIME);

  switch (aus_statement_step (row, error)) {
    case AUS_STEP_ROW:
      read_user (self, row);
      return TRUE;
    case AUS_STEP_DONE:
      return refuse (error);
    case AUS_STEP_ERROR:
      return FALSE;
  }

  g_return_val_if_reached (FALSE);
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
  g_autofree char *hash = NULL;

  if (kind == AUS_CREDENTIAL_NONE)
    return TRUE;

  hash = aus_token_hash (token);

  return kind == AUS_CREDENTIAL_DOOR ? resolve_door (self, database, DOOR_OF ("token_hash"), hash, error)
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

const char *
aus_caller_get_id (const AusCaller *self)
{
  return self->user_id ? self->user_id : self->door_id;
}
