#include "aus-upload-handlers.h"

#include "aus-time.h"
#include "aus-upload.h"

#include <string.h>

/* What fits into the body of a request. */
#define MAX_PIECE (1024 * 1024)
#define DISK_REST_S 60

/* A fault of a header that the state, and not the text, is to blame for. @text: (transfer full) */
static gboolean
fail_state (GError     **error,
            const char  *header,
            char        *text)
{
  GError *fault = NULL;

  aus_error_add_field (&fault, header, "%s", text);
  fault->code = AUS_ERROR_CONFLICT;
  g_propagate_error (error, fault);
  g_free (text);

  return FALSE;
}

/* While it is being recorded nobody asks; afterwards each piece must be from before the end. */
static gboolean
check_time (AusCall       *call,
            AusDeposit    *deposit,
            GError       **error)
{
  const char *text = aus_call_get_header (call, "Recorded-Until");
  const gint64 limit = deposit->limit;
  guint64 until;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &until, NULL)) {
    aus_error_add_field (error, "Recorded-Until", "Must be milliseconds since the recording began.");
    return FALSE;
  }

  if (limit < 0)
    return TRUE;

  if (text == NULL)
    return fail_state (error, "Recorded-Until", g_strdup ("Is required once the recording was stopped."));

  if ((gint64) until <= limit)
    return TRUE;

  return fail_state (error, "Recorded-Until",
                     g_strdup_printf ("The recording was stopped after %" G_GINT64_FORMAT
                                      " ms; nothing later is taken.", limit));
}

static gboolean
check_offset (AusCall       *call,
              AusDeposit    *deposit,
              GError       **error)
{
  const char *text = aus_call_get_header (call, "Upload-Offset");
  guint64 offset;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &offset, NULL)) {
    aus_error_add_field (error, "Upload-Offset", "Must be the number of bytes that were acknowledged.");
    return FALSE;
  }

  if (deposit->is_whole)
    return fail_state (error, "Upload-Offset",
                       g_strdup_printf ("All %" G_GINT64_FORMAT " bytes are here.", deposit->size));

  if ((gint64) offset != deposit->size)
    return fail_state (error, "Upload-Offset",
                       g_strdup_printf ("It goes on at %" G_GINT64_FORMAT ".", deposit->size));

  return TRUE;
}

static gboolean
check_piece (AusCall       *call,
             AusDeposit    *deposit,
             gboolean      *is_last,
             GError       **error)
{
  const char *text = aus_call_get_header (call, "Upload-Complete");
  const gsize length = call->body ? g_bytes_get_size (call->body) : 0;
  const gint64 max_size = deposit->kind->max_size (call->clinic);

  *is_last = g_strcmp0 (text, "?1") == 0;

  if (text != NULL && !*is_last && strcmp (text, "?0") != 0) {
    aus_error_add_field (error, "Upload-Complete", "Must be ?1 for the last piece, else ?0.");
    return FALSE;
  }

  if (!*is_last && (length == 0 || length % AUS_SEALED_BLOCK != 0)) {
    aus_error_add_field (error, "Content-Length", "Must be a multiple of %d in all but the last piece.",
                         AUS_SEALED_BLOCK);
    return FALSE;
  }

  if (deposit->size + (gint64) length <= max_size)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_TOO_LARGE, "A %s may have %" G_GINT64_FORMAT " bytes.",
               deposit->kind->noun, max_size);

  return FALSE;
}

static gboolean
check_all (AusCall       *call,
           AusDeposit    *deposit,
           gboolean      *is_last,
           GError       **error)
{
  if (aus_upload_check_open (deposit, error) && check_offset (call, deposit, error) &&
      check_piece (call, deposit, is_last, error) && check_time (call, deposit, error))
    return TRUE;

  /* Whoever is wrong about it is told where to go on. */
  aus_upload_add_offset (call, deposit);

  return FALSE;
}

gboolean
aus_upload_look_up (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);
  gboolean is_last;
  AusUpload *upload;

  if (deposit == NULL || !check_all (call, deposit, &is_last, error))
    return FALSE;

  upload = aus_upload_take (call, deposit, error);

  if (upload == NULL)
    return FALSE;

  upload->size = upload->offset + (call->body ? (gint64) g_bytes_get_size (call->body) : 0);
  upload->next = is_last ? AUS_UPLOADS_CLOSED : upload->size;
  upload->is_last = is_last;

  return TRUE;
}

/* A disk may be emptied; then the piece comes again. */
static gboolean
fail_disk (GError  *fault,
           GError **error)
{
  if (!g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_NO_SPACE)) {
    g_propagate_error (error, fault);
    return FALSE;
  }

  g_warning ("No room for what is uploaded: %s", fault->message);
  g_error_free (fault);
  fault = g_error_new (AUS_ERROR, AUS_ERROR_UNAVAILABLE, "The server's disk is full. What was acknowledged is kept.");
  aus_error_set_retry_after (fault, DISK_REST_S);
  g_propagate_error (error, fault);

  return FALSE;
}

/* Whatever it is called, it is what it begins with. */
static gboolean
inspect (AusCall       *call,
         AusUpload     *upload,
         const guint8  *bytes,
         gsize          length,
         GError       **error)
{
  const AusDepositKind *kind = call->route->deposit;

  if (kind->inspect == NULL || upload->offset > 0)
    return TRUE;

  upload->media_type = kind->inspect (bytes, length, error);

  return upload->media_type != NULL;
}

gboolean
aus_upload_prepare (AusCall  *call,
                    GError  **error)
{
  AusUpload *upload = call->work;
  gsize length = 0;
  const guint8 *bytes = call->body ? g_bytes_get_data (call->body, &length) : NULL;
  GError *fault = NULL;

  if (!inspect (call, upload, bytes, length, error) || !aus_upload_begin (call, upload->offset, error))
    return FALSE;

  if (aus_deposit_make_folder (upload->path, &fault) &&
      aus_sealed_file_append (upload->file, upload->offset, bytes, length, upload->is_last, &fault))
    return TRUE;

  return fail_disk (fault, error);
}

/* What is known of an upload, with what is allowed to come. */
static gboolean
reply (AusCall      *call,
       AusDeposit   *deposit)
{
  AusJsonWriter *out = &call->out;
  const gint64 limit = deposit->limit;

  aus_upload_add_offset (call, deposit);
  aus_json_begin_object (out, NULL);
  aus_json_add_text (out, deposit->kind->id_name, deposit->id);
  aus_json_add_text (out, "state", deposit->state);
  aus_json_add_integer (out, "offset", deposit->size);
  aus_json_add_boolean (out, "is_whole", deposit->is_whole);
  aus_json_add_integer (out, "block_size", AUS_SEALED_BLOCK);
  aus_json_add_integer (out, "max_piece", MAX_PIECE);
  aus_json_add_integer (out, "max_size", deposit->kind->max_size (call->clinic));

  if (limit >= 0)
    aus_json_add_integer (out, "recorded_until", limit);
  else if (deposit->kind->is_timed)
    aus_json_add_null (out, "recorded_until");

  aus_json_end_object (out);

  return TRUE;
}

gboolean
aus_upload_show (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);

  return deposit != NULL && reply (call, deposit);
}

gboolean
aus_film_key_show (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);
  g_autofree char *key = NULL;

  if (deposit == NULL)
    return FALSE;

  /* What was sent meanwhile may still lie where it came from. */
  if (deposit->phase == AUS_DEPOSIT_DELETED) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The key of a %s ends with it.", deposit->kind->noun);
    return FALSE;
  }

  key = aus_deposit_make_sender_key (deposit, call->clinic, error);

  if (key == NULL)
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "key", key);
  aus_json_end_object (&call->out);

  return TRUE;
}

/* That it grows is no news for anybody: it is neither an edit nor in the change log. */
static gboolean
store_size (AusDatabase      *database,
            AusDeposit       *deposit,
            const AusUpload  *upload,
            GError          **error)
{
  g_autofree char *sql =
    g_strdup_printf ("UPDATE %s SET size = ?2, is_whole = ?3, has_file = 1, updated_at = ?4, "
                     "media_type = coalesce (?5, media_type) WHERE id = ?1", deposit->kind->table);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, deposit->id);
  aus_statement_bind_integer (statement, 2, upload->size);
  aus_statement_bind_integer (statement, 3, upload->is_last);
  aus_statement_bind_integer (statement, 4, aus_time_now ());
  aus_statement_bind_text (statement, 5, upload->media_type);
  deposit->size = upload->size;
  deposit->is_whole = upload->is_last;

  return aus_statement_run (statement, error);
}

gboolean
aus_upload_append (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);
  AusUpload *upload = call->work;
  gboolean is_last;

  /* It may have been stopped or deleted while the disk was at work. */
  return deposit != NULL && check_all (call, deposit, &is_last, error) &&
         store_size (database, deposit, upload, error) && reply (call, deposit);
}

gboolean
aus_upload_reset_look_up (AusCall      *call,
                          AusDatabase  *database,
                          GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);
  AusUpload *upload;

  if (deposit == NULL || !aus_upload_check_open (deposit, error))
    return FALSE;

  upload = aus_upload_take (call, deposit, error);

  if (upload == NULL)
    return FALSE;

  upload->next = 0;

  return TRUE;
}

gboolean
aus_upload_reset_prepare (AusCall  *call,
                          GError  **error)
{
  return aus_upload_begin (call, AUS_UPLOADS_UNKNOWN, error);
}

gboolean
aus_upload_reset (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusDeposit) deposit = call->route->deposit->read (call, database, error);

  return deposit != NULL && aus_upload_check_open (deposit, error) &&
         store_size (database, deposit, call->work, error);
}
