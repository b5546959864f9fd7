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

gboolean
aus_metrics_show (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  if (!check_reader (call, database, error))
    return FALSE;

  call->content_type = "text/plain; version=0.0.4; charset=utf-8";
  aus_metrics_write (call->clinic->metrics, call->out.text);

  return TRUE;
}
