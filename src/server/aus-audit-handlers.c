#include "aus-audit-record.h"
#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-time.h"

/* What rows can be asked for by. */
static const struct
{
  const char *name;
  const char *clause;
} filters[] = {
  { "entity", "entity = ?" },
  { "entity_id", "entity_id = ?" },
  { "user_id", "user_id = ?" },
  { "door_id", "door_id = ?" },
  { "action", "action = ?" },
};

static gboolean
narrow_since (AusCall   *call,
              AusQuery  *rows,
              gboolean  *is_narrow,
              GError   **error)
{
  const char *since = aus_call_get_query (call, "since");
  g_autoptr (GError) fault = NULL;
  gint64 time;

  if (since == NULL)
    return TRUE;

  if (!aus_time_parse (since, &time, &fault)) {
    aus_error_add_field (error, "since", "Must be a time such as 2026-11-02T09:00:00Z.");
    return FALSE;
  }

  aus_query_and_integer (rows, "at >= ?", time);
  *is_narrow = TRUE;

  return TRUE;
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

gboolean
aus_audit_list (AusCall      *call,
                AusDatabase  *database,
                GError      **error)
{
  g_autoptr (AusQuery) rows = aus_query_new ("audit_log");
  const AusListing listing = { rows, AUS_TYPE_AUDIT_RECORD, "at DESC, seq DESC" };
  gboolean is_narrow = FALSE;
  gint64 total;

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    const char *value = aus_call_get_query (call, filters[i].name);

    if (value != NULL) {
      aus_query_and_text (rows, filters[i].clause, value);
      is_narrow = TRUE;
    }
  }

  if (!narrow_since (call, rows, &is_narrow, error))
    return FALSE;

  if (is_narrow)
    return aus_page_write_counted (call, database, &listing, error);

  return count_all (database, &total, error) && aus_page_write (call, database, &listing, total, error);
}
