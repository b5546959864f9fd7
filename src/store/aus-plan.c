#include "aus-plan.h"

#include <glib.h>
#include <stdio.h>

/* The column of EXPLAIN QUERY PLAN that people read. */
#define DETAIL 3

static void
write_steps (sqlite3_stmt *plan,
             const char   *sql,
             FILE         *file)
{
  while (sqlite3_step (plan) == SQLITE_ROW)
    fprintf (file, "%s\t%s\n", (const char *) sqlite3_column_text (plan, DETAIL), sql);
}

void
aus_plan_note (sqlite3    *handle,
               const char *sql)
{
  const char *path = g_getenv ("AUSCULTA_PLANS");
  g_autofree char *explain = NULL;
  sqlite3_stmt *plan;
  FILE *file;

  if (path == NULL)
    return;

  /* What triggers do belongs to the statement. */
  sqlite3_db_config (handle, SQLITE_DBCONFIG_TRIGGER_EQP, 1, NULL);
  explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  file = fopen (path, "a");

  /* What cannot be explained, such as BEGIN, has no steps. */
  if (file != NULL && sqlite3_prepare_v2 (handle, explain, -1, &plan, NULL) == SQLITE_OK) {
    write_steps (plan, sql, file);
    sqlite3_finalize (plan);
  }

  if (file != NULL)
    fclose (file);
}
