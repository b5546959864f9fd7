#include "aus-upload.h"

#include "aus-recording-handlers.h"

#include <glib/gstdio.h>

static void
upload_free (gpointer data)
{
  AusUpload *self = data;

  g_free (self->id);
  g_free (self->path);
  g_clear_pointer (&self->file, aus_sealed_file_free);
  g_free (self->hash);
  g_free (self);
}

AusUpload *
aus_upload_take (AusCall       *call,
                 AusRecording  *recording,
                 GError       **error)
{
  g_autoptr (AusSealedFile) file = aus_recordings_open_file (call->clinic, recording, error);
  AusUpload *upload;

  if (file == NULL)
    return NULL;

  upload = g_new0 (AusUpload, 1);
  upload->id = g_strdup (recording->id);
  upload->path = aus_recordings_get_path (call->clinic, recording->id);
  upload->file = g_steal_pointer (&file);
  upload->offset = recording->size;
  upload->next = AUS_UPLOADS_UNKNOWN;
  call->work = upload;
  call->work_free = upload_free;

  return upload;
}

void
aus_upload_settle (AusCall  *call,
                   gboolean  is_good)
{
  AusUpload *upload = call->work;

  if (upload == NULL || !upload->has_begun)
    return;

  /* What a deleted recording left behind while it was being written. */
  if (!is_good && upload->offset == 0)
    g_unlink (upload->path);

  aus_uploads_end (call->clinic->uploads, upload->id,
                   is_good || upload->next == AUS_UPLOADS_SAME ? upload->next : AUS_UPLOADS_UNKNOWN);
}

gboolean
aus_upload_begin (AusCall  *call,
                  gint64    offset,
                  GError  **error)
{
  AusUpload *upload = call->work;

  upload->has_begun = aus_uploads_begin (call->clinic->uploads, upload->id, offset, error);

  return upload->has_begun;
}

void
aus_upload_add_offset (AusCall      *call,
                       AusRecording *recording)
{
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, recording->size);

  aus_call_add_header (call, "Upload-Offset", offset);
  aus_call_add_header (call, "Upload-Complete", recording->is_whole ? "?1" : "?0");
}

gint64
aus_upload_get_limit (AusRecording *recording)
{
  return recording->ended_at == NULL
           ? -1 : g_date_time_difference (recording->ended_at, recording->started_at) / 1000;
}

gboolean
aus_upload_check_open (AusRecording  *recording,
                       GError       **error)
{
  if (recording->state == AUS_RECORDING_STATE_RECORDING || recording->state == AUS_RECORDING_STATE_UPLOADING)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Nothing can be added to a recording that is %s.",
               aus_enum_to_nick (AUS_TYPE_RECORDING_STATE, recording->state));

  return FALSE;
}
