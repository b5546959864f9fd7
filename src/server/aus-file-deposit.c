#include "aus-deposit.h"
#include "aus-files.h"
#include "aus-json.h"
#include "aus-media-type.h"
#include "aus-picture-metadata.h"
#include "aus-table.h"

static const AusDepositPhase phases[] = {
  [AUS_FILE_STATE_UPLOADING] = AUS_DEPOSIT_OPEN,
  [AUS_FILE_STATE_READY] = AUS_DEPOSIT_READY,
  [AUS_FILE_STATE_DELETED] = AUS_DEPOSIT_DELETED,
};

static gint64
max_size (AusClinic *clinic)
{
  return clinic->files.max_size;
}

static AusDeposit *
read_file (AusCall      *call,
           AusDatabase  *database,
           GError      **error)
{
  AusFile *file = aus_files_get (call, database, call->id, NULL, error);
  AusDeposit *deposit;

  if (file == NULL)
    return NULL;

  deposit = g_new0 (AusDeposit, 1);
  deposit->kind = &aus_file_deposits;
  deposit->record = AUS_RECORD (file);
  deposit->id = file->id;
  deposit->sealed_key = file->sealed_key;
  deposit->sha256 = file->sha256;
  deposit->sent_sha256 = file->sent_sha256;
  deposit->state = aus_enum_to_nick (AUS_TYPE_FILE_STATE, file->state);
  deposit->phase = phases[file->state];
  deposit->size = file->size;
  deposit->is_whole = file->is_whole;
  deposit->limit = -1;
  deposit->media_type = file->media_type;

  return deposit;
}

static const char *
inspect (const guint8  *start,
         gsize          length,
         GError       **error)
{
  const AusMediaType *type = aus_media_type_guess (start, length);

  if (length == 0)
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNSUPPORTED, "The file is empty.");
  else if (type == NULL)
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNSUPPORTED, "%s", aus_media_type_describe ());

  return type ? type->name : NULL;
}

static gboolean
finish (AusCall      *call,
        AusDatabase  *database,
        AusDeposit   *deposit,
        const char   *hash,
        GError      **error)
{
  AusFile *file = AUS_FILE (deposit->record);
  const AusMediaType *type = aus_media_type_find (file->media_type);
  g_autofree char *name = aus_media_type_fit_name (type, file->name);

  g_object_set (file,
                "state", AUS_FILE_STATE_READY,
                "sha256", hash,
                "sent-sha256", aus_json_get_text (call->json, "sha256"),
                "name", name,
                NULL);

  /* Nobody else has heard of it yet. */
  return aus_table_save (database, AUS_RECORD (file), error);
}

/* What a browser might do more with than show it is saved, not opened. */
static void
present (AusCall    *call,
         AusDeposit *deposit)
{
  AusFile *file = AUS_FILE (deposit->record);
  const AusMediaType *type = aus_media_type_find (file->media_type);
  g_autofree char *plain = g_str_to_ascii (file->name, "C");
  g_autofree char *whole = g_uri_escape_string (file->name, NULL, FALSE);
  g_autofree char *disposition = NULL;

  g_strdelimit (plain, "\"\\?%", '_');
  disposition = g_strdup_printf ("%s; filename=\"%s\"; filename*=UTF-8''%s", type->is_shown ? "inline" : "attachment",
                                 plain, whole);
  aus_call_add_header (call, "Content-Disposition", disposition);
  call->content_type = type->name;
}

const AusDepositKind aus_file_deposits = {
  "file", "files", "file_id",
  .max_size = max_size,
  .get_type = aus_media_type_get_name,
  .read = read_file,
  .inspect = inspect,
  .cleanse = aus_picture_metadata_erase,
  .finish = finish,
  .present = present,
};
