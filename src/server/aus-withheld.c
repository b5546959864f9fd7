#include "aus-withheld.h"

gboolean
aus_withheld_note (AusDatabase  *database,
                   AusMessage   *message,
                   GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO withheld SELECT id, ?1 FROM participants "
                                    "WHERE consultation_id = ?2 AND admission = 'held' AND id <> ?3", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, message->id);
  aus_statement_bind_text (statement, 2, message->consultation_id);
  aus_statement_bind_text (statement, 3, message->sender_id);

  return aus_statement_run (statement, error);
}

gboolean
aus_withheld_look (AusDatabase     *database,
                   AusParticipant  *seat,
                   const char      *message_id,
                   gboolean        *is_withheld,
                   GError         **error)
{
  g_autoptr (AusStatement) row = NULL;
  AusStep step;

  *is_withheld = FALSE;

  if (message_id == NULL)
    return TRUE;

  row = aus_database_prepare (database, "SELECT 1 FROM messages_withheld WHERE participant_id = ?1 AND message_id = ?2",
                              error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, seat->id);
  aus_statement_bind_text (row, 2, message_id);
  step = aus_statement_step (row, error);
  *is_withheld = step == AUS_STEP_ROW;

  return step != AUS_STEP_ERROR;
}
