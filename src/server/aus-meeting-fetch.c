#include "aus-meeting-recordings.h"

#include "aus-deposit.h"
#include "aus-json.h"
#include "aus-meeting-revival.h"
#include "aus-provider-settings.h"
#include "aus-recorder.h"
#include "aus-recordings.h"
#include "aus-table.h"
#include "aus-time.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* As much as goes to the disk at once. */
#define PORTION (16 * AUS_SEALED_BLOCK)
/* More than there is time for. */
#define MAX_ATTEMPTS 300
#define TIME_LIMIT (3 * AUS_TIME_DAY)

/**
 * Work:
 * @errand: (nullable): %NULL where there is nothing to be done any more
 * @recording: (nullable): %NULL where we have no row of it
 * @offset: how much lies sealed on the disk
 * @limit: how large one may get
 */
typedef struct
{
  AusProvider   *provider;
  AusErrand     *errand;
  AusRecording  *recording;
  AusSealedFile *file;
  GByteArray    *portion;
  GChecksum     *sum;
  guint64        offset;
  gint64         limit;
  char          *hash;
  AusClinic     *clinic;
  char          *path;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->provider);
  g_clear_object (&work->recording);
  g_clear_pointer (&work->errand, aus_errand_free);
  g_clear_pointer (&work->file, aus_sealed_file_free);
  g_byte_array_unref (work->portion);
  g_checksum_free (work->sum);
  g_free (work->hash);
  g_free (work->path);
  g_free (work);
}

static gboolean
write_portion (Work     *work,
               gboolean  is_last,
               GError  **error)
{
  if (!aus_sealed_file_append (work->file, work->offset, work->portion->data, work->portion->len, is_last, error))
    return FALSE;

  work->offset += work->portion->len;
  g_byte_array_set_size (work->portion, 0);

  return TRUE;
}

/* Never in clear on the disk, and never as a whole in memory. */
static gboolean
take (gconstpointer   piece,
      gsize           length,
      gpointer        data,
      GError        **error)
{
  Work *work = data;
  const guint8 *bytes = piece;

  g_checksum_update (work->sum, bytes, (gssize) length);

  /* What is known to be too large need not be read so far. */
  if (MAX (work->errand->recording->size, (gint64) (work->offset + work->portion->len + length)) > work->limit) {
    aus_error_say (error, AUS_ERROR_TOO_LARGE, N_("The recording is larger than the clinic keeps."));
    return FALSE;
  }

  while (length > 0) {
    const gsize part = MIN (length, PORTION - work->portion->len);

    g_byte_array_append (work->portion, bytes, (guint) part);
    bytes += part;
    length -= part;

    if (work->portion->len == PORTION && !write_portion (work, FALSE, error))
      return FALSE;
  }

  return TRUE;
}

static void
describe (Work          *work,
          AusErrandKind  kind,
          const char    *id,
          const char    *instance)
{
  AusRemoteRecording *remote = g_new0 (AusRemoteRecording, 1);

  remote->id = g_strdup (id);
  work->errand = aus_errand_new (kind);
  work->errand->instance = g_strdup (instance);
  work->errand->recording = remote;
  work->errand->sink = take;
  work->errand->sink_data = work;
}

static AusSealedFile *
open_file (Work    *work,
           GError **error)
{
  AusDeposit deposit = {
    .kind = &aus_recording_deposits,
    .id = work->recording->id,
    .sealed_key = work->recording->sealed_key,
  };

  work->path = aus_deposit_get_path (work->clinic, deposit.kind, deposit.id);

  return aus_deposit_open (&deposit, work->clinic, error);
}

/* Whether the recording still wants it. One that was given up wants it when somebody tries again. */
static gboolean
is_wanted (AusErrandKind  kind,
           AusRecording  *recording)
{
  return kind == AUS_ERRAND_DISCARD || recording->state == AUS_RECORDING_STATE_UPLOADING ||
         recording->state == AUS_RECORDING_STATE_FAILED;
}

static gboolean
set_under_way (AusDatabase   *database,
               AusRecording  *recording,
               GError       **error)
{
  g_autoptr (AusConsultation) consultation = NULL;

  if (recording->state != AUS_RECORDING_STATE_FAILED)
    return TRUE;

  consultation = aus_recordings_get_visit (database, recording, error);
  g_object_set (recording, "state", AUS_RECORDING_STATE_UPLOADING, NULL);

  return consultation != NULL && aus_recorder_save (database, consultation, recording, error);
}

static gboolean
prepare_fetch (Work         *work,
               AusDatabase  *database,
               GError      **error)
{
  work->limit = work->clinic->recordings.max_size;
  work->file = open_file (work, error);

  return work->file != NULL && set_under_way (database, work->recording, error);
}

static gboolean
prepare_known (Work           *work,
               AusDatabase    *database,
               AusErrandKind   kind,
               const char     *id,
               GError        **error)
{
  g_autoptr (AusRecording) recording = g_object_new (AUS_TYPE_RECORDING, NULL);

  if (!aus_table_get (database, AUS_RECORD (recording), id ? id : "", error))
    return FALSE;

  if (!is_wanted (kind, recording))
    return TRUE;

  work->recording = g_steal_pointer (&recording);

  if (kind == AUS_ERRAND_FETCH && !prepare_fetch (work, database, error))
    return FALSE;

  describe (work, kind, work->recording->remote_id, work->recording->remote_instance);

  return TRUE;
}

static gboolean
prepare (Work           *work,
         AusDatabase    *database,
         AusErrandKind   kind,
         JsonObject     *payload,
         GError        **error)
{
  const char *provider = aus_json_get_text (payload, "provider");
  const char *stray = aus_json_get_text (payload, "remote_id");

  work->provider = aus_provider_settings_get (work->clinic, database, provider ? provider : "", error);

  if (work->provider == NULL)
    return FALSE;

  if (stray != NULL)
    describe (work, kind, stray, aus_json_get_text (payload, "remote_instance"));
  else if (!prepare_known (work, database, kind, aus_json_get_text (payload, "detail"), error))
    return FALSE;

  if (work->errand != NULL)
    work->errand->meeting_id = g_strdup (aus_json_get_text (payload, "meeting_id"));

  return TRUE;
}

static gboolean
load (AusJobAttempt  *attempt,
      AusDatabase    *database,
      GError        **error)
{
  const AusErrandKind kind = attempt->kind == &aus_meeting_fetch_job ? AUS_ERRAND_FETCH : AUS_ERRAND_DISCARD;
  g_autoptr (JsonObject) payload = aus_json_parse_object (attempt->job->payload, -1, error);
  Work *work = g_new0 (Work, 1);

  attempt->work = work;
  work->clinic = attempt->context;
  work->portion = g_byte_array_new ();
  work->sum = g_checksum_new (G_CHECKSUM_SHA256);

  return payload != NULL && prepare (work, database, kind, payload, error);
}

static gboolean
fetch (Work          *work,
       GCancellable  *cancellable,
       GError       **error)
{
  if (!aus_deposit_make_folder (work->path, error) ||
      !aus_provider_perform (work->provider, work->errand, cancellable, error))
    return FALSE;

  work->hash = g_strdup (g_checksum_get_string (work->sum));

  return write_portion (work, TRUE, error);
}

/* Another attempt begins anew, and none may come. */
static void
drop (Work *work)
{
  if (g_unlink (work->path) != 0 && errno != ENOENT)
    g_warning ("What came of a recording is still on the disk: %s: %s", work->path, g_strerror (errno));
}

static gboolean
run (gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  Work *work = data;

  if (work->errand == NULL)
    return TRUE;

  if (work->errand->kind != AUS_ERRAND_FETCH)
    return aus_provider_perform (work->provider, work->errand, cancellable, error);

  if (fetch (work, cancellable, error))
    return TRUE;

  drop (work);

  return FALSE;
}

/* Where it was deleted meanwhile, its file is still to go. */
static gboolean
keep (AusJobAttempt  *attempt,
      AusDatabase    *database,
      const GError   *failure,
      GError        **error)
{
  Work *work = attempt->work;
  g_autoptr (AusRecording) recording = g_object_new (AUS_TYPE_RECORDING, NULL);
  g_autoptr (AusConsultation) consultation = NULL;

  if (!aus_table_get (database, AUS_RECORD (recording), work->recording->id, error))
    return FALSE;

  consultation = aus_recordings_get_visit (database, recording, error);

  if (consultation == NULL)
    return FALSE;

  if (failure == NULL)
    g_object_set (recording, "has-file", TRUE, NULL);

  if (recording->state == AUS_RECORDING_STATE_UPLOADING && failure == NULL)
    g_object_set (recording, "state", AUS_RECORDING_STATE_READY, "size", (gint64) work->offset, "is-whole", TRUE,
                  "sha256", work->hash, NULL);
  else if (recording->state == AUS_RECORDING_STATE_UPLOADING)
    g_object_set (recording, "state", AUS_RECORDING_STATE_FAILED, "has-file", FALSE, NULL);

  return aus_recorder_save (database, consultation, recording, error) &&
         aus_recordings_point (attempt->context, database, consultation, error);
}

/* Neither what is too large nor what is gone comes of being asked for again. */
static gboolean
is_refused (const GError *failure)
{
  return g_error_matches (failure, AUS_ERROR, AUS_ERROR_TOO_LARGE) ||
         g_error_matches (failure, AUS_ERROR, AUS_ERROR_NOT_FOUND);
}

static gboolean
settle (AusJobAttempt  *attempt,
        AusDatabase    *database,
        const GError   *failure,
        GError        **error)
{
  Work *work = attempt->work;

  if (work == NULL || work->errand == NULL || work->errand->kind != AUS_ERRAND_FETCH)
    return TRUE;

  if (failure == NULL)
    return keep (attempt, database, NULL, error) &&
           aus_meeting_recordings_discard (database, work->recording, error);

  return attempt->job->state != AUS_JOB_STATE_DEAD ||
         (keep (attempt, database, failure, error) &&
          aus_meeting_revival_mark (database, attempt->job, is_refused (failure), error));
}

#define JOB(kind, at_once) \
  { .name = kind, .max_attempts = MAX_ATTEMPTS, .time_limit = TIME_LIMIT, .concurrency = at_once, .load = load, \
    .run = run, .settle = settle, .free_work = work_free }

const AusJobKind aus_meeting_fetch_job = JOB ("meeting_fetch", 2);
const AusJobKind aus_meeting_discard_job = JOB ("meeting_discard", 2);
