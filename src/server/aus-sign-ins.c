#include "aus-sign-ins.h"

#include "aus-events.h"

/* Whoever still listens on this sign-in is cut off. */
static gboolean
tell_ended (AusDatabase  *database,
            const char   *session_id,
            GError      **error)
{
  g_autoptr (AusConsultation) none = g_object_new (AUS_TYPE_CONSULTATION, NULL);
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "session_id", session_id);

  return aus_events_tell (database, none, AUS_EVENT_SIGNED_OUT, AUS_TO (0), &members, error);
}

gboolean
aus_sign_ins_end (AusDatabase  *database,
                  const char   *user_id,
                  const char   *session_id,
                  GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "DELETE FROM sessions WHERE id = ?1 AND user_id = ?2", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, session_id);
  aus_statement_bind_text (statement, 2, user_id);

  if (!aus_statement_run (statement, error))
    return FALSE;

  if (aus_database_get_changed (database) == 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such sign-in.");
    return FALSE;
  }

  return tell_ended (database, session_id, error);
}

/* (transfer full): the ids of those to end. */
static GStrv
list (AusDatabase  *database,
      const char   *user_id,
      const char   *kept_id,
      GError      **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT id FROM sessions WHERE user_id = ?1 AND id IS NOT ?2", error);
  AusStep step;

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, user_id);
  aus_statement_bind_text (row, 2, kept_id);

  while ((step = aus_statement_step (row, error)) == AUS_STEP_ROW)
    g_strv_builder_add (ids, aus_statement_get_text (row, 0));

  return step == AUS_STEP_DONE ? g_strv_builder_end (ids) : NULL;
}

gboolean
aus_sign_ins_end_all (AusDatabase  *database,
                      const char   *user_id,
                      const char   *kept_id,
                      GError      **error)
{
  g_auto (GStrv) ids = list (database, user_id, kept_id, error);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    if (!aus_sign_ins_end (database, user_id, ids[i], error))
      return FALSE;
  }

  return ids != NULL;
}
