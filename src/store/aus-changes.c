#include "aus-changes.h"

gboolean
aus_changes_add (AusDatabase  *database,
                 const char   *entity,
                 const char   *id,
                 gint64        revision,
                 gboolean      deleted,
                 GError      **error)
{
  gint64 seq = aus_database_take_seq (database);
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO changes (entity, id, seq, revision, kind) VALUES (?1, ?2, ?3, ?4, ?5) "
                                    "ON CONFLICT (entity, id) DO UPDATE SET seq = ?3, revision = ?4, kind = ?5", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, entity);
  aus_statement_bind_text (statement, 2, id);
  aus_statement_bind_integer (statement, 3, seq);
  aus_statement_bind_integer (statement, 4, revision);
  aus_statement_bind_text (statement, 5, deleted ? "delete" : "save");

  return aus_statement_run (statement, error);
}
