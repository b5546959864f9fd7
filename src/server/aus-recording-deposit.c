#include "aus-deposit.h"
#include "aus-json.h"
#include "aus-recorder.h"
#include "aus-recordings.h"

#include <string.h>

/* The doctor's clock ticks its own way. */
#define DURATION_SLACK_S 5

static const AusDepositPhase phases[] = {
  [AUS_RECORDING_STATE_RECORDING] = AUS_DEPOSIT_OPEN,
  [AUS_RECORDING_STATE_UPLOADING] = AUS_DEPOSIT_OPEN,
  [AUS_RECORDING_STATE_READY] = AUS_DEPOSIT_READY,
  [AUS_RECORDING_STATE_FAILED] = AUS_DEPOSIT_FAILED,
  [AUS_RECORDING_STATE_DELETED] = AUS_DEPOSIT_DELETED,
};

/* What the built-in call makes of itself, and what providers make. */
static const char *const types[] = { "video/webm", "video/mp4", "audio/mp4" };

static const char *
get_type (guint n)
{
  return n < G_N_ELEMENTS (types) ? types[n] : NULL;
}

/* Nobody but its provider adds to what a provider recorded. */
static AusDepositPhase
get_phase (AusRecording *recording)
{
  const AusDepositPhase phase = phases[recording->state];

  return *recording->remote_id != '\0' && phase == AUS_DEPOSIT_OPEN ? AUS_DEPOSIT_FAILED : phase;
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
  deposit->phase = get_phase (recording);
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

static const char *
find_type (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (strcmp (types[i], name) == 0)
      return types[i];
  }

  return types[0];
}

static void
present (AusCall    *call,
         AusDeposit *deposit)
{
  AusRecording *recording = AUS_RECORDING (deposit->record);
  g_autofree char *date = g_date_time_format (recording->started_at, "%Y-%m-%d");
  const char *type = find_type (recording->media_type);
  g_autofree char *disposition = g_strdup_printf ("inline; filename=\"visit-%s.%s\"", date, strchr (type, '/') + 1);

  aus_call_add_header (call, "Content-Disposition", disposition);
  call->content_type = type;
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
