#include "aus-integrity.h"

#include "aus-error.h"
#include "aus-migrations.h"

/* In bytes: some hundredths of a second. */
#define SMALL (16 * 1024 * 1024)

/* @sql says “ok” where there is nothing to say. */
static gboolean
check_pages (AusDatabase  *database,
             const char   *sql,
             GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);
  g_autofree char *line = NULL;
  const char *text;

  if (statement == NULL || aus_statement_step (statement, error) == AUS_STEP_ERROR)
    return FALSE;

  text = aus_statement_get_text (statement, 0);

  if (g_strcmp0 (text, "ok") == 0)
    return TRUE;

  /* It may say in a line of its own in which database. */
  line = g_strdelimit (g_strdup (text ? text : "it cannot be read"), "\n", ' ');
  g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "The database is damaged: %s.", line);

  return FALSE;
}

static gboolean
check_references (AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, "PRAGMA foreign_key_check", error);

  if (statement == NULL)
    return FALSE;

  switch (aus_statement_step (statement, error)) {
    case AUS_STEP_DONE:
      return TRUE;
    case AUS_STEP_ROW:
      g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED,
                   "Row %" G_GINT64_FORMAT " of %s refers to one of %s that is not there.",
                   aus_statement_get_integer (statement, 1), aus_statement_get_text (statement, 0),
                   aus_statement_get_text (statement, 2));
      return FALSE;
    case AUS_STEP_ERROR:
      return FALSE;
  }

  g_assert_not_reached ();
}

static gboolean
check_version (AusDatabase  *database,
               GError      **error)
{
  gint64 version, newest;

  if (!aus_migrations_get_versions (database, &version, &newest, error))
    return FALSE;

  if (version >= 1 && version <= newest)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED,
               "The database has version %" G_GINT64_FORMAT ", but this program knows 1 to %" G_GINT64_FORMAT ".",
               version, newest);

  return FALSE;
}

gboolean
aus_integrity_check (AusDatabase  *database,
                     GError      **error)
{
  return check_pages (database, "PRAGMA integrity_check (1)", error) && check_version (database, error) &&
         check_references (database, error);
}

gboolean
aus_integrity_check_small (AusDatabase  *database,
                           GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", error);
  gint64 size;

  if (statement == NULL || !aus_statement_run_integer (statement, 0, &size, error))
    return FALSE;

  return size > SMALL || check_pages (database, "PRAGMA quick_check (1)", error);
}

gboolean
aus_integrity_count (AusDatabase  *database,
                     const char   *table,
                     gint64       *count,
                     GError      **error)
{
  g_autofree char *sql = g_strconcat ("SELECT count (*) FROM ", table, NULL);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  return statement != NULL && aus_statement_run_integer (statement, 0, count, error);
}
