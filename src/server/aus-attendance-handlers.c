#include "aus-access.h"
#include "aus-provider-handlers.h"

static void
add_moment (AusJsonWriter *out,
            const char    *name,
            AusStatement  *row,
            int            column)
{
  if (aus_statement_is_null (row, column))
    aus_json_add_null (out, name);
  else
    aus_json_add_time (out, name, aus_statement_get_integer (row, column));
}

static void
write_stay (AusCall      *call,
            AusStatement *row)
{
  const char *person = aus_statement_get_text (row, 5);

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "video_provider", aus_statement_get_text (row, 0));
  aus_json_add_text (&call->out, "name", aus_statement_get_text (row, 1));
  aus_json_add_boolean (&call->out, "is_host", aus_statement_get_integer (row, 2) != 0);
  add_moment (&call->out, "joined_at", row, 3);
  add_moment (&call->out, "left_at", row, 4);
  aus_json_add_text (&call->out, "person_id", *person != '\0' ? person : NULL);
  aus_json_end_object (&call->out);
}

gboolean
aus_attendance_list (AusCall      *call,
                     AusDatabase  *database,
                     GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_outline (&call->caller, database, call->id, error);
  g_autoptr (AusStatement) rows = NULL;
  AusStep step;

  if (consultation == NULL)
    return FALSE;

  rows = aus_database_prepare (database, "SELECT provider, name, is_host, joined_at, left_at, person FROM attendance "
                                         "WHERE consultation_id = ?1 ORDER BY joined_at, key", error);

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, consultation->id);
  aus_json_begin_array (&call->out, NULL);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW)
    write_stay (call, rows);

  aus_json_end_array (&call->out);

  return step == AUS_STEP_DONE;
}
