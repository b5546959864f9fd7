#include "aus-upload.h"

#include "aus-upload-handlers.h"

#include <glib/gstdio.h>

static void
upload_free (gpointer data)
{
  AusUpload *self = data;

  g_free (self->path);
  g_clear_pointer (&self->file, aus_sealed_file_free);
  g_free (self->hash);
  g_free (self->kept_hash);
  g_free (self);
}

AusUpload *
aus_upload_take (AusCall     *call,
                 AusDeposit  *deposit,
                 GError     **error)
{
  g_autoptr (AusSealedFile) file = aus_deposit_open (deposit, call->clinic, error);
  AusUpload *upload;

  if (file == NULL)
    return NULL;

  upload = g_new0 (AusUpload, 1);
  upload->path = aus_deposit_get_path (call->clinic, deposit->kind, deposit->id);
  upload->file = g_steal_pointer (&file);
  upload->offset = deposit->size;
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

  /* What was deleted while it was being written. */
  if (!is_good && upload->offset == 0)
    g_unlink (upload->path);

  aus_uploads_end (call->clinic->uploads, upload->path,
                   is_good || upload->next == AUS_UPLOADS_SAME ? upload->next : AUS_UPLOADS_UNKNOWN,
                   g_get_monotonic_time ());
}

gboolean
aus_upload_begin (AusCall  *call,
                  gint64    offset,
                  GError  **error)
{
  AusUpload *upload = call->work;

  upload->has_begun =
    aus_uploads_begin (call->clinic->uploads, upload->path, offset, g_get_monotonic_time (), error);

  return upload->has_begun;
}

void
aus_upload_add_offset (AusCall    *call,
                       AusDeposit *deposit)
{
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, deposit->size);

  aus_call_add_header (call, "Upload-Offset", offset);
  aus_call_add_header (call, "Upload-Complete", deposit->is_whole ? "?1" : "?0");
}

gboolean
aus_upload_check_open (AusDeposit  *deposit,
                       GError     **error)
{
  if (deposit->phase == AUS_DEPOSIT_OPEN)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Nothing can be added to a %s that is %s.", deposit->kind->noun,
               deposit->state);

  return FALSE;
}
