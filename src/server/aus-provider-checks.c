#include "aus-provider-checks.h"

#include "aus-json.h"
#include "aus-jobs.h"
#include "aus-meeting-revival.h"
#include "aus-provider-news.h"
#include "aus-provider-settings.h"
#include "aus-time.h"

#define BEFORE_VISIT (10 * AUS_TIME_MINUTE)
/* One that failed is looked at again, so that nobody shuns it for longer than it is ill. */
#define AGAIN_AFTER (5 * AUS_TIME_MINUTE)
#define MAX_AT_ONCE 2

typedef struct
{
  AusProvider *provider;
  AusErrand   *errand;
  char        *note;
  gboolean     is_good;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->provider);
  g_clear_pointer (&work->errand, aus_errand_free);
  g_free (work->note);
  g_free (work);
}

/* In a lane of their own: what a provider posts is not for later while it does not say how it is. */
static gboolean
plan (AusDatabase  *database,
      const char   *name,
      const char   *why,
      gint64        number,
      gint64        not_before,
      GError      **error)
{
  g_autofree char *key = g_strdup_printf ("%s:%s:%" G_GINT64_FORMAT, name, why, number);
  g_autofree char *payload = g_strdup_printf ("{\"provider\":\"%s\"}", name);
  g_autofree char *lane = g_strdup_printf ("check:%s", name);
  const AusNewJob job = { .kind = aus_provider_check_job.name, .key = key, .lane = lane, .payload = payload,
                          .not_before = not_before };

  return aus_jobs_add (database, &job, error);
}

/* Whether there is anything to ask it. */
static gboolean
is_askable (AusProvider *provider)
{
  return aus_provider_is_configured (provider, NULL) && aus_provider_can (provider, AUS_ERRAND_TEST);
}

gboolean
aus_provider_checks_plan_hour (AusClinic    *clinic,
                               AusDatabase  *database,
                               GError      **error)
{
  const gint64 hour = aus_time_now () / AUS_TIME_HOUR;
  GPtrArray *list = aus_providers_get_list (clinic->providers);

  for (guint i = 0; i < list->len; i++) {
    const char *name = aus_provider_get_name (g_ptr_array_index (list, i));
    g_autoptr (AusProvider) provider = aus_provider_settings_get (clinic, database, name, error);

    if (provider == NULL || (is_askable (provider) && !plan (database, name, "hour", hour, 0, error)))
      return FALSE;
  }

  return TRUE;
}

gboolean
aus_provider_checks_plan_visit (AusDatabase      *database,
                                AusConsultation  *consultation,
                                GError          **error)
{
  const gint64 start = aus_time_from_date_time (consultation->scheduled_start);

  if (start - BEFORE_VISIT < aus_time_now ())
    return TRUE;

  return plan (database, aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider), "visit", start,
               start - BEFORE_VISIT, error);
}

gboolean
aus_provider_checks_plan_again (AusDatabase  *database,
                                AusProvider  *provider,
                                GError      **error)
{
  const gint64 now = aus_time_now ();

  return !is_askable (provider) || plan (database, aus_provider_get_name (provider), "again", now / AGAIN_AFTER,
                                         now + AGAIN_AFTER, error);
}

static gboolean
load (AusJobAttempt  *attempt,
      AusDatabase    *database,
      GError        **error)
{
  g_autoptr (JsonObject) payload = aus_json_parse_object (attempt->job->payload, -1, error);
  const char *name = payload ? aus_json_get_text (payload, "provider") : NULL;
  Work *work = g_new0 (Work, 1);

  attempt->work = work;
  work->provider = name ? aus_provider_settings_get (attempt->context, database, name, error) : NULL;

  return work->provider != NULL;
}

/* That it is ill is what was to be found out, and no failure of the check. */
static gboolean
run (gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  Work *work = data;
  g_autoptr (GError) fault = NULL;

  if (!is_askable (work->provider))
    return TRUE;

  work->errand = aus_errand_new (AUS_ERRAND_TEST);
  work->is_good = aus_provider_perform (work->provider, work->errand, cancellable, &fault);
  work->note = g_strdup (work->is_good ? work->errand->note : fault->message);

  return TRUE;
}

static gboolean
settle (AusJobAttempt  *attempt,
        AusDatabase    *database,
        const GError   *failure,
        GError        **error)
{
  const Work *work = attempt->work;
  const char *name;

  if (failure != NULL || work->note == NULL)
    return TRUE;

  name = aus_provider_get_name (work->provider);

  if (!aus_provider_row_note_test (database, name, work->is_good, work->note, error))
    return FALSE;

  if (!work->is_good)
    return aus_provider_news_warn (attempt->context, database, name, error);

  /* That there was trouble may have been forgotten since, as when the server began anew. */
  return aus_provider_news_relieve (attempt->context, database, name, error) &&
         aus_meeting_revival_try_dead (database, name, error);
}

const AusJobKind aus_provider_check_job = {
  .name = "provider_check",
  .max_attempts = 3,
  .time_limit = AUS_TIME_HOUR,
  .concurrency = MAX_AT_ONCE,
  .load = load,
  .run = run,
  .settle = settle,
  .free_work = work_free,
};
