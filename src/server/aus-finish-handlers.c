#include "aus-json.h"
#include "aus-upload-handlers.h"
#include "aus-picture-metadata.h"
#include "aus-upload.h"

#include <string.h>

/* What was sent, as its sender says. */
static const char *
read_hash (AusCall     *call,
           AusDeposit  *deposit,
           GError     **error)
{
  const char *hash = aus_json_get_text (call->json, "sha256");
  GError *fault = NULL;

  if (hash == NULL || strlen (hash) != 64 || strspn (hash, G_CSET_DIGITS "abcdef") != 64)
    aus_error_add_field (&fault, "sha256", "Must be 64 digits of lower-case hexadecimal.");
  if (deposit->kind->check_finish != NULL)
    deposit->kind->check_finish (call, deposit, &fault);

  if (fault == NULL)
    return hash;

  g_propagate_error (error, fault);

  return NULL;
}

/* Whoever did not hear that it is finished may say so again. */
static gboolean
is_finished (AusDeposit *deposit,
             const char *hash)
{
  return deposit->phase == AUS_DEPOSIT_READY &&
         (strcmp (deposit->sha256, hash) == 0 || g_strcmp0 (deposit->sent_sha256, hash) == 0);
}

gboolean
aus_upload_finish_look_up (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);
  const char *hash = deposit ? read_hash (call, deposit, error) : NULL;
  AusUpload *upload;

  if (hash == NULL)
    return FALSE;

  if (is_finished (deposit, hash))
    return TRUE;

  if (!aus_upload_check_open (deposit, error))
    return FALSE;

  if (deposit->is_whole && deposit->size > 0) {
    upload = aus_upload_take (call, deposit, error);

    if (upload == NULL)
      return FALSE;

    upload->next = AUS_UPLOADS_SAME;
    upload->media_type = g_intern_string (deposit->media_type);

    return TRUE;
  }

  aus_upload_add_offset (call, deposit);
  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Its end has not arrived yet.");

  return FALSE;
}

/* All of what may lie in it is looked through at once; what stays is as long as what came. */
static gboolean
cleanse (AusCall    *call,
         AusUpload  *upload,
         GError    **error)
{
  const AusDepositKind *kind = call->route->deposit;
  const gsize length = upload->offset;
  g_autoptr (GBytes) content = NULL;
  g_autofree guint8 *kept = NULL;

  if (kind->cleanse == NULL || upload->media_type == NULL || !aus_picture_metadata_is_known (upload->media_type))
    return TRUE;

  content = aus_sealed_file_read (upload->file, 0, length, error);

  if (content == NULL)
    return FALSE;

  kept = g_memdup2 (g_bytes_get_data (content, NULL), length);

  if (!kind->cleanse (upload->media_type, kept, length, error))
    return FALSE;

  if (memcmp (kept, g_bytes_get_data (content, NULL), length) == 0)
    return TRUE;

  upload->kept_hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, kept, length);

  return aus_sealed_file_replace (upload->file, kept, length, error);
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

  if (upload->hash == NULL)
    return FALSE;

  /* What is not what was sent is refused in a moment, and may come once more. */
  return g_strcmp0 (upload->hash, aus_json_get_text (call->json, "sha256")) != 0 || cleanse (call, upload, error);
}

static gboolean
check_hash (const AusUpload  *upload,
            const char       *hash,
            GError          **error)
{
  if (strcmp (upload->hash, hash) == 0)
    return TRUE;

  aus_error_add_field (error, "sha256", "What arrived has another: %s.", upload->hash);

  return FALSE;
}

gboolean
aus_upload_finish (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);
  const AusView view = aus_call_get_view (call);
  const char *hash = deposit ? read_hash (call, deposit, error) : NULL;
  const AusUpload *upload = call->work;

  if (hash == NULL)
    return FALSE;

  if (!is_finished (deposit, hash) &&
      (!aus_upload_check_open (deposit, error) || !check_hash (upload, hash, error) ||
       !deposit->kind->finish (call, database, deposit, upload->kept_hash ? upload->kept_hash : hash, error)))
    return FALSE;

  aus_record_write_json (deposit->record, &call->out, NULL, &view);
  call->revision = aus_record_get_revision (deposit->record);

  return TRUE;
}
