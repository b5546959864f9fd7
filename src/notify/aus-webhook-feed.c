#include "aus-webhook-feed.h"

#include "aus-webhooks.h"

#include <string.h>

/* Of changes in one turn, so that others may write meanwhile. */
#define STRIDE 200

/**
 * Change:
 * @first_seq: when the record was first heard of
 *
 * A row of the change log.
 */
typedef struct
{
  char    *entity;
  char    *id;
  gint64   seq;
  gint64   revision;
  gint64   first_seq;
  gboolean is_deleted;
} Change;

static void
clear_change (gpointer data)
{
  Change *change = data;

  g_free (change->entity);
  g_free (change->id);
}

/* (transfer full): the rows, for more is written while they are looked at. */
static GArray *
read_changes (AusDatabase  *database,
              gint64        cursor,
              GError      **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT entity, id, seq, revision, first_seq, kind FROM changes WHERE seq > ?1 "
                                    "ORDER BY seq LIMIT ?2", error);
  AusStep step;

  if (row == NULL)
    return NULL;

  g_array_set_clear_func (changes, clear_change);
  aus_statement_bind_integer (row, 1, cursor);
  aus_statement_bind_integer (row, 2, STRIDE);

  while ((step = aus_statement_step (row, error)) == AUS_STEP_ROW) {
    const Change change = { g_strdup (aus_statement_get_text (row, 0)), g_strdup (aus_statement_get_text (row, 1)),
                            aus_statement_get_integer (row, 2), aus_statement_get_integer (row, 3),
                            aus_statement_get_integer (row, 4),
                            strcmp (aus_statement_get_text (row, 5), "delete") == 0 };

    g_array_append_val (changes, change);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&changes) : NULL;
}

static gboolean
tell (AusDatabase               *database,
      const AusWebhookEndpoint  *endpoint,
      const Change              *change,
      const char                *verb,
      GError                   **error)
{
  const char *noun = aus_webhook_events_get_noun (change->entity);
  g_autofree char *type = g_strconcat (noun, ".", verb, NULL);
  g_autofree char *visit = NULL;
  g_autoptr (GError) fault = NULL;
  AusWebhookEvent event = { type, change->entity, change->id, change->revision, change->seq };

  if (!aus_webhook_events_want (endpoint->event_types, type))
    return TRUE;

  visit = aus_webhook_events_find_visit (database, change->entity, change->id, &fault);
  event.consultation_id = visit;

  if (fault == NULL)
    return aus_webhooks_tell (database, endpoint->id, &event, NULL, error);

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

/* The log has the latest change of each record alone, so one row may stand for its making and for a change as well. */
static gboolean
tell_change (AusDatabase               *database,
             const AusWebhookEndpoint  *endpoint,
             const Change              *change,
             GError                   **error)
{
  const gboolean is_new = change->first_seq > endpoint->cursor;

  if (aus_webhook_events_get_noun (change->entity) == NULL)
    return TRUE;

  if (change->is_deleted)
    return tell (database, endpoint, change, "deleted", error);

  return (!is_new || tell (database, endpoint, change, "created", error)) &&
         ((is_new && change->revision == 1) || tell (database, endpoint, change, "updated", error));
}

static gboolean
move_cursor (AusDatabase               *database,
             const AusWebhookEndpoint  *endpoint,
             gint64                     cursor,
             GError                   **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "UPDATE webhook_endpoints SET cursor = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, endpoint->id);
  aus_statement_bind_integer (statement, 2, cursor);

  return aus_statement_run (statement, error);
}

static gboolean
lead (AusWebhookFeed            *self,
      AusDatabase               *database,
      const AusWebhookEndpoint  *endpoint,
      GError                   **error)
{
  g_autoptr (GArray) changes = read_changes (database, endpoint->cursor, error);

  if (changes == NULL)
    return FALSE;

  for (guint i = 0; i < changes->len; i++) {
    if (!tell_change (database, endpoint, &g_array_index (changes, Change, i), error))
      return FALSE;
  }

  self->has_more |= changes->len == STRIDE;

  return changes->len == 0 ||
         move_cursor (database, endpoint, g_array_index (changes, Change, changes->len - 1).seq, error);
}

static GPtrArray *
read_endpoints (AusDatabase  *database,
                GError      **error)
{
  g_autoptr (GPtrArray) endpoints = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT * FROM webhook_endpoints WHERE is_active ORDER BY id", error);
  AusStep step;

  if (row == NULL)
    return NULL;

  while ((step = aus_statement_step (row, error)) == AUS_STEP_ROW) {
    AusWebhookEndpoint *endpoint = g_object_new (AUS_TYPE_WEBHOOK_ENDPOINT, NULL);

    aus_statement_read_record (row, AUS_RECORD (endpoint));
    g_ptr_array_add (endpoints, endpoint);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&endpoints) : NULL;
}

gboolean
aus_webhook_feed_run (AusDatabase  *database,
                      gpointer      feed,
                      GError      **error)
{
  AusWebhookFeed *self = feed;
  g_autoptr (GPtrArray) endpoints = read_endpoints (database, error);

  if (endpoints == NULL)
    return FALSE;

  *self = (AusWebhookFeed) { endpoints->len > 0, FALSE };

  for (guint i = 0; i < endpoints->len; i++) {
    if (!lead (self, database, g_ptr_array_index (endpoints, i), error))
      return FALSE;
  }

  return TRUE;
}
