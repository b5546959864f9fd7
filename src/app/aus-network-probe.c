#include "aus-network-probe.h"

#include "aus-json.h"
#include "aus-relay-probe.h"

/* As the patient's page judges it. */
#define SLOW_MS 800

typedef struct
{
  JsonObject *info;
  double      round_trip_ms;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->info, json_object_unref);
  g_free (work);
}

static gboolean
is_relay (const char *url)
{
  return g_str_has_prefix (url, "turn:") || g_str_has_prefix (url, "turns:");
}

/* Returns: whether a relay at @url carries */
static gboolean
try (JsonObject   *server,
     const char   *url,
     double       *round_trip_ms,
     GCancellable *cancellable)
{
  const AusRelayGuest guest = { aus_json_get_text (server, "username"), aus_json_get_text (server, "credential") };
  const AusRelayGuest guests[] = { guest, guest };
  g_autoptr (GError) error = NULL;

  if (guest.username == NULL || guest.credential == NULL)
    return FALSE;

  if (aus_relay_probe_run (url, guests, round_trip_ms, cancellable, &error) == AUS_RELAY_FAULT_NONE)
    return TRUE;

  g_message ("“%s” does not carry: %s", url, error->message);

  return FALSE;
}

/* “urls” is one or an array of them. */
static AusNetworkVerdict
try_server (JsonObject   *server,
            Work         *work,
            GCancellable *cancellable)
{
  JsonNode *urls = json_object_get_member (server, "urls");
  g_autoptr (JsonArray) all = urls && JSON_NODE_HOLDS_ARRAY (urls) ? json_array_ref (json_node_get_array (urls))
                                                                    : json_array_new ();
  AusNetworkVerdict verdict = AUS_NETWORK_VERDICT_UNKNOWN;

  if (urls != NULL && JSON_NODE_HOLDS_VALUE (urls))
    json_array_add_element (all, json_node_copy (urls));

  for (guint i = 0; i < json_array_get_length (all); i++) {
    const char *url = json_array_get_string_element (all, i);

    if (url == NULL || !is_relay (url))
      continue;

    if (try (server, url, &work->round_trip_ms, cancellable))
      return work->round_trip_ms > SLOW_MS ? AUS_NETWORK_VERDICT_SLOW : AUS_NETWORK_VERDICT_GOOD;

    verdict = AUS_NETWORK_VERDICT_BLOCKED;
  }

  return verdict;
}

static gboolean
is_carrying (AusNetworkVerdict verdict)
{
  return verdict == AUS_NETWORK_VERDICT_GOOD || verdict == AUS_NETWORK_VERDICT_SLOW;
}

static void
try_all (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  Work *work = data;
  JsonNode *node = json_object_get_member (work->info, "ice_servers");
  JsonArray *servers = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  AusNetworkVerdict verdict = AUS_NETWORK_VERDICT_UNKNOWN;

  for (guint i = 0; servers != NULL && i < json_array_get_length (servers) && !is_carrying (verdict); i++) {
    JsonNode *server = json_array_get_element (servers, i);
    AusNetworkVerdict one = JSON_NODE_HOLDS_OBJECT (server)
      ? try_server (json_node_get_object (server), work, cancellable) : AUS_NETWORK_VERDICT_UNKNOWN;

    if (one != AUS_NETWORK_VERDICT_UNKNOWN)
      verdict = one;
  }

  g_task_return_int (task, verdict);
}

static void
told_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (answer == NULL) {
    g_task_return_error (task, error);
    return;
  }

  if (!JSON_NODE_HOLDS_OBJECT (answer)) {
    g_task_return_int (task, AUS_NETWORK_VERDICT_UNKNOWN);
    return;
  }

  work->info = json_object_ref (json_node_get_object (answer));
  g_task_run_in_thread (task, try_all);
}

void
aus_network_probe_run_async (AusClient           *client,
                             const char          *visit_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autofree char *path = g_strdup_printf ("consultations/%s/meeting_info/", visit_id);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, aus_network_probe_run_async);
  g_task_set_task_data (task, g_new0 (Work, 1), work_free);
  aus_client_send_async (client, "GET", path, NULL, cancellable, told_cb, task);
}

AusNetworkVerdict
aus_network_probe_run_finish (GAsyncResult  *result,
                              double        *round_trip_ms,
                              GError       **error)
{
  const Work *work = g_task_get_task_data (G_TASK (result));
  const gssize verdict = g_task_propagate_int (G_TASK (result), error);

  if (verdict < 0)
    return AUS_NETWORK_VERDICT_UNKNOWN;

  *round_trip_ms = work->round_trip_ms;

  return (AusNetworkVerdict) verdict;
}
