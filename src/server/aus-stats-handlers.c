#include "aus-access.h"
#include "aus-checks.h"
#include "aus-doctor-time.h"
#include "aus-handlers.h"
#include "aus-settings.h"
#include "aus-stats.h"
#include "aus-time.h"
#include "aus-uuid.h"

const AusParameter aus_stats_parameters[] = {
  { "from", AUS_PARAMETER_DATE },
  { "to", AUS_PARAMETER_DATE },
  { "doctor_id", AUS_PARAMETER_ID },
  { NULL },
};

/* All that there is, from what triggers count, so that a million visits cost no more than a thousand. */
#define COUNTED(condition) \
  "SELECT 'status', status, 0, sum (total) FROM consultation_counts WHERE " condition " GROUP BY status UNION ALL " \
  "SELECT 'provider', video_provider, 0, sum (total) FROM consultation_counts WHERE " condition \
  " GROUP BY video_provider UNION ALL " \
  "SELECT measure, '', value, sum (total) FROM visit_tallies WHERE " condition " GROUP BY measure, value"

/* The visits of a time, or of those who have few, which an index finds. */
#define ROWS "SELECT " AUS_STATS_VISIT_SQL " FROM "

/* Which visits are asked about. */
typedef struct
{
  gboolean    has_period;
  gint64      from;
  gint64      to;
  const char *doctor_id;
} Question;

static gboolean
read_day (AusCall      *call,
          AusDatabase  *database,
          const char   *name,
          gint64        days_later,
          gint64       *moment,
          GError      **error)
{
  const char *date = aus_call_get_query (call, name);
  const char *fault = date ? aus_check_date (date) : NULL;
  g_autofree char *zone = NULL;

  if (fault != NULL)
    aus_error_add_field (error, name, "%s", fault);

  if (date == NULL || fault != NULL)
    return fault == NULL;

  zone = aus_settings_get_text (database, call->clinic, AUS_SETTING_TIME_ZONE, error);

  return zone != NULL &&
         aus_doctor_time_find_start (zone, aus_doctor_time_read_days (date) + days_later, moment, error);
}

static gboolean
read_question (AusCall      *call,
               AusDatabase  *database,
               Question     *question,
               GError      **error)
{
  *question = (Question) { .from = AUS_TIME_MIN, .to = AUS_TIME_MAX };
  question->doctor_id = aus_call_get_query (call, "doctor_id");
  question->has_period = aus_call_get_query (call, "from") != NULL || aus_call_get_query (call, "to") != NULL;

  if (question->doctor_id != NULL && !aus_uuid_is_valid (question->doctor_id)) {
    aus_error_add_field (error, "doctor_id", "Must be an id.");
    return FALSE;
  }

  return read_day (call, database, "from", 0, &question->from, error) &&
         read_day (call, database, "to", 1, &question->to, error);
}

/* Whether the counts by doctor tell what this caller may see. */
static gboolean
is_counted (AusCall        *call,
            const Question *question)
{
  return !question->has_period && !call->caller.helps &&
         (call->caller.role == AUS_ROLE_ADMIN || call->caller.role == AUS_ROLE_RECEPTIONIST ||
          call->caller.role == AUS_ROLE_DOCTOR);
}

static AusQuery *
narrow (AusCall        *call,
        const Question *question)
{
  AusQuery *query = aus_query_new ("consultations");

  aus_access_narrow (query, &call->caller);

  if (question->doctor_id != NULL)
    aus_query_and_text (query, "doctor_id = ?", question->doctor_id);

  if (question->has_period) {
    aus_query_and_integer (query, "scheduled_start >= ?", question->from);
    aus_query_and_integer (query, "scheduled_start < ?", question->to);
  }

  return query;
}

/* Two doctors at once are nobody. */
static AusStatement *
prepare_counted (AusCall         *call,
                 AusDatabase     *database,
                 const Question  *question,
                 GError         **error)
{
  const char *own = call->caller.role == AUS_ROLE_DOCTOR ? call->caller.user_id : NULL;
  AusStatement *rows;

  if (own == NULL && question->doctor_id == NULL)
    return aus_database_prepare (database, COUNTED ("doctor_id >= ''"), error);

  rows = aus_database_prepare (database, COUNTED ("doctor_id = ?1 AND doctor_id = ?2"), error);

  if (rows != NULL) {
    aus_statement_bind_text (rows, 1, own ? own : question->doctor_id);
    aus_statement_bind_text (rows, 2, question->doctor_id ? question->doctor_id : own);
  }

  return rows;
}

static gboolean
count (AusCall         *call,
       AusDatabase     *database,
       const Question  *question,
       AusStats        *stats,
       GError         **error)
{
  g_autoptr (AusQuery) query = narrow (call, question);
  const gboolean counted = is_counted (call, question);
  g_autoptr (AusStatement) rows = counted
                                    ? prepare_counted (call, database, question, error)
                                    : aus_query_prepare_from (query, database, ROWS, "", error);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW)
    (counted ? aus_stats_add : aus_stats_add_visit) (stats, rows);

  return step == AUS_STEP_DONE;
}

static gboolean
count_upcoming (AusCall         *call,
                AusDatabase     *database,
                const Question  *question,
                gint64          *upcoming,
                GError         **error)
{
  g_autoptr (AusQuery) query = narrow (call, question);

  aus_query_and (query, "status IN ('scheduled', 'waiting')");
  aus_query_and_integer (query, "scheduled_start >= ?", aus_time_now ());

  return aus_query_count (query, database, upcoming, error);
}

gboolean
aus_consultation_stats (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  g_auto (AusStats) stats;
  Question question;

  aus_stats_init (&stats);

  if (!read_question (call, database, &question, error) || !count (call, database, &question, &stats, error) ||
      !count_upcoming (call, database, &question, &stats.upcoming, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_stats_write (&stats, &call->out);
  aus_json_end_object (&call->out);

  return TRUE;
}
