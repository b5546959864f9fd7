#include "aus-access.h"
#include "aus-handlers.h"
#include "aus-time.h"

typedef struct
{
  gint64      total;
  gint64      minutes;
  gint64      timed;
  gint64      by_status[AUS_STATUS_NO_SHOW + 1];
  gint64      by_provider[AUS_VIDEO_PROVIDER_GOOGLE_MEET + 1];
} Stats;

/* A patient's few visits are counted where they are; all others from the table of counts. */
static const char *
get_sql (const AusCaller *caller)
{
  switch (caller->role) {
    case AUS_ROLE_ADMIN:
    case AUS_ROLE_RECEPTIONIST:
      return "SELECT status, video_provider, total, minutes, timed FROM consultation_counts WHERE ?1 IS NOT 0";
    case AUS_ROLE_DOCTOR:
      return "SELECT status, video_provider, total, minutes, timed FROM consultation_counts WHERE doctor_id = ?1";
    case AUS_ROLE_NURSE:
      return "SELECT status, video_provider, 1, coalesce (duration_minutes, 0), duration_minutes IS NOT NULL "
             "FROM consultations WHERE id IN (SELECT consultation_id FROM participants WHERE user_id = ?1)";
    case AUS_ROLE_PATIENT:
    case AUS_ROLE_GUEST:
    case AUS_ROLE_INTERPRETER:
    case AUS_ROLE_NONE:
      return "SELECT status, video_provider, 1, coalesce (duration_minutes, 0), duration_minutes IS NOT NULL "
             "FROM consultations WHERE patient_id = ?1";
  }

  g_return_val_if_reached (NULL);
}

static void
add_row (Stats        *stats,
         AusStatement *row)
{
  guint status = 0, provider = 0;
  gint64 total = aus_statement_get_integer (row, 2);

  aus_enum_from_nick (AUS_TYPE_STATUS, aus_statement_get_text (row, 0), &status);
  aus_enum_from_nick (AUS_TYPE_VIDEO_PROVIDER, aus_statement_get_text (row, 1), &provider);
  stats->total += total;
  stats->minutes += aus_statement_get_integer (row, 3);
  stats->timed += aus_statement_get_integer (row, 4);
  stats->by_status[status] += total;
  stats->by_provider[provider] += total;
}

static gboolean
count (AusCall      *call,
       AusDatabase  *database,
       Stats        *stats,
       GError      **error)
{
  const gboolean by_patient = call->caller.role == AUS_ROLE_PATIENT;
  g_autoptr (AusStatement) rows = aus_database_prepare (database, get_sql (&call->caller), error);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, by_patient ? call->caller.patient_id : call->caller.user_id);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW)
    add_row (stats, rows);

  return step == AUS_STEP_DONE;
}

static gboolean
count_upcoming (AusCall      *call,
                AusDatabase  *database,
                gint64       *upcoming,
                GError      **error)
{
  g_autoptr (AusQuery) query = aus_query_new ("consultations");

  aus_access_narrow (query, &call->caller);
  aus_query_and (query, "status IN ('scheduled', 'waiting')");
  aus_query_and_integer (query, "scheduled_start >= ?", aus_time_now ());

  return aus_query_count (query, database, upcoming, error);
}

static void
write_counts (AusCall      *call,
              const char   *name,
              GType         type,
              const gint64 *counts,
              guint         n_counts)
{
  aus_json_begin_object (&call->out, name);

  for (guint i = 0; i < n_counts; i++)
    aus_json_add_integer (&call->out, aus_enum_to_nick (type, i), counts[i]);

  aus_json_end_object (&call->out);
}

gboolean
aus_consultation_stats (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  Stats stats = { 0 };
  gint64 upcoming;

  if (!count (call, database, &stats, error) || !count_upcoming (call, database, &upcoming, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_integer (&call->out, "total_consultations", stats.total);
  aus_json_add_integer (&call->out, "completed_consultations", stats.by_status[AUS_STATUS_COMPLETED]);
  aus_json_add_integer (&call->out, "upcoming_consultations", upcoming);
  aus_json_add_integer (&call->out, "active_consultations",
                        stats.by_status[AUS_STATUS_WAITING] + stats.by_status[AUS_STATUS_IN_PROGRESS]);
  aus_json_add_real (&call->out, "average_duration", stats.timed > 0 ? (double) stats.minutes / stats.timed : 0);
  aus_json_add_integer (&call->out, "total_duration", stats.minutes);
  write_counts (call, "by_provider", AUS_TYPE_VIDEO_PROVIDER, stats.by_provider, G_N_ELEMENTS (stats.by_provider));
  write_counts (call, "by_status", AUS_TYPE_STATUS, stats.by_status, G_N_ELEMENTS (stats.by_status));
  aus_json_end_object (&call->out);

  return TRUE;
}
