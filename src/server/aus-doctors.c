#include "aus-doctors.h"

gboolean
aus_doctors_check (AusDatabase  *database,
                   const char   *id,
                   const char   *field,
                   GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT 1 FROM users WHERE id = ?1 AND role = 'doctor' AND is_active", error);
  gint64 found;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, id);

  if (!aus_statement_run_integer (row, 0, &found, error))
    return FALSE;

  if (found == 0)
    aus_error_add_field (error, field, "There is no such doctor.");

  return found != 0;
}
