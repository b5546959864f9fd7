#include "aus-handlers.h"

/* For this machine itself, where a collector may stand, and else for an admin. */
static gboolean
check_reader (AusCall      *call,
              AusDatabase  *database,
              GError      **error)
{
  if (aus_call_is_local (call))
    return TRUE;

  if (!aus_caller_resolve (&call->caller, database, call->credential, call->token, error))
    return FALSE;

  if (call->caller.role == AUS_ROLE_ADMIN)
    return TRUE;

  if (call->caller.role == AUS_ROLE_NONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "Sign in, please.");
  else
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "You may not do this.");

  return FALSE;
}

/* How many jobs wait, run, failed and were given up. */
static gboolean
write_jobs (AusDatabase  *database,
            GString      *text,
            GError      **error)
{
  static const char *const states[] = { "pending", "running", "failed", "dead" };

  g_string_append (text, "# HELP ausculta_durable_jobs Work behind changes, by how it stands.\n"
                         "# TYPE ausculta_durable_jobs gauge\n");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autoptr (AusStatement) statement =
      aus_database_prepare (database, "SELECT count (*) FROM jobs WHERE state = ?1", error);
    gint64 n;

    if (statement == NULL)
      return FALSE;

    aus_statement_bind_text (statement, 1, states[i]);

    if (!aus_statement_run_integer (statement, 0, &n, error))
      return FALSE;

    g_string_append_printf (text, "ausculta_durable_jobs{state=\"%s\"} %" G_GINT64_FORMAT "\n", states[i], n);
  }

  return TRUE;
}

gboolean
aus_metrics_show (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  if (!check_reader (call, database, error))
    return FALSE;

  call->content_type = "text/plain; version=0.0.4; charset=utf-8";
  aus_metrics_write (call->clinic->metrics, call->out.text);

  return write_jobs (database, call->out.text, error);
}
