#include "aus-attendance.h"

gboolean
aus_attendance_note (AusDatabase          *database,
                     const char           *consultation_id,
                     const char           *provider,
                     const AusAttendance  *stay,
                     GError              **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO attendance (consultation_id, provider, key, instance, name, is_host, "
                                    "joined_at, left_at, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                                    "ON CONFLICT DO UPDATE SET "
                                    "joined_at = coalesce (min (joined_at, excluded.joined_at), joined_at, "
                                    "excluded.joined_at), "
                                    "left_at = coalesce (max (left_at, excluded.left_at), left_at, excluded.left_at), "
                                    "name = iif (excluded.name = '', name, excluded.name), "
                                    "is_host = is_host OR excluded.is_host, "
                                    "person = iif (excluded.person = '', person, excluded.person)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation_id);
  aus_statement_bind_text (statement, 2, provider);
  aus_statement_bind_text (statement, 3, stay->key);
  aus_statement_bind_text (statement, 4, stay->instance ? stay->instance : "");
  aus_statement_bind_text (statement, 5, stay->name ? stay->name : "");
  aus_statement_bind_integer (statement, 6, stay->is_host);
  aus_statement_bind_time (statement, 7, stay->joined);
  aus_statement_bind_time (statement, 8, stay->left);
  aus_statement_bind_text (statement, 9, stay->person ? stay->person : "");

  return aus_statement_run (statement, error);
}

static gboolean
forget (AusDatabase  *database,
        const char   *consultation_id,
        const char   *provider,
        const char   *instance,
        GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "DELETE FROM attendance WHERE consultation_id = ?1 AND provider = ?2 "
                                    "AND instance = ?3", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation_id);
  aus_statement_bind_text (statement, 2, provider);
  aus_statement_bind_text (statement, 3, instance);

  return aus_statement_run (statement, error);
}

gboolean
aus_attendance_replace (AusDatabase  *database,
                        const char   *consultation_id,
                        const char   *provider,
                        GPtrArray    *stays,
                        GError      **error)
{
  for (guint i = 0; i < stays->len; i++) {
    const AusAttendance *stay = g_ptr_array_index (stays, i);

    if (!forget (database, consultation_id, provider, stay->instance ? stay->instance : "", error))
      return FALSE;
  }

  for (guint i = 0; i < stays->len; i++) {
    if (!aus_attendance_note (database, consultation_id, provider, g_ptr_array_index (stays, i), error))
      return FALSE;
  }

  return TRUE;
}

gboolean
aus_attendance_close (AusDatabase  *database,
                      const char   *consultation_id,
                      const char   *provider,
                      gint64        at,
                      GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE attendance SET left_at = max (joined_at, ?3) WHERE consultation_id = ?1 "
                                    "AND provider = ?2 AND left_at IS NULL AND joined_at IS NOT NULL", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation_id);
  aus_statement_bind_text (statement, 2, provider);
  aus_statement_bind_integer (statement, 3, at);

  return aus_statement_run (statement, error);
}
