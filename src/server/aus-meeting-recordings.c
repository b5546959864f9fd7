#include "aus-meeting-recordings.h"

#include "aus-deposit.h"
#include "aus-recording.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-uuid.h"

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

  return g_object_new (AUS_TYPE_RECORDING,
                       "id", id,
                       "consultation-id", outcome->consultation->id,
                       "doctor-id", outcome->consultation->doctor_id,
                       "state", AUS_RECORDING_STATE_UPLOADING,
                       "provider", outcome->consultation->video_provider,
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

static gboolean
note_one (AusMeetingOutcome         *outcome,
          const AusRemoteRecording  *found,
          GError                   **error)
{
  g_autoptr (AusRecording) recording = NULL;
  AusMeetingWish wish = { AUS_ERRAND_FETCH };
  gboolean is_known;

  if (!look_up (outcome->database, outcome->provider, found, &is_known, error))
    return FALSE;

  if (is_known)
    return TRUE;

  recording = make (outcome, found);
  wish.suffix = wish.detail = recording->id;

  return aus_table_insert (outcome->database, AUS_RECORD (recording), error) &&
         aus_meetings_ask (outcome->database, outcome->row, &wish, error);
}

gboolean
aus_meeting_recordings_note (AusMeetingOutcome  *outcome,
                             GError            **error)
{
  GPtrArray *all = outcome->errand->recordings;

  if (outcome->row == NULL)
    return TRUE;

  if (all->len > 0 && !outcome->errand->may_record) {
    g_message ("%s recorded a visit that is not to be recorded; it is not fetched.", outcome->provider);
    return TRUE;
  }

  for (guint i = 0; i < all->len; i++) {
    if (!note_one (outcome, g_ptr_array_index (all, i), error))
      return FALSE;
  }

  return TRUE;
}
