#include "aus-recording-handlers.h"
#include "aus-json.h"
#include "aus-recorder.h"
#include "aus-upload.h"

#include <string.h>

/* The doctor's clock ticks its own way. */
#define DURATION_SLACK_S 5

static gboolean
read_finish (AusCall     *call,
             const char **hash,
             gint64      *duration,
             GError     **error)
{
  GError *fault = NULL;

  *hash = aus_json_get_text (call->json, "sha256");
  *duration = aus_json_get_integer (call->json, "duration_seconds", -1);

  if (*hash == NULL || strlen (*hash) != 64 || strspn (*hash, G_CSET_DIGITS "abcdef") != 64)
    aus_error_add_field (&fault, "sha256", "Must be 64 digits of lower-case hexadecimal.");
  if (*duration < 0)
    aus_error_add_field (&fault, "duration_seconds", "Must be a number that is not negative.");

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

/* Whoever did not hear that it is finished may say so again. */
static gboolean
is_finished (AusRecording *recording,
             const char   *hash)
{
  return recording->state == AUS_RECORDING_STATE_READY && strcmp (recording->sha256, hash) == 0;
}

gboolean
aus_upload_finish_look_up (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  g_autoptr (AusRecording) recording = aus_recordings_get (call, database, call->id, error);
  AusUpload *upload;
  const char *hash;
  gint64 duration;

  if (recording == NULL || !read_finish (call, &hash, &duration, error))
    return FALSE;

  if (is_finished (recording, hash))
    return TRUE;

  if (!aus_upload_check_open (recording, error))
    return FALSE;

  if (recording->is_whole && recording->size > 0) {
    upload = aus_upload_take (call, recording, error);

    if (upload != NULL)
      upload->next = AUS_UPLOADS_SAME;

    return upload != NULL;
  }

  aus_upload_add_offset (call, recording);
  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Its end has not arrived yet.");

  return FALSE;
}

gboolean
aus_upload_finish_prepare (AusCall  *call,
                           GError  **error)
{
  AusUpload *upload = call->work;

  if (upload == NULL)
    return TRUE;

  if (!aus_upload_begin (call, AUS_UPLOADS_UNKNOWN, error) ||
      !aus_sealed_file_open (upload->file, upload->offset, error))
    return FALSE;

  upload->hash = aus_sealed_file_hash (upload->file, error);

  return upload->hash != NULL;
}

static gboolean
check_finish (AusRecording  *recording,
              const char    *found,
              const char    *hash,
              gint64         duration,
              GError       **error)
{
  const gint64 limit = aus_upload_get_limit (recording) / 1000 + DURATION_SLACK_S;
  GError *fault = NULL;

  if (strcmp (found, hash) != 0)
    aus_error_add_field (&fault, "sha256", "What arrived has another: %s.", found);
  if (duration > limit)
    aus_error_add_field (&fault, "duration_seconds",
                         "It was recorded for %" G_GINT64_FORMAT " seconds at most.", limit);

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

static gboolean
finish (AusCall       *call,
        AusDatabase   *database,
        AusRecording  *recording,
        const char    *hash,
        gint64         duration,
        GError       **error)
{
  g_autoptr (AusConsultation) consultation = aus_recordings_get_visit (database, recording, error);

  if (consultation == NULL)
    return FALSE;

  if (recording->state == AUS_RECORDING_STATE_RECORDING &&
      !aus_recorder_stop (database, consultation, recording, AUS_STOP_REASON_STOPPED, call->caller.name, error))
    return FALSE;

  if (!check_finish (recording, ((AusUpload *) call->work)->hash, hash, duration, error))
    return FALSE;

  g_object_set (recording,
                "state", AUS_RECORDING_STATE_READY,
                "sha256", hash,
                "duration-seconds", duration,
                NULL);

  return aus_recorder_save (database, consultation, recording, error) &&
         aus_recordings_point (call->clinic, database, consultation, error);
}

gboolean
aus_upload_finish (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusRecording) recording = aus_recordings_get (call, database, call->id, error);
  const AusView view = aus_call_get_view (call);
  const char *hash;
  gint64 duration;

  if (recording == NULL || !read_finish (call, &hash, &duration, error))
    return FALSE;

  if (!is_finished (recording, hash) &&
      (!aus_upload_check_open (recording, error) || !finish (call, database, recording, hash, duration, error)))
    return FALSE;

  aus_record_write_json (AUS_RECORD (recording), &call->out, NULL, &view);
  call->revision = recording->revision;

  return TRUE;
}
