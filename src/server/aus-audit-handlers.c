#include "aus-audit-record.h"
#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-time.h"

/* Longer than rows wait to be noted, so that none noted earlier than this before a time belongs behind it. */
#define LATEST AUS_TIME_HOUR

/* What keeps the rows to be found leaves out who or what is not known. */
const AusParameter aus_audit_parameters[] = {
  { "entity", .clause = "entity = ?" },
  { "entity_id", .clause = "seq IN (SELECT seq FROM audit_log_entities WHERE entity_id = ? AND entity_id <> '')" },
  { "user_id", .clause = "seq IN (SELECT seq FROM audit_log_users WHERE user_id = ? AND user_id <> '')" },
  { "door_id", .clause = "door_id = ?" },
  { "action", .clause = "action = ?" },
  { "since", AUS_PARAMETER_TIME, "at >= ?" },
  { NULL },
};

/* Whether anything less than all is asked for. */
static gboolean
is_narrow (AusCall *call)
{
  const AusParameter *parameter = aus_audit_parameters;

  while (parameter->name != NULL && aus_call_get_query (call, parameter->name) == NULL)
    parameter++;

  return parameter->name != NULL;
}

/* The log is only added to, so its last number is how many there are. */
static gboolean
count_all (AusDatabase  *database,
           gint64       *total,
           GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, "SELECT max (seq) FROM audit_log", error);

  return statement != NULL && aus_statement_run_integer (statement, 0, total, error);
}

/* Rows stand nearly in the order of time, which tells where to begin to look. */
static void
skip_old (AusCall  *call,
          AusQuery *rows)
{
  const char *since = aus_call_get_query (call, "since");
  gint64 time;

  if (since != NULL && aus_time_parse (since, &time, NULL))
    aus_query_and_integer (rows, "seq > coalesce ((SELECT seq FROM audit_log WHERE seq % 64 = 0 AND at < ? "
                                 "ORDER BY at DESC LIMIT 1), 0)", time - LATEST);
}

gboolean
aus_audit_list (AusCall      *call,
                AusDatabase  *database,
                GError      **error)
{
  g_autoptr (AusQuery) rows = aus_query_new ("audit_log");
  const AusListing listing = { rows, AUS_TYPE_AUDIT_RECORD, "seq DESC" };
  gint64 total;

  if (!aus_call_narrow (call, aus_audit_parameters, rows, error))
    return FALSE;

  skip_old (call, rows);

  if (is_narrow (call))
    return aus_page_write_counted (call, database, &listing, error);

  return count_all (database, &total, error) && aus_page_write (call, database, &listing, total, error);
}
