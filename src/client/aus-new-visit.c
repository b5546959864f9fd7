#include "aus-new-visit.h"

#include "aus-client-private.h"
#include "aus-error.h"
#include "aus-json.h"

typedef struct
{
  JsonNode *wanted;
  char     *path;
  char     *move_path;
  GError   *refusal;
} Making;

static void
making_free (Making *making)
{
  json_node_unref (making->wanted);
  g_free (making->path);
  g_free (making->move_path);
  g_clear_error (&making->refusal);
  g_free (making);
}

/* Takes over @task. */
static void
post (GTask               *task,
      GAsyncReadyCallback  callback)
{
  Making *making = g_task_get_task_data (task);
  const AusApiRequest request = { .method = "POST", .path = "consultations/", .body = making->wanted };

  aus_client_send_for (task, &request, callback);
}

/* Whether the visit that is there differs in more than its time. A booking says who meets. */
static gboolean
is_of_others (JsonObject *visit,
              JsonObject *wanted)
{
  static const char *const names[] = { "booking_id", "doctor_id", "patient_id" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *name = aus_json_get_text (wanted, names[i]);

    if (name != NULL && g_strcmp0 (name, aus_json_get_text (visit, names[i])) != 0)
      return TRUE;
  }

  return FALSE;
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (aus_api_get_object (answer, &error) != NULL)
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The visit is as it is wanted now, or gone: asked for again, it is told with its link. */
static void
mended_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer != NULL)
    post (g_steal_pointer (&task), made_cb);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Takes over @task. */
static void
mend (GTask      *task,
      JsonObject *visit)
{
  Making *making = g_task_get_task_data (task);
  JsonObject *wanted = json_node_get_object (making->wanted);
  const char *start = aus_json_get_text (wanted, "scheduled_start");
  g_autoptr (JsonObject) move = json_object_new ();
  g_autoptr (JsonNode) body = json_node_init_object (json_node_alloc (), move);
  const gint64 revision = aus_json_get_integer (visit, "revision", 0);
  const AusApiRequest removal = { .method = "DELETE", .path = making->path, .revision = revision };
  const AusApiRequest moving = {
    .method = "POST", .path = making->move_path, .body = body, .revision = revision,
  };

  if (start != NULL)
    json_object_set_string_member (move, "scheduled_start", start);

  aus_client_send_for (task, start == NULL || is_of_others (visit, wanted) ? &removal : &moving, mended_cb);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  JsonObject *visit = aus_api_get_object (answer, &error);
  Making *making = g_task_get_task_data (task);

  if (visit != NULL)
    mend (g_steal_pointer (&task), visit);
  else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&making->refusal));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* A conflict may mean that an earlier try, whose answer was lost, made a visit that is wanted otherwise by now. */
static void
posted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  Making *making = g_task_get_task_data (task);
  const AusApiRequest request = { .method = "GET", .path = making->path };

  if (aus_api_get_object (answer, &error) != NULL) {
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) json_node_unref);
  } else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_CONFLICT)) {
    making->refusal = g_steal_pointer (&error);
    aus_client_send_for (g_steal_pointer (&task), &request, found_cb);
  } else {
    g_task_return_error (task, g_steal_pointer (&error));
  }
}

void
aus_new_visit_make_async (AusClient           *client,
                          JsonObject          *wanted,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  Making *making = g_new0 (Making, 1);

  making->wanted = json_node_init_object (json_node_alloc (), wanted);
  making->path = g_strdup_printf ("consultations/%s/", aus_json_get_text (wanted, "id"));
  making->move_path = g_strconcat (making->path, "reschedule/", NULL);
  g_task_set_task_data (task, making, (GDestroyNotify) making_free);
  post (g_steal_pointer (&task), posted_cb);
}

JsonNode *
aus_new_visit_make_finish (AusClient     *client,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
