#include "aus-secrets.h"

#include "aus-error.h"
#include "aus-sandbox.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#define TIME_LIMIT 3000

#define SERVER "server"
#define EMAIL  "email"

static const SecretSchema schema = {
  "org.ausculta.Ausculta.Token", SECRET_SCHEMA_NONE,
  { { SERVER, SECRET_SCHEMA_ATTRIBUTE_STRING }, { EMAIL, SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/* One call. The time limit is our own, for libsecret may forget to answer at all. */
typedef struct
{
  char         *server_uri;
  char         *email;
  char         *token;
  void        (*go_on) (GTask *task);
  GCancellable *cancellable;
  guint         timer;
  gboolean      returned;
} Errand;

static void
errand_free (Errand *errand)
{
  g_free (errand->server_uri);
  g_free (errand->email);
  g_free (errand->token);
  g_object_unref (errand->cancellable);
  g_clear_handle_id (&errand->timer, g_source_remove);
  g_free (errand);
}

/* Whether @task still waits for an answer, which it has with this. */
static gboolean
claim (GTask *task)
{
  Errand *errand = g_task_get_task_data (task);
  gboolean first = !errand->returned;

  errand->returned = TRUE;
  g_clear_handle_id (&errand->timer, g_source_remove);

  return first;
}

static void
succeed (GTask *task)
{
  if (claim (task))
    g_task_return_boolean (task, TRUE);
}

static void
fail (GTask      *task,
      AusError    code,
      const char *text)
{
  if (claim (task))
    g_task_return_new_error (task, AUS_ERROR, (int) code, "%s", text);
}

static void
fail_locked (GTask *task)
{
  fail (task, AUS_ERROR_UNAVAILABLE, _("The keyring is locked"));
}

/* Whatever else is wrong, to people it is one thing. */
static void
fail_with (GTask        *task,
           const GError *error)
{
  g_info ("The keyring fails: %s", error ? error->message : "without a reason");

  if (error != NULL && g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    fail_locked (task);
  else
    fail (task, AUS_ERROR_UNAVAILABLE, _("There is no keyring to keep passwords in"));
}

static gboolean
late_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Errand *errand = g_task_get_task_data (task);

  errand->timer = 0;
  fail (task, AUS_ERROR_UNAVAILABLE, _("The keyring does not answer"));
  g_cancellable_cancel (errand->cancellable);

  return G_SOURCE_REMOVE;
}

static GTask *
make_task (const char          *server_uri,
           const char          *email,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);

  errand->server_uri = g_strdup (server_uri);
  errand->email = g_strdup (email);
  errand->cancellable = g_cancellable_new ();
  errand->timer = g_timeout_add (TIME_LIMIT, late_cb, task);
  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);

  return task;
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    succeed (task);
  else
    fail_with (task, error);
}

/* Takes over @task. */
static void
store (GTask *task)
{
  Errand *errand = g_task_get_task_data (task);
  /* Translators: the name of an entry in the keyring; %s is an e-mail address. */
  g_autofree char *label = g_strdup_printf (_("Ausculta: session of %s"), errand->email);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, errand->token, errand->cancellable,
                         stored_cb, task, SERVER, errand->server_uri, EMAIL, errand->email, NULL);
}

static void
retrieved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  SecretRetrievable *item = SECRET_RETRIEVABLE (source);
  g_autoptr (SecretValue) value = secret_retrievable_retrieve_secret_finish (item, result, &error);
  const char *token = value ? secret_value_get_text (value) : NULL;

  if (token == NULL)
    fail_with (task, error);
  else if (claim (task))
    g_task_return_pointer (task, g_strdup (token), g_free);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) found = secret_password_search_finish (result, &error);
  Errand *errand = g_task_get_task_data (task);

  if (error != NULL)
    fail_with (task, error);
  else if (found == NULL)
    fail (task, AUS_ERROR_NOT_FOUND, _("The keyring holds no session"));
  else if (SECRET_IS_ITEM (found->data) && secret_item_get_locked (SECRET_ITEM (found->data)))
    fail_locked (task);
  else
    secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (found->data), errand->cancellable, retrieved_cb,
                                        g_steal_pointer (&task));
}

/* Takes over @task. */
static void
search (GTask *task)
{
  Errand *errand = g_task_get_task_data (task);

  secret_password_search (&schema, SECRET_SEARCH_NONE, errand->cancellable, found_cb, task,
                          SERVER, errand->server_uri, EMAIL, errand->email, NULL);
}

/* Storing in a locked keyring asks people for its password, and searching in one finds nothing. */
static void
collection_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  Errand *errand = g_task_get_task_data (task);

  if (error != NULL)
    fail_with (task, error);
  else if (collection != NULL && secret_collection_get_locked (collection))
    fail_locked (task);
  else if (collection == NULL && errand->token != NULL)
    fail_with (task, NULL);
  else
    errand->go_on (g_steal_pointer (&task));
}

static void
service_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);
  Errand *errand = g_task_get_task_data (task);

  if (service == NULL)
    fail_with (task, error);
  else
    secret_collection_for_alias (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 errand->cancellable, collection_cb, g_steal_pointer (&task));
}

/* Libsecret chooses like this, but does not tell: in a sandbox it keeps a file of its own. */
static gboolean
uses_service (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");

  if (backend != NULL)
    return g_str_equal (backend, "service");

  return !aus_sandbox_is_inside ();
}

/* Takes over @task. */
static void
check (GTask *task)
{
  Errand *errand = g_task_get_task_data (task);

  if (uses_service ())
    secret_service_get (SECRET_SERVICE_NONE, errand->cancellable, service_cb, task);
  else
    errand->go_on (task);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);

  if (error == NULL)
    succeed (task);
  else
    fail_with (task, error);
}

void
aus_secrets_store_async (const char          *server_uri,
                         const char          *email,
                         const char          *token,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = make_task (server_uri, email, callback, user_data);
  Errand *errand = g_task_get_task_data (task);

  errand->token = g_strdup (token);
  errand->go_on = store;
  check (task);
}

gboolean
aus_secrets_store_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
aus_secrets_lookup_async (const char          *server_uri,
                          const char          *email,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = make_task (server_uri, email, callback, user_data);
  Errand *errand = g_task_get_task_data (task);

  errand->go_on = search;
  check (task);
}

char *
aus_secrets_lookup_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
aus_secrets_clear_async (const char          *server_uri,
                         const char          *email,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = make_task (server_uri, email, callback, user_data);
  Errand *errand = g_task_get_task_data (task);

  secret_password_clear (&schema, errand->cancellable, cleared_cb, task, SERVER, server_uri, EMAIL, email,
                         NULL);
}

gboolean
aus_secrets_clear_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
