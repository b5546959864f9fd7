#include "aus-deposit.h"
#include "aus-json.h"
#include "aus-recorder.h"
#include "aus-recordings.h"

#define MEDIA_TYPE "video/webm"
/* The doctor's clock ticks its own way. */
#define DURATION_SLACK_S 5

static const AusDepositPhase phases[] = {
  [AUS_RECORDING_STATE_RECORDING] = AUS_DEPOSIT_OPEN,
  [AUS_RECORDING_STATE_UPLOADING] = AUS_DEPOSIT_OPEN,
  [AUS_RECORDING_STATE_READY] = AUS_DEPOSIT_READY,
  [AUS_RECORDING_STATE_FAILED] = AUS_DEPOSIT_FAILED,
  [AUS_RECORDING_STATE_DELETED] = AUS_DEPOSIT_DELETED,
};

static const char *
get_type (guint n)
{
  return n == 0 ? MEDIA_TYPE : NULL;
}

static gint64
max_size (AusClinic *clinic)
{
  return clinic->recordings.max_size;
}

/* Until when something may have been recorded. */
static gint64
get_limit (AusRecording *recording)
{
  return recording->ended_at == NULL
           ? -1 : g_date_time_difference (recording->ended_at, recording->started_at) / 1000;
}

static AusDeposit *
read_recording (AusCall      *call,
                AusDatabase  *database,
                GError      **error)
{
  AusRecording *recording = aus_recordings_get (call, database, call->id, error);
  AusDeposit *deposit;

  if (recording == NULL)
    return NULL;

  deposit = g_new0 (AusDeposit, 1);
  deposit->kind = &aus_recording_deposits;
  deposit->record = AUS_RECORD (recording);
  deposit->id = recording->id;
  deposit->sealed_key = recording->sealed_key;
  deposit->sha256 = recording->sha256;
  deposit->state = aus_enum_to_nick (AUS_TYPE_RECORDING_STATE, recording->state);
  deposit->phase = phases[recording->state];
  deposit->size = recording->size;
  deposit->is_whole = recording->is_whole;
  deposit->limit = get_limit (recording);

  return deposit;
}

static gint64
read_duration (AusCall *call)
{
  return aus_json_get_integer (call->json, "duration_seconds", -1);
}

static void
check_finish (AusCall     *call,
              AusDeposit  *deposit,
              GError     **fault)
{
  const gint64 duration = read_duration (call);
  const gint64 longest = deposit->limit / 1000 + DURATION_SLACK_S;

  if (duration < 0)
    aus_error_add_field (fault, "duration_seconds", "Must be a number that is not negative.");
  else if (deposit->limit >= 0 && duration > longest)
    aus_error_add_field (fault, "duration_seconds", "It was recorded for %" G_GINT64_FORMAT " seconds at most.",
                         longest);
}

static gboolean
finish (AusCall      *call,
        AusDatabase  *database,
        AusDeposit   *deposit,
        const char   *hash,
        GError      **error)
{
  AusRecording *recording = AUS_RECORDING (deposit->record);
  g_autoptr (AusConsultation) consultation = aus_recordings_get_visit (database, recording, error);
  GError *fault = NULL;

  if (consultation == NULL)
    return FALSE;

  if (recording->state == AUS_RECORDING_STATE_RECORDING &&
      !aus_recorder_stop (database, consultation, recording, AUS_STOP_REASON_STOPPED, call->caller.name, error))
    return FALSE;

  deposit->limit = get_limit (recording);
  check_finish (call, deposit, &fault);

  if (fault != NULL) {
    g_propagate_error (error, fault);
    return FALSE;
  }

  g_object_set (recording,
                "state", AUS_RECORDING_STATE_READY,
                "sha256", hash,
                "duration-seconds", read_duration (call),
                NULL);

  return aus_recorder_save (database, consultation, recording, error) &&
         aus_recordings_point (call->clinic, database, consultation, error);
}

static void
present (AusCall    *call,
         AusDeposit *deposit)
{
  g_autofree char *date = g_date_time_format (AUS_RECORDING (deposit->record)->started_at, "%Y-%m-%d");
  g_autofree char *disposition = g_strdup_printf ("inline; filename=\"visit-%s.webm\"", date);

  aus_call_add_header (call, "Content-Disposition", disposition);
  call->content_type = MEDIA_TYPE;
}

const AusDepositKind aus_recording_deposits = {
  "recording", "recordings", "recording_id", TRUE,
  .max_size = max_size,
  .get_type = get_type,
  .read = read_recording,
  .check_finish = check_finish,
  .finish = finish,
  .present = present,
};
