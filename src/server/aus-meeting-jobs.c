#include "aus-meeting-jobs.h"

#include "aus-json.h"
#include "aus-meeting-outcomes.h"
#include "aus-meeting-terms.h"
#include "aus-meetings.h"
#include "aus-provider-news.h"
#include "aus-provider-settings.h"
#include "aus-table.h"
#include "aus-time.h"

#include <string.h>

/* More than there is time for: a limit that ends at midnight is told of without saying so. */
#define MAX_ATTEMPTS 200
#define TIME_LIMIT (2 * AUS_TIME_DAY)
#define MAX_AT_ONCE 4
/* The revision of a job that never ran before. */
#define FIRST_RUN 2

/**
 * Work:
 * @errand: (nullable): %NULL where it is no longer wanted
 * @version: of what was wanted when the job was written
 *
 * One attempt.
 */
typedef struct
{
  AusProvider *provider;
  AusErrand   *errand;
  char        *name;
  gint64       version;
  gint64       epoch;
  guint        round;
  gboolean     is_farewell;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->provider);
  g_clear_pointer (&work->errand, aus_errand_free);
  g_free (work->name);
  g_free (work);
}

static AusErrandKind
get_kind (const AusJobAttempt *attempt)
{
  return (AusErrandKind) (attempt->kind - aus_meeting_jobs);
}

/* *@consultation is %NULL where it is gone. */
static gboolean
find_consultation (AusDatabase      *database,
                   const char       *id,
                   AusConsultation **consultation,
                   GError          **error)
{
  g_autoptr (AusConsultation) found = g_object_new (AUS_TYPE_CONSULTATION, NULL);
  g_autoptr (GError) fault = NULL;

  if (aus_table_get (database, AUS_RECORD (found), id, &fault)) {
    *consultation = g_steal_pointer (&found);
    return TRUE;
  }

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

/* The newest of what is wanted counts, so work that was written down for less has nothing to do. */
static gboolean
is_wanted (AusErrandKind    kind,
           const Work      *work,
           AusConsultation *consultation,
           AusMeetingRow   *row)
{
  if (work->is_farewell)
    return TRUE;

  if (consultation == NULL || row == NULL || strcmp (row->provider, work->name) != 0 || row->version != work->version)
    return FALSE;

  if (kind == AUS_ERRAND_CREATE || kind == AUS_ERRAND_UPDATE)
    return aus_meeting_is_wanted (consultation);

  return *row->meeting_id != '\0';
}

static void
describe_visit (AusErrand       *errand,
                AusConsultation *consultation)
{
  errand->starts = aus_time_from_date_time (consultation->scheduled_start);
  errand->minutes = (guint) consultation->duration_planned;
  errand->time_zone = g_strdup (consultation->time_zone);
}

static gboolean
make_errand (Work             *work,
             AusJobAttempt    *attempt,
             AusConsultation  *consultation,
             AusMeetingRow    *row,
             JsonObject       *payload)
{
  const char *meeting_id = work->is_farewell ? aus_json_get_text (payload, "meeting_id") : row->meeting_id;
  const char *holding = aus_json_get_text (payload, "detail");
  const char *owner = aus_json_get_text (payload, "owner");
  AusErrandKind kind = get_kind (attempt);

  /* What was not made yet cannot be changed, and what was made is not made twice. */
  if (kind == AUS_ERRAND_CREATE || kind == AUS_ERRAND_UPDATE)
    kind = *meeting_id == '\0' ? AUS_ERRAND_CREATE : AUS_ERRAND_UPDATE;

  work->errand = aus_errand_new (kind);
  work->errand->is_repeat = attempt->job->revision > FIRST_RUN || get_kind (attempt) == AUS_ERRAND_UPDATE;
  work->errand->marker = g_strdup_printf ("%s/%" G_GINT64_FORMAT, attempt->job->consultation_id, work->epoch);
  work->errand->meeting_id = meeting_id != NULL && *meeting_id != '\0' ? g_strdup (meeting_id) : NULL;

  work->errand->owner = g_strdup (work->is_farewell ? owner : row->host);

  if (holding != NULL && *holding != '\0')
    work->errand->instance = g_strdup (holding);
  else if (!work->is_farewell)
    work->errand->instance = g_strdup (row->instance);

  if (consultation != NULL)
    describe_visit (work->errand, consultation);

  return TRUE;
}

static gboolean
set_pending (AusDatabase      *database,
             AusConsultation  *consultation,
             AusErrandKind     kind,
             GError          **error)
{
  if (kind != AUS_ERRAND_CREATE || consultation->meeting_state == AUS_MEETING_STATE_PENDING)
    return TRUE;

  return aus_meeting_set_state (database, consultation, AUS_MEETING_STATE_PENDING, error);
}

static gboolean
prepare (AusJobAttempt    *attempt,
         AusDatabase      *database,
         Work             *work,
         JsonObject       *payload,
         GError          **error)
{
  g_autoptr (AusConsultation) consultation = NULL;
  g_autoptr (AusMeetingRow) row = NULL;

  if (!find_consultation (database, attempt->job->consultation_id, &consultation, error) ||
      !aus_meetings_find (database, attempt->job->consultation_id, &row, error))
    return FALSE;

  if (!is_wanted (get_kind (attempt), work, consultation, row))
    return TRUE;

  work->provider = aus_provider_settings_get (attempt->context, database, work->name, error);

  return work->provider != NULL &&
         make_errand (work, attempt, consultation, row, payload) &&
         (consultation == NULL || (aus_meeting_terms_read (attempt->context, database, consultation, work->errand,
                                                            error) &&
                                   set_pending (database, consultation, work->errand->kind, error)));
}

static gboolean
load (AusJobAttempt  *attempt,
      AusDatabase    *database,
      GError        **error)
{
  g_autoptr (JsonObject) payload = aus_json_parse_object (attempt->job->payload, -1, error);
  const char *name = payload ? aus_json_get_text (payload, "provider") : NULL;
  Work *work;

  if (payload == NULL)
    return FALSE;

  work = g_new0 (Work, 1);
  attempt->work = work;
  work->name = g_strdup (name ? name : "");
  work->version = aus_json_get_integer (payload, "version", 0);
  work->epoch = aus_json_get_integer (payload, "epoch", 0);
  work->round = (guint) aus_json_get_integer (payload, "round", 0);
  /* What an older server wrote down says so by its kind alone. */
  work->is_farewell = get_kind (attempt) == AUS_ERRAND_CANCEL || aus_json_get_boolean (payload, "is_farewell", FALSE);

  return prepare (attempt, database, work, payload, error);
}

static gboolean
perform (gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  Work *work = data;

  return work->errand == NULL || aus_provider_perform (work->provider, work->errand, cancellable, error);
}

/* Only where nothing will come of it any more, for until then it is on its way. */
static gboolean
settle_failure (AusJobAttempt    *attempt,
                AusDatabase      *database,
                AusConsultation  *consultation,
                GError          **error)
{
  const AusErrandKind kind = get_kind (attempt);
  const Work *work = attempt->work;

  if (attempt->job->state != AUS_JOB_STATE_DEAD)
    return TRUE;

  if (consultation == NULL || (kind != AUS_ERRAND_CREATE && kind != AUS_ERRAND_UPDATE) ||
      !aus_meeting_is_wanted (consultation) || consultation->meeting_state == AUS_MEETING_STATE_READY)
    return aus_provider_news_note_trouble (attempt->context, database, work->name, error);

  return aus_meeting_set_state (database, consultation, AUS_MEETING_STATE_FAILED, error) &&
         aus_provider_news_tell (attempt->context, database, consultation, error);
}

static gboolean
settle (AusJobAttempt  *attempt,
        AusDatabase    *database,
        const GError   *failure,
        GError        **error)
{
  Work *work = attempt->work;
  g_autoptr (AusConsultation) consultation = NULL;
  g_autoptr (AusMeetingRow) row = NULL;
  AusMeetingOutcome outcome;

  if (work == NULL || (work->errand == NULL && failure == NULL))
    return TRUE;

  if (!find_consultation (database, attempt->job->consultation_id, &consultation, error) ||
      !aus_meetings_find (database, attempt->job->consultation_id, &row, error))
    return FALSE;

  if (failure != NULL)
    return settle_failure (attempt, database, consultation, error);

  /* Of a visit that is gone there is to be nothing over there either. */
  if (consultation == NULL && work->errand->kind != AUS_ERRAND_CREATE && work->errand->kind != AUS_ERRAND_RECORDINGS)
    return TRUE;

  outcome = (AusMeetingOutcome) { attempt->context, database, attempt->job->consultation_id, consultation, row,
                                  work->name, work->errand, work->round, work->is_farewell };

  return aus_meeting_outcome_write (&outcome, error) &&
         aus_provider_news_relieve (attempt->context, database, work->name, error);
}

/* Those that have to do with files have a kind of their own. */
#define JOB(errand, kind) \
  [AUS_ERRAND_##errand] = { .name = kind, .max_attempts = MAX_ATTEMPTS, .time_limit = TIME_LIMIT, \
                            .concurrency = MAX_AT_ONCE, .load = load, .run = perform, .settle = settle, \
                            .free_work = work_free }

const AusJobKind aus_meeting_jobs[] = {
  JOB (CREATE, "meeting_create"),
  JOB (UPDATE, "meeting_update"),
  JOB (CANCEL, "meeting_cancel"),
  JOB (END, "meeting_end"),
  JOB (LOOK, "meeting_look"),
  JOB (ATTENDANCE, "meeting_attendance"),
  JOB (RECORDINGS, "meeting_recordings"),
};

const guint aus_n_meeting_jobs = G_N_ELEMENTS (aus_meeting_jobs);
