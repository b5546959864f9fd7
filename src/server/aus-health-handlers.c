#include "aus-handlers.h"

static gboolean
reply (AusCall    *call,
       const char *status)
{
  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "status", status);
  aus_json_end_object (&call->out);

  return TRUE;
}

gboolean
aus_health_live (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  return reply (call, "ok");
}

/* Runs on the writer: whoever hears “ready” may write. */
gboolean
aus_health_ready (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  return aus_database_run (database, "INSERT OR REPLACE INTO settings VALUES ('checked', unixepoch ())", error) &&
         reply (call, "ready");
}
