#include "aus-roll.h"

#include "aus-access.h"
#include "aus-door-times.h"
#include "aus-session-times.h"

/**
 * Roll:
 * @asked: what was asked about, as get_place() names it, to the AusSubscriber
 * @next: when the first of the others will have to go
 * @refused: those of them who may not go on, to the code that they are told
 */
typedef struct
{
  AusHub     *hub;
  GHashTable *asked;
  GHashTable *refused;
  gint64      next;
} Roll;

static void
roll_free (Roll *self)
{
  g_object_unref (self->hub);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->refused);
  g_free (self);
}

/* What lets somebody in: a sign-in or a door. */
static const char *
get_pass (const AusSubscriber *subscriber)
{
  return subscriber->caller.session_id ? subscriber->caller.session_id : subscriber->caller.door_id;
}

/* (transfer full): one name for all sockets of a pass in a visit. */
static char *
get_place (const AusSubscriber *subscriber)
{
  return g_strconcat (get_pass (subscriber), " ", subscriber->consultation_id, NULL);
}

static gboolean
touch_session (AusDatabase  *database,
               const char   *id,
               gint64       *ends_at,
               GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE sessions SET last_used_at = ?2 WHERE id = ?1 AND expires_at > ?2 "
                                    "AND created_at > ?2 - " AUS_SESSION_LIFE_SQL
                                    " AND EXISTS (SELECT 1 FROM users u WHERE u.id = user_id AND u.is_active) "
                                    "RETURNING " AUS_SESSION_ENDS_SQL (""), error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, id);
  aus_statement_bind_integer (statement, 2, aus_time_now ());

  return aus_statement_run_integer (statement, 0, ends_at, error);
}

static gboolean
check_door (AusDatabase  *database,
            const char   *id,
            gint64       *ends_at,
            GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT " AUS_DOOR_EXPIRES_SQL " FROM doors d "
                                    "JOIN consultations c ON c.id = d.consultation_id "
                                    "WHERE d.id = ?1 AND d.revoked_at IS NULL AND " AUS_DOOR_EXPIRES_SQL " > ?2",
                          error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, id);
  aus_statement_bind_integer (statement, 2, aus_time_now ());

  return aus_statement_run_integer (statement, 0, ends_at, error);
}

/* Whoever was let in may have lost sight of the visit since. */
static gboolean
check_visit (AusDatabase          *database,
             const AusSubscriber  *subscriber,
             gboolean             *good,
             GError              **error)
{
  g_autoptr (AusConsultation) consultation = NULL;
  g_autoptr (GError) fault = NULL;

  if (subscriber->consultation_id == NULL)
    return TRUE;

  consultation = aus_access_get_outline (&subscriber->caller, database, subscriber->consultation_id, &fault);
  *good = consultation != NULL;

  if (*good || g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

static gboolean
ask (AusDatabase          *database,
     const AusSubscriber  *subscriber,
     guint                *code,
     gint64               *ends_at,
     GError              **error)
{
  const char *pass = get_pass (subscriber);
  gboolean sees = TRUE;

  if (!touch_session (database, pass, ends_at, error) ||
      (*ends_at == 0 && !check_door (database, pass, ends_at, error)) ||
      !check_visit (database, subscriber, &sees, error))
    return FALSE;

  *code = *ends_at == 0 ? AUS_CLOSE_NOT_SIGNED_IN : !sees ? AUS_CLOSE_GONE : 0;

  return TRUE;
}

static gboolean
roll_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Roll *self = data;
  GHashTableIter iter;
  AusSubscriber *subscriber;
  const char *place;

  g_hash_table_iter_init (&iter, self->asked);

  while (g_hash_table_iter_next (&iter, (gpointer *) &place, (gpointer *) &subscriber)) {
    gint64 ends_at;
    guint code;

    if (!ask (database, subscriber, &code, &ends_at, error))
      return FALSE;

    if (code != 0)
      g_hash_table_insert (self->refused, g_strdup (place), GUINT_TO_POINTER (code));
    else
      self->next = MIN (self->next, ends_at);
  }

  return TRUE;
}

/* Whoever came meanwhile was not asked about. */
static void
close_if_refused_cb (gpointer data,
                     gpointer user_data)
{
  AusSubscriber *subscriber = data;
  Roll *self = user_data;
  g_autofree char *place = get_place (subscriber);
  const guint code = GPOINTER_TO_UINT (g_hash_table_lookup (self->refused, place));

  if (code == AUS_CLOSE_GONE)
    aus_web_socket_close (subscriber->socket, code, "You do not see this consultation any more.");
  else if (code != 0)
    aus_web_socket_close (subscriber->socket, code, "This sign-in has ended.");
}

static void
roll_done (gpointer      data,
           const GError *error)
{
  Roll *self = data;

  if (error != NULL)
    g_warning ("Could not check who listens: %s", error->message);
  else {
    aus_hub_foreach (self->hub, close_if_refused_cb, self);
    aus_hub_expect (self->hub, self->next);
  }

  roll_free (self);
}

static void
ask_cb (gpointer data,
        gpointer user_data)
{
  const AusSubscriber *subscriber = data;

  g_hash_table_insert (user_data, get_place (subscriber),
                       aus_subscriber_new (&subscriber->caller, subscriber->consultation_id, NULL, 0));
}

void
aus_roll_call (AusHub     *hub,
               const char *consultation_id)
{
  AusDesk *desk = aus_hub_get_desk (hub);
  GPtrArray *room = consultation_id ? aus_hub_get_room (hub, consultation_id) : NULL;
  Roll *self;

  if (consultation_id != NULL && room == NULL)
    return;

  self = g_new (Roll, 1);
  self->hub = g_object_ref (hub);
  self->next = G_MAXINT64;
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) aus_subscriber_free);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (room != NULL)
    g_ptr_array_foreach (room, ask_cb, self->asked);
  else
    aus_hub_foreach (hub, ask_cb, self->asked);

  aus_store_write (desk->store, roll_job, roll_done, self);
}
