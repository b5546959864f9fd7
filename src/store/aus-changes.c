#include "aus-changes.h"

#include <string.h>

gboolean
aus_changes_add (AusDatabase  *database,
                 const char   *entity,
                 const char   *id,
                 gint64        revision,
                 gboolean      deleted,
                 GError      **error)
{
  gint64 seq = aus_database_take_seq (database);
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO changes (entity, id, seq, revision, kind, first_seq) "
                                    "VALUES (?1, ?2, ?3, ?4, ?5, ?3) ON CONFLICT (entity, id) "
                                    "DO UPDATE SET seq = ?3, revision = ?4, kind = ?5", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_lent (statement, 1, entity);
  aus_statement_bind_lent (statement, 2, id);
  aus_statement_bind_integer (statement, 3, seq);
  aus_statement_bind_integer (statement, 4, revision);
  aus_statement_bind_lent (statement, 5, deleted ? "delete" : "save");

  return aus_statement_run (statement, error);
}

gboolean
aus_changes_lead_on (AusDatabase  *database,
                     gint64        seq,
                     gboolean     *leads,
                     GError      **error)
{
  g_autoptr (AusStatement) row = NULL;
  gint64 n_lost;

  if (!aus_database_load_seq (database, error))
    return FALSE;

  row = aus_database_prepare (database, "SELECT count (*) FROM lost_numbers WHERE after < ?1 AND until >= ?1", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_integer (row, 1, seq);

  if (!aus_statement_run_integer (row, 0, &n_lost, error))
    return FALSE;

  *leads = seq >= 0 && n_lost == 0 && seq <= aus_database_get_seq (database);

  return TRUE;
}

/* Where there is no change to renew, nobody was told of the record yet. */
static gboolean
renew (AusDatabase  *database,
       const char   *entity,
       const char   *id,
       GError      **error)
{
  gint64 seq = aus_database_take_seq (database);
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE changes SET seq = ?3 WHERE entity = ?1 AND id = ?2", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_lent (statement, 1, entity);
  aus_statement_bind_lent (statement, 2, id);
  aus_statement_bind_integer (statement, 3, seq);

  return aus_statement_run (statement, error);
}

/* Those who listen to a visit may have to go. No frame is sent. */
static void
announce (AusDatabase *database,
          const char  *entity,
          const char  *id)
{
  AusEvent *event;

  if (strcmp (entity, "consultations") != 0)
    return;

  event = aus_event_new (aus_database_get_seq (database), AUS_EVENT_SIGHT_CHANGED);
  event->consultation_id = g_strdup (id);
  event->audience = 0;
  aus_database_announce (database, event);
}

gboolean
aus_changes_settle (AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusStatement) touched = aus_database_prepare (database, "SELECT entity, id FROM touched", error);
  guint n_touched = 0;
  AusStep step;

  if (touched == NULL)
    return FALSE;

  while ((step = aus_statement_step (touched, error)) == AUS_STEP_ROW) {
    if (!renew (database, aus_statement_get_text (touched, 0), aus_statement_get_text (touched, 1), error))
      return FALSE;

    announce (database, aus_statement_get_text (touched, 0), aus_statement_get_text (touched, 1));
    n_touched++;
  }

  return step == AUS_STEP_DONE && (n_touched == 0 || aus_database_run (database, "DELETE FROM touched", error));
}
