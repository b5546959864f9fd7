#include "aus-channels.h"

#include "aus-jobs.h"
#include "aus-time.h"

#include <json-glib/json-glib.h>

/* As long as one lives at least, another is not asked for. */
#define GOOD_FOR AUS_TIME_HOUR

void
aus_channel_free (AusChannel *self)
{
  g_free (self->id);
  g_free (self->provider);
  g_free (self->owner);
  g_free (self->token_hash);
  g_free (self->resource_id);
  g_free (self);
}

gboolean
aus_channels_find (AusDatabase  *database,
                   const char   *provider,
                   const char   *id,
                   AusChannel  **channel,
                   GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT owner, token_hash, resource_id, expires_at FROM calendar_channels "
                                    "WHERE id = ?1 AND provider = ?2 AND expires_at > ?3", error);
  AusStep step;

  *channel = NULL;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, id);
  aus_statement_bind_text (row, 2, provider);
  aus_statement_bind_integer (row, 3, aus_time_now ());
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW) {
    *channel = g_new0 (AusChannel, 1);
    (*channel)->id = g_strdup (id);
    (*channel)->provider = g_strdup (provider);
    (*channel)->owner = g_strdup (aus_statement_get_text (row, 0));
    (*channel)->token_hash = g_strdup (aus_statement_get_text (row, 1));
    (*channel)->resource_id = g_strdup (aus_statement_get_text (row, 2));
    (*channel)->expires = aus_statement_get_integer (row, 3);
  }

  return step != AUS_STEP_ERROR;
}

gboolean
aus_channels_save (AusDatabase       *database,
                   const AusChannel  *channel,
                   GError           **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "INSERT OR REPLACE INTO calendar_channels (id, provider, owner, token_hash, "
                                    "resource_id, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, channel->id);
  aus_statement_bind_text (row, 2, channel->provider);
  aus_statement_bind_text (row, 3, channel->owner);
  aus_statement_bind_text (row, 4, channel->token_hash);
  aus_statement_bind_text (row, 5, channel->resource_id ? channel->resource_id : "");
  aus_statement_bind_integer (row, 6, channel->expires);

  return aus_statement_run (row, error);
}

gboolean
aus_channels_remove (AusDatabase  *database,
                     const char   *id,
                     GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "DELETE FROM calendar_channels WHERE id = ?1", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, id);

  return aus_statement_run (row, error);
}

gboolean
aus_channels_are_wanted (AusDatabase  *database,
                         const char   *provider,
                         const char   *owner,
                         gboolean     *wanted,
                         GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT 1 FROM consultations c JOIN meetings m ON m.consultation_id = c.id "
                                    "WHERE c.scheduled_start > ?1 AND m.provider = ?2 AND m.host = ?3 LIMIT 1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_integer (row, 1, aus_time_now ());
  aus_statement_bind_text (row, 2, provider);
  aus_statement_bind_text (row, 3, owner);
  step = aus_statement_step (row, error);
  *wanted = step == AUS_STEP_ROW;

  return step != AUS_STEP_ERROR;
}

gboolean
aus_channels_forget (AusDatabase  *database,
                     GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "DELETE FROM calendar_channels WHERE expires_at < ?1", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_integer (row, 1, aus_time_now () - AUS_TIME_DAY);

  return aus_statement_run (row, error);
}

static char *
write_payload (const AusChannelWish *wish)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  json_object_set_string_member (object, "provider", wish->provider);
  json_object_set_string_member (object, "owner", wish->owner);

  if (wish->old != NULL)
    json_object_set_string_member (object, "old", wish->old);

  node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

gboolean
aus_channels_ask (AusDatabase           *database,
                  const AusChannelWish  *wish,
                  GError               **error)
{
  g_autofree char *payload = write_payload (wish);
  g_autofree char *lane = g_strdup_printf ("%s:%s", wish->provider, wish->owner);
  g_autofree char *key = g_strdup_printf ("%s:%s", lane, wish->key);
  const AusNewJob job = { .kind = wish->kind, .key = key, .lane = lane, .payload = payload,
                          .not_before = wish->not_before };

  return aus_jobs_add (database, &job, error);
}

static gboolean
has_channel (AusDatabase  *database,
             const char   *provider,
             const char   *owner,
             gboolean     *has,
             GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT 1 FROM calendar_channels WHERE provider = ?1 AND owner = ?2 "
                                    "AND expires_at > ?3 LIMIT 1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, provider);
  aus_statement_bind_text (row, 2, owner);
  aus_statement_bind_integer (row, 3, aus_time_now () + GOOD_FOR);
  step = aus_statement_step (row, error);
  *has = step == AUS_STEP_ROW;

  return step != AUS_STEP_ERROR;
}

gboolean
aus_channels_want (AusDatabase  *database,
                   const char   *provider,
                   const char   *owner,
                   GError      **error)
{
  const AusProviderDescription *description = aus_providers_describe (provider);
  g_autofree char *key = g_strdup_printf ("new:%" G_GINT64_FORMAT, aus_time_now () / AUS_TIME_HOUR);
  const AusChannelWish wish = { aus_channel_watch_job.name, provider, owner, key };
  gboolean has = FALSE;

  if (description == NULL || (description->errands & AUS_ERRAND (WATCH)) == 0)
    return TRUE;

  return has_channel (database, provider, owner, &has, error) && (has || aus_channels_ask (database, &wish, error));
}

gboolean
aus_channels_read (AusDatabase  *database,
                   const char   *provider,
                   const char   *owner,
                   const char   *key,
                   GError      **error)
{
  const AusChannelWish wish = { aus_channel_list_job.name, provider, owner, key };

  return aus_channels_ask (database, &wish, error);
}
