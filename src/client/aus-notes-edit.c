#include "aus-notes-edit.h"

#include "aus-client-private.h"
#include "aus-error.h"
#include "aus-json.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *path;
  char *base;
  char *notes;
  char *token;
} Saving;

static void
saving_free (Saving *saving)
{
  g_free (saving->path);
  g_free (saving->base);
  g_free (saving->notes);
  g_free (saving->token);
  g_free (saving);
}

/* Saving takes several calls; whoever signs in between them has not written this. */
static gboolean
is_still_signed_in (GTask   *task,
                    GError **error)
{
  AusClient *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);
  const char *token = aus_api_get_token (aus_client_get_api (self));

  if (token != NULL && g_strcmp0 (token, saving->token) == 0)
    return TRUE;

  g_set_error_literal (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, _("Nobody is signed in"));

  return FALSE;
}

/* Takes over @task. */
static void
patch (GTask               *task,
       gint64               revision,
       GAsyncReadyCallback  callback)
{
  AusClient *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) body = json_node_init_object (json_node_alloc (), object);
  const AusApiRequest request = {
    .method = "PATCH", .path = saving->path, .body = body, .revision = revision,
  };

  json_object_set_string_member (object, "notes", saving->notes);
  aus_api_send_async (aus_client_get_api (self), &request, g_task_get_cancellable (task), callback, task);
}

/* -1 with an error where @answer is no consultation. */
static gint64
read_revision (JsonNode  *answer,
               GError   **error)
{
  gint64 revision = -1;

  if (JSON_NODE_HOLDS_OBJECT (answer))
    revision = aus_json_get_integer (json_node_get_object (answer), "revision", -1);

  if (revision < 0)
    g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "The server's consultation has no revision");

  return revision;
}

static void
finish (GTask    *task,
        JsonNode *answer)
{
  GError *error = NULL;
  gint64 revision = read_revision (answer, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize) revision);
}

static void
saved_again_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer != NULL)
    finish (task, answer);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
refetched_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  Saving *saving = g_task_get_task_data (task);
  gint64 revision = answer ? read_revision (answer, &error) : -1;
  const char *theirs = revision > 0 ? aus_json_get_text (json_node_get_object (answer), "notes") : NULL;

  if (error != NULL || !is_still_signed_in (task, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  /* An answer of ours may have been lost on its way. */
  else if (g_strcmp0 (theirs, saving->notes) == 0)
    g_task_return_int (task, (gssize) revision);
  else if (g_strcmp0 (theirs, saving->base) == 0)
    patch (g_steal_pointer (&task), revision, saved_again_cb);
  else
    g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_STALE,
                             _("Somebody else has changed these notes meanwhile"));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  Saving *saving = g_task_get_task_data (task);
  const AusApiRequest request = { .method = "GET", .path = saving->path };

  if (answer != NULL) {
    finish (task, answer);
  } else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_STALE) && is_still_signed_in (task, NULL)) {
    GCancellable *cancellable = g_task_get_cancellable (task);

    aus_api_send_async (AUS_API (source), &request, cancellable, refetched_cb, g_steal_pointer (&task));
  } else {
    g_task_return_error (task, g_steal_pointer (&error));
  }
}

void
aus_client_save_notes_async (AusClient           *self,
                             const AusNotesEdit  *edit,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);
  GError *error = NULL;

  saving->path = g_strdup_printf ("consultations/%s/", edit->consultation_id);
  saving->base = g_strdup (edit->base);
  saving->notes = g_strdup (edit->notes);
  saving->token = g_strdup (aus_api_get_token (aus_client_get_api (self)));
  g_task_set_task_data (task, saving, (GDestroyNotify) saving_free);

  if (is_still_signed_in (task, &error))
    patch (g_steal_pointer (&task), edit->revision, saved_cb);
  else
    g_task_return_error (task, error);
}

gint64
aus_client_save_notes_finish (AusClient     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}
