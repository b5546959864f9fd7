#include "aus-new-patient.h"

#include "aus-client-private.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-patient.h"

const char *const aus_new_patient_fields[] = { "given_name", "family_name", "born", "phone", "email", NULL };

typedef struct
{
  JsonObject *wanted;
  gboolean    confirmed;
  char       *path;
  GError     *refusal;
} Saving;

static void
saving_free (Saving *saving)
{
  json_object_unref (saving->wanted);
  g_free (saving->path);
  g_clear_error (&saving->refusal);
  g_free (saving);
}

/* The server reads “confirm_duplicate” beside the fields. */
static JsonNode *
make_body (Saving     *saving,
           JsonObject *members)
{
  if (saving->confirmed)
    json_object_set_boolean_member (members, "confirm_duplicate", TRUE);

  return json_node_init_object (json_node_alloc (), members);
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  const char *text = aus_json_get_text (object, name);

  return text ? text : "";
}

/* Returns: (transfer full): what the record does not have as it is wanted */
static JsonObject *
find_changes (JsonObject *wanted,
              JsonObject *record)
{
  JsonObject *changes = json_object_new ();

  for (guint i = 0; aus_new_patient_fields[i] != NULL; i++) {
    const char *name = aus_new_patient_fields[i];

    if (!g_str_equal (get_text (wanted, name), get_text (record, name)))
      json_object_set_string_member (changes, name, get_text (wanted, name));
  }

  return changes;
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Takes over @task. What an earlier try has made may have been corrected since. */
static void
settle (GTask      *task,
        JsonObject *record)
{
  Saving *saving = g_task_get_task_data (task);
  g_autoptr (JsonObject) changes = find_changes (saving->wanted, record);
  g_autoptr (JsonNode) body = NULL;
  AusApiRequest request = { .method = "PATCH", .path = saving->path };

  if (json_object_get_size (changes) == 0) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }

  body = make_body (saving, changes);
  request.body = body;
  request.revision = aus_json_get_integer (record, "revision", 0);
  aus_client_send_for (task, &request, changed_cb);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  JsonObject *record = aus_api_get_object (answer, &error);
  Saving *saving = g_task_get_task_data (task);

  if (record != NULL)
    settle (g_steal_pointer (&task), record);
  else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&saving->refusal));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Whether the record of that id is there, with another name. The id is ours, so it is what an earlier try made. */
static gboolean
is_taken (const GError *error)
{
  const char *json;

  return g_error_matches (error, AUS_ERROR, AUS_ERROR_CONFLICT) && aus_error_get_member (error, &json) == NULL;
}

static void
posted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  JsonObject *record = aus_api_get_object (answer, &error);
  Saving *saving = g_task_get_task_data (task);
  const AusApiRequest request = { .method = "GET", .path = saving->path };

  if (record != NULL) {
    settle (g_steal_pointer (&task), record);
  } else if (is_taken (error)) {
    saving->refusal = g_steal_pointer (&error);
    aus_client_send_for (g_steal_pointer (&task), &request, found_cb);
  } else {
    g_task_return_error (task, g_steal_pointer (&error));
  }
}

void
aus_new_patient_save_async (AusClient           *client,
                            JsonObject          *wanted,
                            gboolean             confirmed,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  g_autoptr (JsonNode) given = json_node_init_object (json_node_alloc (), wanted);
  g_autoptr (JsonNode) copy = json_node_copy (given);
  g_autoptr (JsonNode) body = NULL;
  AusApiRequest request = { .method = "POST", .path = "patients/" };
  Saving *saving = g_new0 (Saving, 1);

  saving->wanted = json_object_ref (wanted);
  saving->confirmed = confirmed;
  saving->path = g_strdup_printf ("patients/%s/", aus_json_get_text (wanted, "id"));
  g_task_set_task_data (task, saving, (GDestroyNotify) saving_free);
  body = make_body (saving, json_node_get_object (copy));
  request.body = body;
  aus_client_send_for (g_steal_pointer (&task), &request, posted_cb);
}

gboolean
aus_new_patient_save_finish (AusClient     *client,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static AusPatient *
read_candidate (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || *get_text (object, "id") == '\0')
    return NULL;

  return g_object_new (AUS_TYPE_PATIENT, "id", get_text (object, "id"), "family-name", get_text (object, "name"),
                       "born", get_text (object, "born"), NULL);
}

GPtrArray *
aus_new_patient_get_candidates (const GError *error)
{
  const char *json;
  const char *member = aus_error_get_member (error, &json);
  g_autoptr (JsonNode) node = g_strcmp0 (member, "candidates") == 0 ? aus_json_parse (json, -1, NULL) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    AusPatient *candidate = read_candidate (json_array_get_element (array, i));

    if (candidate != NULL)
      g_ptr_array_add (candidates, candidate);
  }

  return candidates->len > 0 ? g_steal_pointer (&candidates) : NULL;
}
