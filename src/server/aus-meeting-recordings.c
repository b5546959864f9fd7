#include "aus-meeting-recordings.h"

#include "aus-deposit.h"
#include "aus-meeting-terms.h"
#include "aus-recording.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-uuid.h"

#include <string.h>

/* *@is_known: whether it has a row already, be it what it is now. */
static gboolean
look_up (AusDatabase               *database,
         const char                *provider,
         const AusRemoteRecording  *found,
         gboolean                  *is_known,
         GError                   **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT 1 FROM recordings WHERE provider = ?1 AND remote_id = ?2 "
                                    "AND remote_id <> ''", error);
  gint64 count;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, provider);
  aus_statement_bind_text (row, 2, found->id);

  if (!aus_statement_run_integer (row, 0, &count, error))
    return FALSE;

  *is_known = count != 0;

  return TRUE;
}

static AusRecording *
make (AusMeetingOutcome        *outcome,
      const AusRemoteRecording *found)
{
  const gint64 now = aus_time_now ();
  const gint64 started = found->starts != 0 ? found->starts : now;
  const gint64 ended = MAX (found->ends, started);
  g_autoptr (GDateTime) started_at = aus_time_to_date_time (started);
  g_autoptr (GDateTime) ended_at = aus_time_to_date_time (ended);
  g_autoptr (GDateTime) expires_at = aus_time_to_date_time (now + outcome->clinic->recordings.keep_time);
  g_autofree char *key = aus_deposit_make_key (outcome->clinic);
  g_autofree char *id = aus_uuid_new ();
  guint provider = 0;

  /* The visit may be held elsewhere by now. */
  aus_enum_from_nick (AUS_TYPE_VIDEO_PROVIDER, outcome->provider, &provider);

  return g_object_new (AUS_TYPE_RECORDING,
                       "id", id,
                       "consultation-id", outcome->consultation->id,
                       "doctor-id", outcome->consultation->doctor_id,
                       "state", AUS_RECORDING_STATE_UPLOADING,
                       "provider", provider,
                       "started-at", started_at,
                       "ended-at", ended_at,
                       "stop-reason", AUS_STOP_REASON_STOPPED,
                       "duration-seconds", (ended - started) / AUS_TIME_SECOND,
                       "media-type", found->media_type,
                       "sealed-key", key,
                       "expires-at", expires_at,
                       "remote-id", found->id,
                       "remote-instance", found->instance,
                       NULL);
}

/* The meeting that was asked about, which need not be the one that the visit has now. */
static AusMeetingRow
describe_meeting (AusMeetingOutcome *outcome)
{
  return (AusMeetingRow) {
    .consultation_id = outcome->consultation_id,
    .provider = (char *) outcome->provider,
    .version = outcome->row ? outcome->row->version : 0,
    .epoch = outcome->row ? outcome->row->epoch : 0,
    .meeting_id = outcome->errand->meeting_id,
    .host = outcome->errand->owner,
  };
}

static gboolean
fetch (AusMeetingOutcome         *outcome,
       const AusRemoteRecording  *found,
       GError                   **error)
{
  const AusMeetingRow meeting = describe_meeting (outcome);
  g_autoptr (AusRecording) recording = NULL;
  AusMeetingWish wish = { AUS_ERRAND_FETCH };

  /* Chats and the like stay where they are. */
  if (found->media_type == NULL)
    return TRUE;

  recording = make (outcome, found);
  wish.suffix = wish.detail = recording->id;

  return aus_table_insert (outcome->database, AUS_RECORD (recording), error) &&
         aus_meetings_ask (outcome->database, &meeting, &wish, error);
}

static gboolean
turn_down (AusMeetingOutcome         *outcome,
           const AusRemoteRecording  *found,
           GError                   **error)
{
  const AusMeetingRow meeting = describe_meeting (outcome);
  const AusMeetingWish wish = { AUS_ERRAND_DISCARD, .suffix = found->id, .stray = found };

  g_message ("%s recorded a visit that is not to be recorded; that is deleted there.", outcome->provider);

  return aus_meetings_ask (outcome->database, &meeting, &wish, error);
}

/* What is deleted over there is lost, so what counts is whether it might be recorded then: who takes their consent back
 * afterwards has us share it no more. That all agree by now is as good. */
static gboolean
may_keep (AusMeetingOutcome         *outcome,
          const AusRemoteRecording  *found,
          gboolean                  *is_allowed,
          GError                   **error)
{
  AusConsultation *consultation = outcome->consultation;
  gint64 at = found->ends != 0 ? found->ends : G_MAXINT64;

  *is_allowed = outcome->errand->may_record;

  if (*is_allowed || consultation == NULL)
    return TRUE;

  if (consultation->actual_end != NULL)
    at = MIN (at, aus_time_from_date_time (consultation->actual_end));

  return aus_meeting_terms_may_record (outcome->clinic, outcome->database, consultation, at, is_allowed, error);
}

static gboolean
note_one (AusMeetingOutcome         *outcome,
          const AusRemoteRecording  *found,
          GError                   **error)
{
  gboolean is_known;
  gboolean is_allowed;

  if (!look_up (outcome->database, outcome->provider, found, &is_known, error))
    return FALSE;

  if (is_known)
    return TRUE;

  if (!may_keep (outcome, found, &is_allowed, error))
    return FALSE;

  return is_allowed ? fetch (outcome, found, error) : turn_down (outcome, found, error);
}

/* Providers take their time, and no webhook may come. What was allowed only for a while is there as well. */
static gboolean
ask_again (AusMeetingOutcome  *outcome,
           GError            **error)
{
  static const gint64 pauses[] = { 10 * AUS_TIME_MINUTE, AUS_TIME_HOUR, 6 * AUS_TIME_HOUR, AUS_TIME_DAY };
  const AusErrand *errand = outcome->errand;
  const gboolean is_expected = outcome->consultation != NULL && outcome->consultation->recording_enabled &&
                               outcome->clinic->recordings.is_enabled && errand->recordings->len == 0;
  const AusMeetingRow meeting = describe_meeting (outcome);
  g_autofree char *suffix = g_strdup_printf ("again:%u:%s", outcome->round, errand->instance ? errand->instance : "");
  AusMeetingWish wish = { AUS_ERRAND_RECORDINGS, suffix, errand->instance, .is_farewell = outcome->is_farewell };

  if (!(is_expected || errand->has_more) || outcome->round >= G_N_ELEMENTS (pauses))
    return TRUE;

  wish.not_before = aus_time_now () + pauses[outcome->round];
  wish.round = outcome->round + 1;

  return aus_meetings_ask (outcome->database, &meeting, &wish, error);
}

gboolean
aus_meeting_recordings_note (AusMeetingOutcome  *outcome,
                             GError            **error)
{
  GPtrArray *all = outcome->errand->recordings;

  for (guint i = 0; i < all->len; i++) {
    if (!note_one (outcome, g_ptr_array_index (all, i), error))
      return FALSE;
  }

  return ask_again (outcome, error);
}

gboolean
aus_meeting_recordings_discard (AusDatabase   *database,
                                AusRecording  *recording,
                                GError       **error)
{
  const char *provider = aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, recording->provider);
  const AusMeetingWish wish = { AUS_ERRAND_DISCARD, recording->id, recording->id };
  g_autoptr (AusMeetingRow) row = NULL;
  AusMeetingRow meeting = { .consultation_id = recording->consultation_id, .provider = (char *) provider };

  if (recording->remote_id == NULL || *recording->remote_id == '\0')
    return TRUE;

  if (!aus_meetings_find (database, recording->consultation_id, &row, error))
    return FALSE;

  if (row != NULL && strcmp (row->provider, provider) == 0)
    meeting.meeting_id = row->meeting_id;

  return aus_meetings_ask (database, &meeting, &wish, error);
}
