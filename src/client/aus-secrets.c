#include "aus-secrets.h"

#include "aus-deadline.h"
#include "aus-error.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#define TIME_LIMIT 3000

#define SERVER "server"
#define EMAIL  "email"

static const SecretSchema schema = {
  "org.ausculta.Ausculta.Token", SECRET_SCHEMA_NONE,
  { { SERVER, SECRET_SCHEMA_ATTRIBUTE_STRING }, { EMAIL, SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

static GTask *
make_task (GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, aus_deadline_new (TIME_LIMIT, NULL), (GDestroyNotify) aus_deadline_free);

  return task;
}

static GCancellable *
get_cancellable (GTask *task)
{
  return aus_deadline_get_cancellable (g_task_get_task_data (task));
}

static void
free_token (gpointer token)
{
  secret_password_free (token);
}

/* Whatever went wrong, to people it is one thing. */
static void
fail (GTask        *task,
      const GError *error)
{
  const char *text = g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)
                     ? _("The keyring is locked") : _("There is no keyring to keep passwords in");

  g_info ("The keyring fails: %s", error->message);
  g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "%s", text);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error);
}

static void
retrieved_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  SecretRetrievable *item = SECRET_RETRIEVABLE (source);
  SecretValue *value = secret_retrievable_retrieve_secret_finish (item, result, &error);
  gsize length;

  if (value != NULL)
    g_task_return_pointer (task, secret_value_unref_to_password (value, &length), free_token);
  else if (error != NULL)
    fail (task, error);
  else
    g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_UNAVAILABLE, _("The keyring is locked"));
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) found = secret_password_search_finish (result, &error);

  if (error != NULL) {
    fail (task, error);
  } else if (found == NULL) {
    g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_NOT_FOUND, _("The keyring holds no session"));
  } else if (SECRET_IS_ITEM (found->data) && secret_item_get_locked (SECRET_ITEM (found->data))) {
    g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_UNAVAILABLE, _("The keyring is locked"));
  } else {
    GCancellable *cancellable = get_cancellable (task);

    secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (found->data), cancellable, retrieved_cb,
                                        g_steal_pointer (&task));
  }
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
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error);
}

void
aus_secrets_store_async (const char          *server_uri,
                         const char          *email,
                         const char          *token,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = make_task (callback, user_data);
  /* Translators: the name of an entry in the keyring; %s is an e-mail address. */
  g_autofree char *label = g_strdup_printf (_("Ausculta: session of %s"), email);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, token, get_cancellable (task), stored_cb,
                         task, SERVER, server_uri, EMAIL, email, NULL);
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
  GTask *task = make_task (callback, user_data);

  secret_password_search (&schema, SECRET_SEARCH_NONE, get_cancellable (task), found_cb, task,
                          SERVER, server_uri, EMAIL, email, NULL);
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
  GTask *task = make_task (callback, user_data);

  secret_password_clear (&schema, get_cancellable (task), cleared_cb, task, SERVER, server_uri, EMAIL, email,
                         NULL);
}

gboolean
aus_secrets_clear_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
