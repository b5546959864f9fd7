#include "aus-file-transfer.h"

#include "aus-error.h"
#include "aus-json.h"

#include <glib/gi18n-lib.h>

/* What the server takes, and gives, at once. */
#define PIECE (1024 * 1024)
#define PART (4 * 1024 * 1024)
#define ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_SIZE

typedef struct
{
  char   *consultation_id;
  char   *id;
  GFile  *file;
  char   *name;
  goffset size;
  GBytes *content;
  gint64  offset;
} Upload;

static void
upload_free (Upload *self)
{
  g_free (self->consultation_id);
  g_free (self->id);
  g_free (self->name);
  g_object_unref (self->file);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self);
}

/* Takes over @task. */
static void
call (GTask               *task,
      AusApiRequest        request,
      const char          *action,
      JsonObject          *body,
      GAsyncReadyCallback  callback)
{
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (JsonNode) node = body ? json_node_init_object (json_node_alloc (), body) : NULL;
  g_autofree char *path = g_strdup_printf ("files/%s/%s/", upload->id, action);

  request.path = request.path ? request.path : path;
  request.body = node;
  aus_api_send_async (g_task_get_source_object (task), &request, g_task_get_cancellable (task), callback, task);
}

/* The answer, or %NULL where @task has failed. (transfer full) */
static JsonNode *
take_answer (GTask        *task,
             GObject      *source,
             GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer != NULL && JSON_NODE_HOLDS_OBJECT (answer))
    return g_steal_pointer (&answer);

  if (error == NULL)
    g_set_error (&error, AUS_ERROR, AUS_ERROR_MALFORMED, _("The server’s answer cannot be read."));

  g_task_return_error (task, g_steal_pointer (&error));

  return NULL;
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (JsonNode) answer = take_answer (task, source, result);

  if (answer != NULL)
    g_task_return_boolean (task, TRUE);
}

static void
finish (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, upload->content);

  json_object_set_string_member (body, "sha256", hash);
  call (task, (AusApiRequest) { .method = "POST" }, "finish", body, finished_cb);
}

static void
send_piece (GTask               *task,
            GAsyncReadyCallback  callback)
{
  Upload *upload = g_task_get_task_data (task);
  const gint64 length = MIN (PIECE, (gint64) upload->size - upload->offset);
  g_autoptr (GBytes) piece = g_bytes_new_from_bytes (upload->content, upload->offset, length);
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, upload->offset);
  const gboolean is_last = upload->offset + length == upload->size;
  const char *headers[] = { "Upload-Offset", offset, "Upload-Complete", is_last ? "?1" : "?0", NULL };

  call (task, (AusApiRequest) { .method = "PATCH", .piece = piece, .headers = headers }, "upload", NULL, callback);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (JsonNode) answer = take_answer (task, source, result);

  if (answer == NULL)
    return;

  upload->offset = aus_json_get_integer (json_node_get_object (answer), "offset", 0);

  if (aus_json_get_boolean (json_node_get_object (answer), "is_whole", FALSE))
    finish (g_steal_pointer (&task));
  else
    send_piece (g_steal_pointer (&task), sent_cb);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  upload->content = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (upload->content == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  upload->size = (goffset) g_bytes_get_size (upload->content);

  if (upload->offset < upload->size)
    send_piece (g_steal_pointer (&task), sent_cb);
  else
    finish (g_steal_pointer (&task));
}

static gboolean
check_size (Upload     *upload,
            JsonObject *state,
            GError    **error)
{
  const gint64 max_size = aus_json_get_integer (state, "max_size", 0);
  g_autofree char *limit = g_format_size (max_size);

  if (upload->size == 0)
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, _("“%s” is empty."), upload->name);
  else if (upload->size > max_size)
    /* Translators: a file's name, and a size such as 25 MB. */
    g_set_error (error, AUS_ERROR, AUS_ERROR_TOO_LARGE, _("“%s” is larger than %s."), upload->name, limit);
  else
    return TRUE;

  return FALSE;
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (JsonNode) answer = take_answer (task, source, result);
  JsonObject *state = answer ? json_node_get_object (answer) : NULL;
  g_autoptr (GError) error = NULL;

  if (state == NULL)
    return;

  if (g_strcmp0 (aus_json_get_text (state, "state"), "ready") == 0) {
    g_task_return_boolean (task, TRUE);
  } else if (!check_size (upload, state, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
  } else {
    upload->offset = aus_json_get_integer (state, "offset", 0);
    g_file_load_bytes_async (upload->file, g_task_get_cancellable (task), loaded_cb, g_object_ref (task));
  }
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (JsonNode) answer = take_answer (task, source, result);

  if (answer != NULL)
    call (g_steal_pointer (&task), (AusApiRequest) { .method = "GET" }, "upload", NULL, asked_cb);
}

static void
described_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *path = g_strdup_printf ("consultations/%s/files/", upload->consultation_id);

  if (info == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  upload->name = g_strdup (g_file_info_get_display_name (info));
  upload->size = g_file_info_get_size (info);
  json_object_set_string_member (body, "id", upload->id);
  json_object_set_string_member (body, "name", upload->name);
  call (g_steal_pointer (&task), (AusApiRequest) { .method = "POST", .path = path }, "", body, created_cb);
}

void
aus_file_upload_async (AusApi              *api,
                       const char          *consultation_id,
                       const char          *id,
                       GFile               *file,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (api, cancellable, callback, user_data);
  Upload *upload = g_new0 (Upload, 1);

  upload->consultation_id = g_strdup (consultation_id);
  upload->id = g_strdup (id);
  upload->file = g_object_ref (file);
  g_task_set_task_data (task, upload, (GDestroyNotify) upload_free);
  g_file_query_info_async (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable, described_cb,
                           task);
}

gboolean
aus_file_upload_finish (AusApi        *api,
                        GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  char          *id;
  gint64         size;
  gint64         offset;
  GOutputStream *target;
} Download;

static void
download_free (Download *self)
{
  g_free (self->id);
  g_object_unref (self->target);
  g_free (self);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes over @task. */
static void
ask_part (GTask               *task,
          GAsyncReadyCallback  callback)
{
  Download *download = g_task_get_task_data (task);
  g_autofree char *path = g_strdup_printf ("files/%s/media/", download->id);
  g_autofree char *range = g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, download->offset,
                                            MIN (download->offset + PART, download->size) - 1);
  const char *headers[] = { "Accept", "*/*", "Range", range, NULL };
  const AusApiRequest request = { .method = "GET", .path = path, .headers = headers };

  aus_api_send_async (g_task_get_source_object (task), &request, g_task_get_cancellable (task), callback, task);
}

/* A part on its way into the file. */
typedef struct
{
  GTask               *task;
  GBytes              *bytes;
  GAsyncReadyCallback  next;
} Part;

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Part *part = user_data;
  GTask *task = part->task;
  Download *download = g_task_get_task_data (task);
  GAsyncReadyCallback next = part->next;
  GError *error = NULL;
  gsize length;
  const gboolean is_good = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, &length, &error);

  g_bytes_unref (part->bytes);
  g_free (part);

  if (!is_good) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }

  download->offset += (gint64) length;

  if (download->offset < download->size)
    ask_part (task, next);
  else
    g_output_stream_close_async (download->target, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), closed_cb, task);
}

static void
part_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *download = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  GBytes *bytes = aus_api_send_finish_bytes (AUS_API (source), result, &error);
  Part *part;

  if (bytes == NULL) {
    g_task_return_error (task, error);
    return;
  }

  part = g_new (Part, 1);
  part->bytes = bytes;
  part->next = part_cb;
  part->task = g_steal_pointer (&task);
  g_output_stream_write_all_async (download->target, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_PRIORITY_DEFAULT, cancellable, written_cb, part);
}

void
aus_file_download_async (AusApi              *api,
                         const char          *id,
                         gint64               size,
                         GOutputStream       *target,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = g_task_new (api, cancellable, callback, user_data);
  Download *download = g_new0 (Download, 1);

  download->id = g_strdup (id);
  download->size = size;
  download->target = g_object_ref (target);
  g_task_set_task_data (task, download, (GDestroyNotify) download_free);
  ask_part (task, part_cb);
}

gboolean
aus_file_download_finish (AusApi        *api,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
