#include "aus-roll.h"

#include "aus-door-times.h"

typedef struct
{
  AusHub     *hub;
  GHashTable *asked;
  GHashTable *good;
} Roll;

static void
roll_free (Roll *self)
{
  g_object_unref (self->hub);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->good);
  g_free (self);
}

/* What lets somebody in: a sign-in or a door. */
static const char *
get_pass (const AusSubscriber *subscriber)
{
  return subscriber->caller.session_id ? subscriber->caller.session_id : subscriber->caller.door_id;
}

static gboolean
touch_session (AusDatabase  *database,
               const char   *id,
               gboolean     *good,
               GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE sessions SET last_used_at = ?2 WHERE id = ?1 AND expires_at > ?2 "
                                    "AND user_id IN (SELECT id FROM users WHERE is_active)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, id);
  aus_statement_bind_integer (statement, 2, aus_time_now ());

  if (!aus_statement_run (statement, error))
    return FALSE;

  *good = aus_database_get_changed (database) > 0;

  return TRUE;
}

static gboolean
check_door (AusDatabase  *database,
            const char   *id,
            gboolean     *good,
            GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT 1 FROM doors d JOIN consultations c ON c.id = d.consultation_id "
                                    "WHERE d.id = ?1 AND d.revoked_at IS NULL AND " AUS_DOOR_EXPIRES_SQL " > ?2",
                          error);
  gint64 found;

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, id);
  aus_statement_bind_integer (statement, 2, aus_time_now ());

  if (!aus_statement_run_integer (statement, 0, &found, error))
    return FALSE;

  *good = found != 0;

  return TRUE;
}

static gboolean
roll_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Roll *self = data;
  GHashTableIter iter;
  const char *id;

  g_hash_table_iter_init (&iter, self->asked);

  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL)) {
    gboolean good = FALSE;

    if (!touch_session (database, id, &good, error) || (!good && !check_door (database, id, &good, error)))
      return FALSE;

    if (good)
      g_hash_table_add (self->good, g_strdup (id));
  }

  return TRUE;
}

static void
close_unless_good_cb (gpointer data,
                      gpointer user_data)
{
  AusSubscriber *subscriber = data;
  Roll *self = user_data;
  const char *pass = get_pass (subscriber);

  /* Whoever came meanwhile was not asked about. */
  if (g_hash_table_contains (self->asked, pass) && !g_hash_table_contains (self->good, pass))
    aus_web_socket_close (subscriber->socket, AUS_CLOSE_NOT_SIGNED_IN, "This sign-in has ended.");
}

static void
roll_done (gpointer      data,
           const GError *error)
{
  Roll *self = data;

  if (error != NULL)
    g_warning ("Could not check who listens: %s", error->message);
  else
    aus_hub_foreach (self->hub, close_unless_good_cb, self);

  roll_free (self);
}

static void
ask_cb (gpointer data,
        gpointer user_data)
{
  g_hash_table_add (user_data, g_strdup (get_pass (data)));
}

void
aus_roll_call (AusHub *hub)
{
  AusDesk *desk = aus_hub_get_desk (hub);
  Roll *self = g_new (Roll, 1);

  self->hub = g_object_ref (hub);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->good = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  aus_hub_foreach (hub, ask_cb, self->asked);
  aus_store_write (desk->store, roll_job, roll_done, self);
}
