#include "aus-channels.h"

#include "aus-json.h"
#include "aus-meeting-events.h"
#include "aus-provider-settings.h"
#include "aus-time.h"
#include "aus-token.h"
#include "aus-uuid.h"

#define MAX_ATTEMPTS 8
#define MAX_AT_ONCE 2
/* Until the provider has said how long it lives, it is good for this: it may post before it answers. */
#define OPENING AUS_TIME_HOUR
/* Both are there for a while, so that nothing is lost in between. */
#define RENEW_BEFORE AUS_TIME_DAY
/* Some news is lost, so that calendars are read every day as well. */
#define READ_AGAIN AUS_TIME_DAY

typedef struct
{
  AusProvider *provider;
  AusErrand   *errand;
  AusChannel  *channel;
  char        *name;
  char        *owner;
  char        *old;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->provider);
  g_clear_pointer (&work->errand, aus_errand_free);
  g_clear_pointer (&work->channel, aus_channel_free);
  g_free (work->name);
  g_free (work->owner);
  g_free (work->old);
  g_free (work);
}

static Work *
begin (AusJobAttempt  *attempt,
       AusDatabase    *database,
       AusErrandKind   kind,
       GError        **error)
{
  g_autoptr (JsonObject) payload = aus_json_parse_object (attempt->job->payload, -1, error);
  Work *work;

  if (payload == NULL)
    return NULL;

  work = g_new0 (Work, 1);
  attempt->work = work;
  work->name = g_strdup (aus_json_get_text (payload, "provider"));
  work->owner = g_strdup (aus_json_get_text (payload, "owner"));
  work->old = g_strdup (aus_json_get_text (payload, "old"));
  work->provider = aus_provider_settings_get (attempt->context, database, work->name ? work->name : "", error);

  if (work->provider == NULL)
    return NULL;

  work->errand = aus_errand_new (kind);
  work->errand->owner = g_strdup (work->owner);
  work->errand->watch = aus_watch_new ();

  return work;
}

static gboolean
perform (gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  Work *work = data;

  return work->errand == NULL || aus_provider_perform (work->provider, work->errand, cancellable, error);
}

/* Opening. */

static gboolean
load_watch (AusJobAttempt  *attempt,
            AusDatabase    *database,
            GError        **error)
{
  AusClinic *clinic = attempt->context;
  Work *work = begin (attempt, database, AUS_ERRAND_WATCH, error);
  AusWatch *watch = work ? work->errand->watch : NULL;
  gboolean wanted = FALSE;

  if (work == NULL || !aus_channels_are_wanted (database, work->name, work->owner, &wanted, error))
    return FALSE;

  if (!wanted) {
    g_clear_pointer (&work->errand, aus_errand_free);
    return TRUE;
  }

  watch->id = aus_uuid_new ();
  watch->token = aus_token_new ();
  watch->address = aus_provider_make_webhook_url (clinic, aus_provider_get_description (work->provider));
  work->channel = g_new0 (AusChannel, 1);
  work->channel->id = g_strdup (watch->id);
  work->channel->provider = g_strdup (work->name);
  work->channel->owner = g_strdup (work->owner);
  work->channel->token_hash = aus_token_hash (watch->token);
  work->channel->expires = aus_time_now () + OPENING;

  return aus_channels_save (database, work->channel, error);
}

static gboolean
plan_further (Work         *work,
              AusDatabase  *database,
              GError      **error)
{
  const char *id = work->channel->id;
  const AusChannelWish renewal = { aus_channel_watch_job.name, work->name, work->owner, id, id,
                                   work->channel->expires - RENEW_BEFORE };
  const AusChannelWish farewell = { aus_channel_stop_job.name, work->name, work->owner, work->old, work->old };

  return aus_channels_ask (database, &renewal, error) &&
         aus_channels_read (database, work->name, work->owner, id, error) &&
         (work->old == NULL || aus_channels_ask (database, &farewell, error));
}

static gboolean
settle_watch (AusJobAttempt  *attempt,
              AusDatabase    *database,
              const GError   *failure,
              GError        **error)
{
  Work *work = attempt->work;

  if (work == NULL || work->channel == NULL)
    return TRUE;

  if (failure != NULL || work->errand->watch->resource_id == NULL)
    return aus_channels_remove (database, work->channel->id, error);

  work->channel->resource_id = g_strdup (work->errand->watch->resource_id);
  work->channel->expires = work->errand->watch->expires;

  return aus_channels_save (database, work->channel, error) && plan_further (work, database, error);
}

/* Closing. */

static gboolean
load_stop (AusJobAttempt  *attempt,
           AusDatabase    *database,
           GError        **error)
{
  Work *work = begin (attempt, database, AUS_ERRAND_UNWATCH, error);

  if (work == NULL || work->old == NULL || !aus_channels_find (database, work->name, work->old, &work->channel, error))
    return FALSE;

  /* It ended by itself. */
  if (work->channel == NULL) {
    g_clear_pointer (&work->errand, aus_errand_free);
    return TRUE;
  }

  work->errand->watch->id = g_strdup (work->channel->id);
  work->errand->watch->resource_id = g_strdup (work->channel->resource_id);

  return TRUE;
}

static gboolean
settle_stop (AusJobAttempt  *attempt,
             AusDatabase    *database,
             const GError   *failure,
             GError        **error)
{
  Work *work = attempt->work;

  return failure != NULL || work->channel == NULL || aus_channels_remove (database, work->channel->id, error);
}

/* Reading. */

static gboolean
read_cursor (Work         *work,
             AusDatabase  *database,
             GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT cursor FROM calendar_cursors WHERE provider = ?1 AND owner = ?2", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, work->name);
  aus_statement_bind_text (row, 2, work->owner);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    work->errand->watch->cursor = g_strdup (aus_statement_get_text (row, 0));

  return step != AUS_STEP_ERROR;
}

static gboolean
save_cursor (Work         *work,
             AusDatabase  *database,
             GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "INSERT OR REPLACE INTO calendar_cursors (provider, owner, cursor) "
                                    "VALUES (?1, ?2, ?3)", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, work->name);
  aus_statement_bind_text (row, 2, work->owner);
  aus_statement_bind_text (row, 3, work->errand->watch->next);

  return aus_statement_run (row, error);
}

static gboolean
load_list (AusJobAttempt  *attempt,
           AusDatabase    *database,
           GError        **error)
{
  Work *work = begin (attempt, database, AUS_ERRAND_LIST, error);

  return work != NULL && read_cursor (work, database, error);
}

static gboolean
plan_daily (Work         *work,
            AusDatabase  *database,
            GError      **error)
{
  const gint64 now = aus_time_now ();
  g_autofree char *key = g_strdup_printf ("day:%" G_GINT64_FORMAT, now / READ_AGAIN);
  const AusChannelWish wish = { aus_channel_list_job.name, work->name, work->owner, key, NULL, now + READ_AGAIN };
  gboolean wanted = FALSE;

  return aus_channels_are_wanted (database, work->name, work->owner, &wanted, error) &&
         (!wanted || aus_channels_ask (database, &wish, error));
}

static gboolean
settle_list (AusJobAttempt  *attempt,
             AusDatabase    *database,
             const GError   *failure,
             GError        **error)
{
  Work *work = attempt->work;
  const gint64 now = aus_time_now ();

  if (failure != NULL || work->errand->watch->next == NULL)
    return TRUE;

  for (guint i = 0; i < work->errand->watch->changed->len; i++) {
    const AusMeetingEvent event = {
      .kind = AUS_MEETING_EVENT_CHANGED,
      .meeting_id = g_ptr_array_index (work->errand->watch->changed, i),
      .instance = (char *) attempt->job->id,
      .at = now,
    };

    if (!aus_meeting_events_apply (attempt->context, database, work->name, &event, error))
      return FALSE;
  }

  return save_cursor (work, database, error) && plan_daily (work, database, error);
}

#define JOB(kind, loader, settler) \
  { .name = kind, .max_attempts = MAX_ATTEMPTS, .time_limit = AUS_TIME_DAY, .concurrency = MAX_AT_ONCE, \
    .load = loader, .run = perform, .settle = settler, .free_work = work_free }

const AusJobKind aus_channel_watch_job = JOB ("channel_watch", load_watch, settle_watch);
const AusJobKind aus_channel_stop_job = JOB ("channel_stop", load_stop, settle_stop);
const AusJobKind aus_channel_list_job = JOB ("channel_list", load_list, settle_list);
