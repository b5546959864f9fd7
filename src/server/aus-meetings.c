#include "aus-meetings.h"

#include "aus-consultation-state.h"
#include "aus-jobs.h"
#include "aus-meeting-outcomes.h"
#include "aus-provider-checks.h"
#include "aus-providers.h"
#include "aus-time.h"

#include <string.h>

/* When it is looked at after it should have begun, and after it should have ended. */
#define LOOK_AFTER AUS_TIME_MINUTE
/* Until a provider has added up who was there, and made a file of what was recorded. */
#define ATTENDANCE_AFTER AUS_TIME_MINUTE
#define RECORDINGS_AFTER (2 * AUS_TIME_MINUTE)

static const char *const kinds[AUS_N_ERRANDS] = {
  [AUS_ERRAND_CREATE] = "meeting_create",
  [AUS_ERRAND_UPDATE] = "meeting_update",
  [AUS_ERRAND_CANCEL] = "meeting_cancel",
  [AUS_ERRAND_END] = "meeting_end",
  [AUS_ERRAND_LOOK] = "meeting_look",
  [AUS_ERRAND_ATTENDANCE] = "meeting_attendance",
  [AUS_ERRAND_RECORDINGS] = "meeting_recordings",
  [AUS_ERRAND_FETCH] = "meeting_fetch",
  [AUS_ERRAND_DISCARD] = "meeting_discard",
};

const char *
aus_meetings_get_kind (AusErrandKind kind)
{
  return kinds[kind];
}

void
aus_meeting_row_free (AusMeetingRow *self)
{
  g_free (self->consultation_id);
  g_free (self->provider);
  g_free (self->meeting_id);
  g_free (self->instance);
  g_free (self->host);
  g_free (self->join_url);
  g_free (self->facts);
  g_free (self);
}

static AusMeetingRow *
read_row (AusStatement *row,
          const char   *consultation_id)
{
  AusMeetingRow *self = g_new0 (AusMeetingRow, 1);

  self->consultation_id = g_strdup (consultation_id);
  self->provider = g_strdup (aus_statement_get_text (row, 0));
  self->version = aus_statement_get_integer (row, 1);
  self->meeting_id = g_strdup (aus_statement_get_text (row, 2));
  self->instance = g_strdup (aus_statement_get_text (row, 3));
  self->host = g_strdup (aus_statement_get_text (row, 4));
  self->join_url = g_strdup (aus_statement_get_text (row, 5));
  self->facts = g_strdup (aus_statement_get_text (row, 6));
  self->starts = aus_statement_get_integer (row, 7);
  self->started_at = aus_statement_get_integer (row, 8);
  self->ended_at = aus_statement_get_integer (row, 9);
  self->epoch = aus_statement_get_integer (row, 10);

  return self;
}

gboolean
aus_meetings_find (AusDatabase    *database,
                   const char     *consultation_id,
                   AusMeetingRow **row,
                   GError        **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT provider, version, meeting_id, instance, host, join_url, facts, starts, "
                                    "started_at, ended_at, epoch FROM meetings WHERE consultation_id = ?1", error);
  AusStep step;

  *row = NULL;

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation_id);
  step = aus_statement_step (statement, error);

  if (step == AUS_STEP_ROW)
    *row = read_row (statement, consultation_id);

  return step != AUS_STEP_ERROR;
}

gboolean
aus_meetings_save (AusDatabase    *database,
                   AusMeetingRow  *row,
                   GError        **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT OR REPLACE INTO meetings (consultation_id, provider, version, meeting_id, "
                                    "instance, host, join_url, facts, starts, started_at, ended_at, updated_at, "
                                    "epoch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)", error);
  const char *const texts[] = { row->meeting_id, row->instance, row->host, row->join_url };

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, row->consultation_id);
  aus_statement_bind_text (statement, 2, row->provider);
  aus_statement_bind_integer (statement, 3, row->version);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    aus_statement_bind_text (statement, (int) i + 4, texts[i] ? texts[i] : "");

  aus_statement_bind_text (statement, 8, row->facts ? row->facts : "{}");
  aus_statement_bind_integer (statement, 9, row->starts);
  aus_statement_bind_time (statement, 10, row->started_at);
  aus_statement_bind_time (statement, 11, row->ended_at);
  aus_statement_bind_integer (statement, 12, aus_time_now ());
  aus_statement_bind_integer (statement, 13, row->epoch);

  return aus_statement_run (statement, error);
}

/* Ids, and nobody's data; but of a meeting that is left whose it was, since nothing else will tell. */
static char *
write_payload (const AusMeetingRow  *row,
               const AusMeetingWish *wish)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  json_object_set_string_member (object, "provider", row->provider);
  json_object_set_int_member (object, "version", row->version);
  json_object_set_int_member (object, "epoch", row->epoch);
  json_object_set_string_member (object, "meeting_id", row->meeting_id ? row->meeting_id : "");

  json_object_set_int_member (object, "round", wish->round);
  json_object_set_boolean_member (object, "is_farewell", wish->is_farewell);

  if (wish->is_farewell && row->host != NULL)
    json_object_set_string_member (object, "owner", row->host);

  if (wish->detail != NULL)
    json_object_set_string_member (object, "detail", wish->detail);

  if (wish->stray != NULL) {
    json_object_set_string_member (object, "remote_id", wish->stray->id);
    json_object_set_string_member (object, "remote_instance", wish->stray->instance);
  }

  node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

gboolean
aus_meetings_ask (AusDatabase           *database,
                  const AusMeetingRow   *row,
                  const AusMeetingWish  *wish,
                  GError               **error)
{
  g_autofree char *key = g_strdup_printf ("%s:%" G_GINT64_FORMAT "%s%s", row->consultation_id, row->version,
                                          wish->suffix ? ":" : "", wish->suffix ? wish->suffix : "");
  g_autofree char *payload = write_payload (row, wish);
  const AusNewJob job = { .kind = kinds[wish->kind], .key = key, .lane = row->consultation_id,
                          .consultation_id = row->consultation_id, .payload = payload,
                          .not_before = wish->not_before };
  const AusProviderDescription *description = aus_providers_describe (row->provider);

  /* Some providers have less to be asked for. */
  if (description == NULL || (description->errands & (1u << wish->kind)) == 0)
    return TRUE;

  return aus_jobs_add (database, &job, error);
}

static gboolean
ask_now (AusDatabase          *database,
         const AusMeetingRow  *row,
         AusErrandKind         kind,
         GError              **error)
{
  return aus_meetings_ask (database, row, &(AusMeetingWish) { kind }, error);
}

/* What its webhooks tell is looked up as well, for they may be lost, or the clinic has none. */
static gboolean
plan_looks (AusDatabase          *database,
            const AusMeetingRow  *row,
            AusConsultation      *consultation,
            GError              **error)
{
  const gint64 start = aus_time_from_date_time (consultation->scheduled_start);
  const gint64 end = start + consultation->duration_planned * AUS_TIME_MINUTE;
  const AusMeetingWish first = { AUS_ERRAND_LOOK, "start", NULL, start + LOOK_AFTER };
  const AusMeetingWish last = { AUS_ERRAND_LOOK, "end", NULL, end + LOOK_AFTER };
  const AusProviderDescription *description = aus_providers_describe (row->provider);
  const AusMeetingWish before = { AUS_ERRAND_LOOK, "before", NULL, start - description->look_before };

  return (description->look_before == 0 || aus_meetings_ask (database, row, &before, error)) &&
         aus_meetings_ask (database, row, &first, error) && aus_meetings_ask (database, row, &last, error);
}

/* Forgets what the row has of a meeting that is no longer this visit's. */
static void
empty (AusMeetingRow *row)
{
  char **const texts[] = { &row->meeting_id, &row->instance, &row->host, &row->join_url, &row->facts };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);

  row->starts = row->started_at = row->ended_at = 0;
}

/* What the provider knows of it when it is over. */
static gboolean
ask_afterwards (AusDatabase          *database,
                const AusMeetingRow  *row,
                gboolean              is_farewell,
                GError              **error)
{
  const gint64 now = aus_time_now ();
  const char *instance = is_farewell ? row->instance : NULL;
  const AusMeetingWish attendance = { AUS_ERRAND_ATTENDANCE, NULL, instance, now + ATTENDANCE_AFTER, 0, is_farewell };
  const AusMeetingWish recordings = { AUS_ERRAND_RECORDINGS, NULL, instance, now + RECORDINGS_AFTER, 0, is_farewell };

  return aus_meetings_ask (database, row, &attendance, error) && aus_meetings_ask (database, row, &recordings, error);
}

/* The row stays, for it knows how far the versions are. */
static gboolean
leave (AusDatabase      *database,
       AusConsultation  *consultation,
       AusMeetingRow    *row,
       GError          **error)
{
  const gboolean was_held = *row->meeting_id != '\0' && (row->started_at != 0 || consultation->actual_start != NULL);

  if (*row->provider == '\0')
    return TRUE;

  row->version++;

  if (!aus_meetings_ask (database, row, &(AusMeetingWish) { AUS_ERRAND_CANCEL, .is_farewell = TRUE }, error) ||
      (was_held && !ask_afterwards (database, row, TRUE, error)))
    return FALSE;

  empty (row);

  return TRUE;
}

/* Another doctor goes into the same room, where rooms are nobody's. */
static gboolean
is_same_room (const AusMeetingRow *row,
              AusConsultation     *consultation,
              AusProvider         *provider)
{
  return row != NULL && strcmp (row->provider, aus_provider_get_name (provider)) == 0 &&
         *consultation->meeting_id != '\0' && g_strcmp0 (row->meeting_id, consultation->meeting_id) == 0;
}

gboolean
aus_meetings_begin (AusDatabase      *database,
                    AusConsultation  *consultation,
                    AusProvider      *provider,
                    GError          **error)
{
  const AusProviderDescription *description = aus_provider_get_description (provider);
  const gboolean is_made = (description->errands & AUS_ERRAND (CREATE)) != 0;
  /* A room that begins with whoever enters it is held elsewhere all the same. */
  const gboolean is_remote = is_made || description->webhook != NULL;
  g_autoptr (AusMeetingRow) row = NULL;

  if (!aus_meetings_find (database, consultation->id, &row, error))
    return FALSE;

  if ((row == NULL && !is_remote) || (!is_made && is_same_room (row, consultation, provider)))
    return TRUE;

  if (row == NULL) {
    row = g_new0 (AusMeetingRow, 1);
    row->consultation_id = g_strdup (consultation->id);
  } else if (!leave (database, consultation, row, error)) {
    return FALSE;
  }

  g_free (row->provider);
  row->provider = g_strdup (is_remote ? aus_provider_get_name (provider) : "");
  row->epoch = ++row->version;

  if (is_remote && !is_made) {
    g_free (row->meeting_id);
    row->meeting_id = g_strdup (consultation->meeting_id);
  }

  return aus_meetings_save (database, row, error) &&
         (!is_remote || aus_provider_checks_plan_visit (database, consultation, error)) &&
         (!is_made || (ask_now (database, row, AUS_ERRAND_CREATE, error) &&
                         plan_looks (database, row, consultation, error)));
}

/* *@row is %NULL where no meeting is held elsewhere. Built-in calls are not looked up at all. */
static gboolean
find_remote (AusDatabase      *database,
             AusConsultation  *consultation,
             AusMeetingRow   **row,
             GError          **error)
{
  *row = NULL;

  if (consultation->video_provider == AUS_VIDEO_PROVIDER_BUILTIN)
    return TRUE;

  if (!aus_meetings_find (database, consultation->id, row, error))
    return FALSE;

  if (*row != NULL && *(*row)->provider == '\0')
    g_clear_pointer (row, aus_meeting_row_free);

  return TRUE;
}

gboolean
aus_meeting_is_wanted (AusConsultation *consultation)
{
  return consultation->status == AUS_STATUS_SCHEDULED || consultation->status == AUS_STATUS_WAITING ||
         consultation->status == AUS_STATUS_IN_PROGRESS;
}

gboolean
aus_meetings_change (AusDatabase      *database,
                     AusConsultation  *consultation,
                     GError          **error)
{
  g_autoptr (AusMeetingRow) row = NULL;

  /* Another version would make what is still to be done after the end count for nothing. */
  if (!aus_meeting_is_wanted (consultation))
    return TRUE;

  if (!find_remote (database, consultation, &row, error))
    return FALSE;

  if (row == NULL)
    return TRUE;

  row->version++;

  return aus_meetings_save (database, row, error) && ask_now (database, row, AUS_ERRAND_UPDATE, error) &&
         aus_provider_checks_plan_visit (database, consultation, error) &&
         plan_looks (database, row, consultation, error);
}

/* It was not heard of before it was over, and may have been made all the same. Whatever is made for the visit from now
 * on is another one. */
static gboolean
give_up (AusDatabase      *database,
         AusConsultation  *consultation,
         AusMeetingRow    *row,
         GError          **error)
{
  if (!leave (database, consultation, row, error))
    return FALSE;

  row->epoch = ++row->version;

  return aus_meetings_save (database, row, error) &&
         (consultation->meeting_state != AUS_MEETING_STATE_PENDING ||
          aus_meeting_set_state (database, consultation, AUS_MEETING_STATE_NONE, error));
}

gboolean
aus_meetings_end (AusDatabase      *database,
                  AusConsultation  *consultation,
                  GError          **error)
{
  g_autoptr (AusMeetingRow) row = NULL;

  if (!find_remote (database, consultation, &row, error))
    return FALSE;

  if (row == NULL)
    return TRUE;

  if (*row->meeting_id == '\0')
    return give_up (database, consultation, row, error);

  row->version++;

  return aus_meetings_save (database, row, error) && ask_now (database, row, AUS_ERRAND_END, error) &&
         ask_afterwards (database, row, FALSE, error);
}

gboolean
aus_meetings_cancel (AusDatabase      *database,
                     AusConsultation  *consultation,
                     GError          **error)
{
  g_autoptr (AusMeetingRow) row = NULL;

  return find_remote (database, consultation, &row, error) &&
         (row == NULL || (leave (database, consultation, row, error) && aus_meetings_save (database, row, error)));
}
