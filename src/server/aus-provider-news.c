#include "aus-provider-news.h"

#include "aus-access.h"
#include "aus-events.h"
#include "aus-meeting-revival.h"
#include "aus-provider-advice.h"
#include "aus-provider-checks.h"
#include "aus-provider-health.h"
#include "aus-time.h"

/* Visits whose staff are told: those that begin soon, or should have begun. */
#define TOLD_BEFORE (15 * AUS_TIME_MINUTE)
#define TOLD_AFTER AUS_TIME_HOUR
#define MAX_TOLD 100

typedef gboolean (* Tell) (AusClinic        *clinic,
                           AusDatabase      *database,
                           AusConsultation  *consultation,
                           GError          **error);

static const char *
get_name (AusConsultation *consultation)
{
  return aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider);
}

gboolean
aus_provider_news_note_trouble (AusClinic    *clinic,
                                AusDatabase  *database,
                                const char   *name,
                                GError      **error)
{
  g_auto (AusProviderHealth) health = { NULL };

  if (!aus_provider_health_read (&health, clinic, database, name, error))
    return FALSE;

  if (health.is_healthy)
    return TRUE;

  aus_providers_set_troubled (clinic->providers, name, TRUE);

  return aus_provider_checks_plan_again (database, health.provider, error);
}

gboolean
aus_provider_news_tell (AusClinic        *clinic,
                        AusDatabase      *database,
                        AusConsultation  *consultation,
                        GError          **error)
{
  g_auto (AusProviderAdvice) advice = { NULL };
  AusJsonWriter members;

  if (!aus_provider_advice_read (&advice, clinic, database, consultation, error))
    return FALSE;

  if (advice.reason == NULL)
    return TRUE;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "video_provider", get_name (consultation));
  aus_json_add_text (&members, "reason", advice.reason);
  aus_json_add_text (&members, "proposal", advice.proposal);

  return aus_provider_news_note_trouble (clinic, database, get_name (consultation), error) &&
         aus_events_add (database, consultation, "provider_trouble", AUS_TO (AUS_ROLES_STAFF), &members, error);
}

static gboolean
tell_recovered (AusClinic        *clinic,
                AusDatabase      *database,
                AusConsultation  *consultation,
                GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "video_provider", get_name (consultation));

  return aus_events_add (database, consultation, "provider_recovered", AUS_TO (AUS_ROLES_STAFF), &members, error);
}

static gboolean
tell_visit (AusClinic    *clinic,
            AusDatabase  *database,
            const char   *id,
            Tell          tell,
            GError      **error)
{
  g_autoptr (AusConsultation) consultation = aus_access_read_consultation (database, id, error);

  return consultation != NULL && tell (clinic, database, consultation, error);
}

/* (transfer full) (nullable) (element-type utf8): visits that are about to begin with it, or wait for it. */
static GPtrArray *
list_visits (AusDatabase  *database,
             const char   *name,
             GError      **error)
{
  const gint64 now = aus_time_now ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT id FROM consultations WHERE scheduled_start BETWEEN ?1 AND ?2 "
                                    "AND video_provider = ?3 AND status IN ('scheduled', 'waiting', 'in_progress') "
                                    "ORDER BY scheduled_start, id LIMIT ?4", error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_integer (rows, 1, now - TOLD_AFTER);
  aus_statement_bind_integer (rows, 2, now + TOLD_BEFORE);
  aus_statement_bind_text (rows, 3, name);
  aus_statement_bind_integer (rows, 4, MAX_TOLD);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW)
    g_ptr_array_add (ids, g_strdup (aus_statement_get_text (rows, 0)));

  return step == AUS_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

static gboolean
tell_all (AusClinic    *clinic,
          AusDatabase  *database,
          const char   *name,
          Tell          tell,
          GError      **error)
{
  g_autoptr (GPtrArray) ids = list_visits (database, name, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    if (!tell_visit (clinic, database, g_ptr_array_index (ids, i), tell, error))
      return FALSE;
  }

  return ids != NULL;
}

gboolean
aus_provider_news_warn (AusClinic    *clinic,
                        AusDatabase  *database,
                        const char   *name,
                        GError      **error)
{
  return aus_provider_news_note_trouble (clinic, database, name, error) &&
         tell_all (clinic, database, name, aus_provider_news_tell, error);
}

gboolean
aus_provider_news_relieve (AusClinic    *clinic,
                           AusDatabase  *database,
                           const char   *name,
                           GError      **error)
{
  g_auto (AusProviderHealth) health = { NULL };

  if (!aus_providers_is_troubled (clinic->providers, name))
    return TRUE;

  if (!aus_provider_health_read (&health, clinic, database, name, error))
    return FALSE;

  if (!health.is_healthy)
    return TRUE;

  aus_providers_set_troubled (clinic->providers, name, FALSE);

  return aus_meeting_revival_try_recovered (database, name, error) &&
         tell_all (clinic, database, name, tell_recovered, error);
}
