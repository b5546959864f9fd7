#include "aus-handlers.h"
#include "aus-openapi.h"

gboolean
aus_schema_show (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  aus_openapi_write (&call->out);

  return TRUE;
}
