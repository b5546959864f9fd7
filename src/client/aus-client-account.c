#include "aus-client-private.h"

#include "aus-error.h"
#include "aus-identity.h"
#include "aus-json.h"
#include "aus-secrets.h"
#include "aus-server-uri.h"

#include <glib/gi18n-lib.h>

/* Who signs out does not wait long. */
#define SIGN_OUT_MS 5000

/* Somebody signing in, or coming back. */
typedef struct
{
  char       *server_uri;
  char       *email;
  char       *token;
  JsonObject *user;
} Entry;

static void
entry_free (Entry *entry)
{
  g_free (entry->server_uri);
  g_free (entry->email);
  g_free (entry->token);
  g_clear_pointer (&entry->user, json_object_unref);
  g_free (entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, entry_free)

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  AusClient *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean stored = aus_secrets_store_finish (result, &error);

  if (!stored)
    g_info ("The next start will need the password: %s", error->message);

  /* Meanwhile somebody else may have signed in, or nobody be. */
  if (g_strcmp0 (aus_api_get_token (aus_client_get_api (self)), entry->token) == 0)
    aus_client_set_remembered (self, stored);
}

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Who was signed in the last time, for as long as the server cannot be asked. */
static void
recall_user (AusClient *self)
{
  const char *text = aus_replica_get_user (aus_client_get_replica (self));
  g_autoptr (JsonObject) object = text ? aus_json_parse_object (text, -1, NULL) : NULL;

  if (object != NULL)
    aus_client_set_user (self, object);
}

/* The token is good and the lists are shown: from here it runs by itself. */
static void
enter (GTask *task)
{
  AusClient *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);

  if (entry->user != NULL)
    aus_client_set_user (self, entry->user);
  else
    recall_user (self);

  aus_client_connect (self);
  g_task_return_boolean (task, TRUE);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  AusClient *self = g_task_get_source_object (task);

  g_object_notify (G_OBJECT (self), "as-of");

  if (aus_replica_open_finish (AUS_REPLICA (source), result, &error)) {
    enter (task);
    return;
  }

  aus_client_set_state (self, AUS_CLIENT_STATE_SIGN_IN_NEEDED, error->message);
  g_task_return_error (task, g_steal_pointer (&error));
}

/* Takes over @task, whose entry has a token. */
static void
open_replica (GTask *task)
{
  AusClient *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);

  aus_client_disconnect (self);

  /* Nobody may take the new account for online with the old one's token. */
  if (aus_client_get_state (self) == AUS_CLIENT_STATE_ONLINE)
    aus_client_set_state (self, AUS_CLIENT_STATE_CONNECTING, NULL);

  aus_client_set_account (self, entry->server_uri, entry->email);
  aus_api_set_token (aus_client_get_api (self), entry->token);
  aus_replica_open_async (aus_client_get_replica (self), aus_client_get_cache_dir (self), entry->server_uri,
                          entry->email, opened_cb, task);
}

static void
logged_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  Entry *entry = g_task_get_task_data (task);
  JsonObject *object = answer && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  const char *token = object ? aus_json_get_text (object, "token") : NULL;
  JsonObject *user = object ? get_object (object, "user") : NULL;

  if (answer == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
  } else if (token == NULL || user == NULL) {
    g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_UNAVAILABLE, _("This is not an Ausculta server"));
  } else {
    entry->token = g_strdup (token);
    entry->user = json_object_ref (user);
    aus_secrets_store_async (entry->server_uri, entry->email, token, stored_cb, g_object_ref (task));
    open_replica (g_steal_pointer (&task));
  }
}

static JsonNode *
make_login (const char           *email,
            const AusCredentials *credentials)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "email", email);
  json_object_set_string_member (object, "password", credentials->password);

  if (credentials->otp != NULL)
    json_object_set_string_member (object, "otp", credentials->otp);

  return json_node_init_object (json_node_alloc (), object);
}

static char *
check_login (const char  *server_uri,
             const char  *email,
             const char  *password,
             GError     **error)
{
  g_autoptr (GError) faults = NULL;
  g_autofree char *uri = aus_server_uri_normalize (server_uri, &faults);

  if (strchr (email, '@') == NULL)
    aus_error_add_field (&faults, "email", _("Please enter your e-mail address"));

  if (*password == '\0')
    aus_error_add_field (&faults, "password", _("Please enter your password"));

  if (faults == NULL)
    return g_steal_pointer (&uri);

  g_propagate_error (error, g_steal_pointer (&faults));

  return NULL;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  AusClient *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);

  entry->token = aus_secrets_lookup_finish (result, &error);

  if (entry->token != NULL) {
    aus_client_set_remembered (self, TRUE);
    open_replica (g_steal_pointer (&task));
    return;
  }

  aus_client_set_account (self, entry->server_uri, entry->email);
  aus_client_set_state (self, AUS_CLIENT_STATE_SIGN_IN_NEEDED,
                        g_error_matches (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE) ? error->message : NULL);
  g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, _("Please sign in"));
}

static void
logged_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer == NULL)
    g_info ("The server was not told of the sign-out: %s", error->message);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (aus_secrets_clear_finish (result, &error) || !GPOINTER_TO_INT (g_task_get_task_data (task)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The token goes along, though it is forgotten here before the server answers. */
static void
tell_server (AusApi *api)
{
  const AusApiRequest request = { .method = "POST", .path = "/accounts/api/logout/" };

  if (aus_api_get_token (api) == NULL)
    return;

  aus_api_set_time_limit (api, SIGN_OUT_MS);
  aus_api_send_async (api, &request, NULL, logged_out_cb, NULL);
  aus_api_set_time_limit (api, AUS_API_TIME_LIMIT);
}

char *
aus_client_dup_identity (AusClient *self)
{
  return aus_identity_new (aus_client_get_server_uri (self), aus_client_get_email (self));
}

void
aus_client_sign_in_async (AusClient            *self,
                          const AusCredentials *credentials,
                          GCancellable         *cancellable,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (AusApi) api = aus_api_new ();
  g_autofree char *trimmed = g_strstrip (g_strdup (credentials->email));
  GError *error = NULL;
  char *uri = check_login (credentials->server_uri, trimmed, credentials->password, &error);
  AusApiRequest request = { .method = "POST", .path = "/accounts/api/login/" };
  Entry *entry;

  if (uri == NULL) {
    g_task_return_error (task, error);
    return;
  }

  entry = g_new0 (Entry, 1);
  entry->server_uri = uri;
  entry->email = g_steal_pointer (&trimmed);
  body = make_login (entry->email, credentials);
  request.body = body;
  g_task_set_task_data (task, entry, (GDestroyNotify) entry_free);

  /* With calls of its own, so that whoever is signed in stays so until this has worked. */
  aus_api_set_server (api, uri);
  aus_api_send_async (api, &request, cancellable, logged_in_cb, g_steal_pointer (&task));
}

gboolean
aus_client_sign_in_finish (AusClient     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
aus_client_restore_async (AusClient           *self,
                          const char          *server_uri,
                          const char          *email,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *uri = server_uri && email && *email ? aus_server_uri_normalize (server_uri, NULL) : NULL;
  Entry *entry;

  if (uri == NULL) {
    g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, _("Please sign in"));
    return;
  }

  entry = g_new0 (Entry, 1);
  entry->server_uri = g_steal_pointer (&uri);
  entry->email = g_strdup (email);
  g_task_set_task_data (task, entry, (GDestroyNotify) entry_free);
  aus_secrets_lookup_async (entry->server_uri, entry->email, found_cb, g_steal_pointer (&task));
}

gboolean
aus_client_restore_finish (AusClient     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
aus_client_sign_out_async (AusClient           *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *server_uri = aus_client_get_server_uri (self);
  const char *email = aus_client_get_email (self);

  aus_client_disconnect (self);
  tell_server (aus_client_get_api (self));
  aus_api_set_token (aus_client_get_api (self), NULL);
  aus_replica_wipe (aus_client_get_replica (self));
  aus_client_set_user (self, NULL);

  /* A keyring that never took the token need not be asked whether it let go of it. */
  g_task_set_task_data (task, GINT_TO_POINTER (aus_client_get_token_remembered (self)), NULL);
  aus_client_set_remembered (self, FALSE);

  if (server_uri != NULL)
    aus_secrets_clear_async (server_uri, email, cleared_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);

  g_object_notify (G_OBJECT (self), "as-of");
  aus_client_set_state (self, AUS_CLIENT_STATE_SIGNED_OUT, NULL);
}

gboolean
aus_client_sign_out_finish (AusClient     *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
