#include "aus-rewind.h"

#include "aus-audit.h"
#include "aus-migrations.h"
#include "aus-time.h"

/* More than could be given between a copy and its return: numbers in the change log, and changes of one record. */
#define LOG_STEP "1073741824"
#define REVISION_STEP "100000"

/* Whoever asks again by a key is answered what was answered. */
#define REVISED \
  "SELECT t.name FROM sqlite_master t JOIN pragma_table_info (t.name) c " \
  "WHERE t.type = 'table' AND c.name = 'revision' AND t.name NOT IN ('idempotency_keys', 'consents') ORDER BY t.name"

static gboolean
lose_numbers (AusDatabase  *database,
              GError      **error)
{
  return aus_database_load_seq (database, error) &&
         aus_database_repeat_for (database, "INSERT INTO lost_numbers VALUES (?1, ?1 + " LOG_STEP ")",
                                  aus_database_get_seq (database), error);
}

/* What somebody holds of a later state must not pass for the one that gets the same number now. */
static gboolean
raise_revisions (AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusStatement) tables = aus_database_prepare (database, REVISED, error);
  g_autoptr (GString) sql = g_string_new (NULL);
  AusStep step;

  if (tables == NULL)
    return FALSE;

  while ((step = aus_statement_step (tables, error)) == AUS_STEP_ROW)
    g_string_append_printf (sql, "UPDATE \"%s\" SET revision = revision + " REVISION_STEP ";",
                            aus_statement_get_text (tables, 0));

  return step == AUS_STEP_DONE && aus_database_run (database, sql->str, error);
}

static gboolean
note_in_log (AusDatabase  *database,
             GError      **error)
{
  g_autoptr (AusAuditEntry) entry = g_new0 (AusAuditEntry, 1);

  entry->at = aus_time_now ();
  entry->role = AUS_ROLE_NONE;
  entry->action = g_strdup ("restore");
  entry->entity = g_strdup ("clinic");
  entry->address = g_strdup ("console");

  return aus_audit_append (database, entry, error);
}

gboolean
aus_rewind_note (const char  *path,
                 GError     **error)
{
  AusDatabase *database = aus_database_open (path, AUS_DATABASE_WRITER, error);
  gboolean noted = database != NULL && aus_migrations_apply (database, error) &&
                   aus_database_run (database, "BEGIN IMMEDIATE", error) && lose_numbers (database, error) &&
                   raise_revisions (database, error) && aus_database_run (database, "DELETE FROM sessions", error) &&
                   note_in_log (database, error) && aus_database_run (database, "COMMIT", error);

  g_clear_pointer (&database, aus_database_close);

  return noted;
}
