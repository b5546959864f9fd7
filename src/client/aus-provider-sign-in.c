#include "aus-provider-sign-in.h"

#include "aus-base64url.h"
#include "aus-client-private.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-random.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* In seconds: for somebody who looks for their password. */
#define PATIENCE (5 * 60)

/* RFC 7636 §4.1: 43 characters. */
#define VERIFIER_BYTES 32

#define PATH "/signed-in"

typedef struct
{
  char       *name;
  void      (*show) (const char *uri,
                     gpointer    data);
  gpointer    data;
  SoupServer *server;
  char       *redirect;
  char       *verifier;
  char       *state;
  GSource    *timer;
  GSource    *cancelled;
} Trip;

static void
stop (Trip *trip)
{
  GSource **sources[] = { &trip->timer, &trip->cancelled };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    if (*sources[i] != NULL)
      g_source_destroy (*sources[i]);

    g_clear_pointer (sources[i], g_source_unref);
  }

  if (trip->server != NULL)
    soup_server_disconnect (trip->server);

  g_clear_object (&trip->server);
}

static void
trip_free (gpointer data)
{
  Trip *trip = data;

  stop (trip);
  g_free (trip->name);
  g_free (trip->redirect);
  g_free (trip->verifier);
  g_free (trip->state);
  g_free (trip);
}

static JsonNode *
make_body (const char *const *pairs)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; pairs[i] != NULL; i += 2)
    json_object_set_string_member (object, pairs[i], pairs[i + 1]);

  json_node_take_object (node, object);

  return node;
}

/* Takes over @task. */
static void
post (GTask               *task,
      const char          *step,
      JsonNode            *body,
      GAsyncReadyCallback  callback)
{
  const Trip *trip = g_task_get_task_data (task);
  g_autoptr (JsonNode) owned = body;
  g_autofree char *path = g_strdup_printf ("video-providers/%s/oauth/%s/", trip->name, step);
  const AusApiRequest request = { .method = "POST", .path = path, .body = body };

  aus_api_send_async (aus_client_get_api (g_task_get_source_object (task)), &request, g_task_get_cancellable (task),
                      callback, task);
}

/* S256 of RFC 7636. (transfer full) */
static char *
make_challenge (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);

  return aus_base64url_encode (digest, length);
}

static void
say (SoupServerMessage *message,
     guint              status,
     const char        *text)
{
  g_autofree char *page = g_markup_printf_escaped ("<!DOCTYPE html><meta charset=\"utf-8\"><title>Ausculta</title>"
                                                   "<p style=\"font: 1.2em sans-serif; margin: 3em\">%s</p>", text);

  soup_message_headers_append (soup_server_message_get_response_headers (message), "Content-Security-Policy",
                               "default-src 'none'; style-src 'unsafe-inline'");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_COPY, page, strlen (page));
}

/* Behind the answer, since the listener goes with it. */
static gboolean
finish_cb (gpointer user_data)
{
  GTask *task = user_data;

  stop (g_task_get_task_data (task));

  return G_SOURCE_REMOVE;
}

static gboolean
is_ours (Trip       *trip,
         const char *path,
         GHashTable *query)
{
  return trip->state != NULL && g_str_equal (path, PATH) && query != NULL &&
         g_strcmp0 (g_hash_table_lookup (query, "state"), trip->state) == 0;
}

/* One request with our state; whatever else comes to the port is none of ours. */
static void
came_back_cb (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           user_data)
{
  GTask *task = user_data;
  Trip *trip = g_task_get_task_data (task);
  const char *code = query ? g_hash_table_lookup (query, "code") : NULL;

  if (!is_ours (trip, path, query)) {
    say (message, SOUP_STATUS_NOT_FOUND, _("There is nothing here."));
    return;
  }

  g_clear_pointer (&trip->state, g_free);
  say (message, SOUP_STATUS_OK, _("You can close this page and go back to Ausculta."));

  if (code != NULL)
    post (g_object_ref (task), "finish", make_body ((const char *const[]) {
      "code", code, "code_verifier", trip->verifier, "redirect_uri", trip->redirect, NULL,
    }), aus_api_answer_task);
  else
    g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_FORBIDDEN, _("It was not allowed in the browser."));

  g_idle_add_full (G_PRIORITY_LOW, finish_cb, g_object_ref (task), g_object_unref);
}

static gboolean
timer_cb (gpointer user_data)
{
  GTask *task = user_data;
  Trip *trip = g_task_get_task_data (task);

  g_clear_pointer (&trip->state, g_free);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("Nobody signed in within five minutes."));
  stop (trip);

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  Trip *trip = g_task_get_task_data (task);

  /* Whoever waits for the last answer is told by that call. */
  if (trip->state != NULL)
    g_task_return_error_if_cancelled (task);

  g_clear_pointer (&trip->state, g_free);
  stop (trip);

  return G_SOURCE_REMOVE;
}

static void
watch (GTask *task)
{
  Trip *trip = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  trip->timer = g_timeout_source_new_seconds (PATIENCE);
  g_task_attach_source (task, trip->timer, timer_cb);

  if (cancellable != NULL) {
    trip->cancelled = g_cancellable_source_new (cancellable);
    g_task_attach_source (task, trip->cancelled, G_SOURCE_FUNC (cancelled_cb));
  }
}

/* A page of the web, or of this machine for tests: never what opens a file or a program. */
static gboolean
is_page (const char *uri)
{
  return uri != NULL && (g_str_has_prefix (uri, "https://") || g_str_has_prefix (uri, "http://127.0.0.1:"));
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Trip *trip = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  JsonObject *object = answer != NULL && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  const char *uri = object ? aus_json_get_text (object, "authorization_url") : NULL;

  if (error != NULL) {
    stop (trip);
    g_task_return_error (task, error);
    return;
  }

  trip->state = g_strdup (object ? aus_json_get_text (object, "state") : NULL);

  if (!is_page (uri) || trip->state == NULL) {
    stop (trip);
    g_task_return_new_error (task, AUS_ERROR, AUS_ERROR_UNAVAILABLE, _("This is not an Ausculta server"));
    return;
  }

  watch (task);
  trip->show (uri, trip->data);
}

static gboolean
listen (GTask   *task,
        GError **error)
{
  Trip *trip = g_task_get_task_data (task);
  GSList *uris;

  trip->server = soup_server_new ("server-header", NULL, NULL);

  if (!soup_server_listen_local (trip->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;

  soup_server_add_handler (trip->server, NULL, came_back_cb, g_object_ref (task), g_object_unref);
  uris = soup_server_get_uris (trip->server);
  trip->redirect = g_strdup_printf ("http://127.0.0.1:%d" PATH, g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return TRUE;
}

void
aus_provider_sign_in (AusClient               *client,
                      const AusProviderSignIn *sign_in,
                      GCancellable            *cancellable,
                      GAsyncReadyCallback      callback,
                      gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  g_autofree char *challenge = NULL;
  Trip *trip = g_new0 (Trip, 1);
  GError *error = NULL;
  guint8 bytes[VERIFIER_BYTES];

  g_task_set_task_data (task, trip, trip_free);
  trip->name = g_strdup (sign_in->name);
  trip->show = sign_in->show;
  trip->data = sign_in->data;
  aus_random_bytes (bytes, sizeof bytes);
  trip->verifier = aus_base64url_encode (bytes, sizeof bytes);
  challenge = make_challenge (trip->verifier);

  if (!listen (task, &error)) {
    g_task_return_error (task, error);
    return;
  }

  post (g_object_ref (task), "start", make_body ((const char *const[]) {
    "redirect_uri", trip->redirect, "code_challenge", challenge, NULL,
  }), begun_cb);
}

void
aus_provider_sign_out (AusClient           *client,
                       const char          *name,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autofree char *path = g_strdup_printf ("video-providers/%s/oauth/disconnect/", name);
  JsonNode *body = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (body, json_object_new ());
  aus_client_send_async (client, "POST", path, body, cancellable, callback, user_data);
}
