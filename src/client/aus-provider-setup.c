#include "aus-provider-setup.h"

#include "aus-api-words.h"
#include "aus-client-private.h"
#include "aus-json.h"

#define PROVIDERS "video-providers/"

static void
field_free (gpointer data)
{
  AusSetupField *field = data;

  g_free (field->name);
  g_free (field->type);
  g_free (field->label);
  g_free (field->help);
  g_free (field->value);
  g_free (field->usual);
  g_strfreev (field->words);
  g_strfreev (field->when);
  g_free (field);
}

void
aus_provider_setup_free (AusProviderSetup *self)
{
  g_free (self->name);
  g_free (self->display_name);
  g_free (self->reason);
  g_free (self->ailment);
  g_free (self->sees);
  g_free (self->caution);
  g_free (self->webhook_url);
  g_free (self->test_note);
  g_free (self->account);
  g_free (self->sign_in_reason);
  g_clear_pointer (&self->tested_at, g_date_time_unref);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

static char *
copy_text (JsonObject *object,
           const char *name)
{
  return g_strdup (aus_json_get_text (object, name));
}

/* (transfer full) (nullable): in the user's language */
static char *
say_text (JsonObject *object,
          const char *name)
{
  return aus_api_words_translate (aus_json_get_text (object, name));
}

static AusSetupField *
field_new (JsonObject *object)
{
  AusSetupField *field = g_new0 (AusSetupField, 1);
  const char *words = aus_json_get_text (object, "words");
  const char *when = aus_json_get_text (object, "when");

  field->name = copy_text (object, "name");
  field->type = copy_text (object, "type");
  field->label = say_text (object, "label");
  field->help = say_text (object, "help");
  field->value = copy_text (object, "value");
  field->usual = copy_text (object, "default");
  field->words = words ? g_strsplit (words, " ", -1) : NULL;
  field->when = when ? g_strsplit (when, " ", -1) : NULL;
  field->minimum = aus_json_get_integer (object, "minimum", 0);
  field->maximum = aus_json_get_integer (object, "maximum", 0);
  field->is_required = aus_json_get_boolean (object, "is_required", FALSE);
  field->is_secret = aus_json_get_boolean (object, "is_secret", FALSE);
  field->is_long = aus_json_get_boolean (object, "is_long", FALSE);
  field->is_set = aus_json_get_boolean (object, "is_set", FALSE);

  return field;
}

static void
read_fields (AusProviderSetup *self,
             JsonObject       *object)
{
  JsonNode *node = json_object_get_member (object, "fields");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    AusSetupField *field = JSON_NODE_HOLDS_OBJECT (element) ? field_new (json_node_get_object (element)) : NULL;

    if (field != NULL && field->name != NULL && field->label != NULL)
      g_ptr_array_add (self->fields, field);
    else if (field != NULL)
      field_free (field);
  }
}

static void
read_connection (AusProviderSetup *self,
                 JsonObject       *object)
{
  static const char *const states[] = { "none", "connected", "broken", NULL };
  JsonNode *node = json_object_get_member (object, "connection");
  JsonObject *connection = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *state = connection ? aus_json_get_text (connection, "state") : NULL;

  if (state == NULL)
    return;

  for (guint i = 0; states[i] != NULL; i++) {
    if (g_str_equal (states[i], state))
      self->sign_in = (AusSignInState) (AUS_SIGN_IN_NONE + i);
  }

  self->account = copy_text (connection, "account");
  self->sign_in_reason = say_text (connection, "reason");
}

static AusProviderSetup *
setup_new (JsonObject *object)
{
  AusProviderSetup *self = g_new0 (AusProviderSetup, 1);
  const char *tested_at = aus_json_get_text (object, "tested_at");

  self->fields = g_ptr_array_new_with_free_func (field_free);
  self->name = copy_text (object, "name");
  self->display_name = say_text (object, "display_name");
  self->reason = say_text (object, "reason");
  self->ailment = say_text (object, "health_reason");
  self->sees = say_text (object, "sees");
  self->caution = say_text (object, "caution");
  self->webhook_url = copy_text (object, "webhook_url");
  self->test_note = say_text (object, "test_note");
  self->tested_at = tested_at ? g_date_time_new_from_iso8601 (tested_at, NULL) : NULL;
  self->revision = aus_json_get_integer (object, "revision", 0);
  self->is_enabled = aus_json_get_boolean (object, "is_enabled", TRUE);
  self->is_available = aus_json_get_boolean (object, "available", FALSE);
  self->is_from_file = g_strcmp0 (aus_json_get_text (object, "source"), "configuration") == 0;
  self->test_passed = aus_json_get_boolean (object, "test_passed", FALSE);
  read_connection (self, object);
  read_fields (self, object);

  return self;
}

void
aus_provider_setup_list (AusClient           *client,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  aus_client_send_async (client, "GET", PROVIDERS, NULL, cancellable, callback, user_data);
}

GPtrArray *
aus_provider_setup_list_finish (AusClient     *client,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_autoptr (JsonNode) answer = aus_client_send_finish (client, result, error);
  JsonObject *object = aus_api_get_object (answer, error);
  g_autoptr (GPtrArray) list = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (object == NULL)
    return NULL;

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_provider_setup_free);
  json_object_iter_init_ordered (&iter, object);

  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    if (JSON_NODE_HOLDS_OBJECT (node))
      g_ptr_array_add (list, setup_new (json_node_get_object (node)));
  }

  return g_steal_pointer (&list);
}

void
aus_provider_setup_read (AusClient           *client,
                         const char          *name,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autofree char *path = g_strconcat (PROVIDERS, name, "/", NULL);

  aus_client_send_async (client, "GET", path, NULL, cancellable, callback, user_data);
}

static JsonNode *
make_body (const AusProviderChange *change)
{
  JsonObject *object = json_object_new ();
  JsonObject *settings = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  GHashTableIter iter;
  const char *name, *text;

  g_hash_table_iter_init (&iter, change->texts);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &text))
    json_object_set_string_member (settings, name, text);

  json_object_set_boolean_member (object, "is_enabled", change->is_enabled);
  json_object_set_object_member (object, "settings", settings);
  json_node_take_object (node, object);

  return node;
}

void
aus_provider_setup_save (AusProviderSetup        *self,
                         AusClient               *client,
                         const AusProviderChange *change,
                         GCancellable            *cancellable,
                         GAsyncReadyCallback      callback,
                         gpointer                 user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  g_autofree char *path = g_strconcat (PROVIDERS, self->name, "/", NULL);
  g_autoptr (JsonNode) body = make_body (change);
  const AusApiRequest request = { .method = "PUT", .path = path, .body = body, .revision = self->revision };

  aus_api_send_async (aus_client_get_api (client), &request, cancellable, aus_api_answer_task, task);
}

AusProviderSetup *
aus_provider_setup_finish (AusClient     *client,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_autoptr (JsonNode) answer = g_task_propagate_pointer (G_TASK (result), error);
  JsonObject *object = aus_api_get_object (answer, error);

  return object ? setup_new (object) : NULL;
}

void
aus_provider_setup_test (AusClient           *client,
                         const char          *name,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autofree char *path = g_strconcat (PROVIDERS, name, "/test/", NULL);

  aus_client_send_async (client, "POST", path, NULL, cancellable, callback, user_data);
}

gboolean
aus_provider_setup_test_finish (AusClient     *client,
                                GAsyncResult  *result,
                                gboolean      *passed,
                                char         **note,
                                GError       **error)
{
  g_autoptr (JsonNode) answer = aus_client_send_finish (client, result, error);
  JsonObject *object = aus_api_get_object (answer, error);

  if (object == NULL)
    return FALSE;

  *passed = aus_json_get_boolean (object, "passed", FALSE);
  *note = say_text (object, "note");

  return TRUE;
}
