#include "aus-recording-begin.h"

#include "aus-error.h"
#include "aus-json.h"
#include "aus-uuid.h"

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (answer == NULL)
    g_message ("a recording that nobody makes could not be stopped: %s", error->message);
}

static void
stop (AusClient  *client,
      const char *id)
{
  g_autofree char *path = g_strdup_printf ("recordings/%s/stop/", id);

  aus_client_send_async (client, "POST", path, NULL, NULL, stopped_cb, NULL);
}

/* Without an answer it may have begun all the same. */
static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *id = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);
  const gboolean is_wanted = !g_cancellable_is_cancelled (g_task_get_cancellable (task));

  if ((answer != NULL && !is_wanted) || g_error_matches (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE))
    stop (AUS_CLIENT (source), id);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (id), g_free);
}

void
aus_recording_begin_async (AusClient           *client,
                           const char          *visit_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  g_autofree char *path = g_strdup_printf ("consultations/%s/recording/", visit_id);
  g_autoptr (JsonObject) body = json_object_new ();
  char *id = aus_uuid_new ();

  g_task_set_source_tag (task, aus_recording_begin_async);
  g_task_set_task_data (task, id, g_free);
  json_object_set_string_member (body, "id", id);
  aus_client_send_async (client, "POST", path, json_node_init_object (json_node_alloc (), body), NULL, answered_cb,
                         g_steal_pointer (&task));
}

char *
aus_recording_begin_finish (AusClient     *client,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
