#include "aus-ice.h"

#include "aus-turn-tunnel.h"

#include <nice/agent.h>
#include <nice/interfaces.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>
#include <string.h>

#define PARTING_MS 3000
/* webrtcbin has one for all media that are bundled, and libnice counts from one. */
#define STREAM 1

#define TURNS "turns:"
/* RFC 5928 section 3. */
#define TURNS_PORT 5349

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node)
         : NULL;
}

/* The same server by way of a tunnel of ours, as libnice speaks no TLS. (transfer full) (nullable) */
static char *
dig (const char *uri,
     GPtrArray  *tunnels)
{
  g_autofree char *spelled = g_strconcat ("turns://", uri + strlen (TURNS), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) parsed = g_uri_parse (spelled, G_URI_FLAGS_NONE, &error);
  AusTurnTunnel *tunnel = NULL;

  if (parsed != NULL && *g_uri_get_host (parsed) != '\0')
    tunnel = aus_turn_tunnel_new (g_uri_get_host (parsed),
                                  g_uri_get_port (parsed) > 0 ? g_uri_get_port (parsed) : TURNS_PORT, &error);

  if (tunnel == NULL) {
    g_message ("%s: %s", uri, error ? error->message : "it names no host");
    return NULL;
  }

  g_ptr_array_add (tunnels, tunnel);

  return g_strdup_printf ("turn:127.0.0.1:%u?transport=tcp", aus_turn_tunnel_get_port (tunnel));
}

static void
add_uri (GstElement *webrtc,
         const char *uri,
         JsonObject *server,
         GPtrArray  *tunnels)
{
  g_autofree char *near = g_str_has_prefix (uri, TURNS) ? dig (uri, tunnels) : g_strdup (uri);
  g_autofree char *converted =
    near ? aus_ice_convert_uri (near, get_text (server, "username"), get_text (server, "credential")) : NULL;
  gboolean added = TRUE;

  if (converted == NULL)
    added = FALSE;
  else if (g_str_has_prefix (converted, "stun://"))
    g_object_set (webrtc, "stun-server", converted, NULL);
  else
    g_signal_emit_by_name (webrtc, "add-turn-server", converted, &added);

  if (!added)
    g_message ("an ICE server is left out: %s", uri);
}

static void
add_server (GstElement *webrtc,
            JsonObject *server,
            GPtrArray  *tunnels)
{
  JsonNode *urls = json_object_get_member (server, "urls");

  if (urls != NULL && JSON_NODE_HOLDS_ARRAY (urls)) {
    JsonArray *list = json_node_get_array (urls);

    for (guint i = 0; i < json_array_get_length (list); i++)
      if (JSON_NODE_HOLDS_VALUE (json_array_get_element (list, i)))
        add_uri (webrtc, json_array_get_string_element (list, i), server, tunnels);
  } else if (get_text (server, "urls") != NULL) {
    add_uri (webrtc, get_text (server, "urls"), server, tunnels);
  }
}

/* Once one address is given, libnice looks for no other. */
static void
add_all_addresses (NiceAgent *agent)
{
  GList *addresses = nice_interfaces_get_local_ips (TRUE);

  for (GList *l = addresses; l != NULL; l = l->next) {
    NiceAddress address;

    nice_address_init (&address);

    if (nice_address_set_from_string (&address, l->data))
      nice_agent_add_local_address (agent, &address);
  }

  g_list_free_full (addresses, g_free);
}

static GObject *
get_agent (GstElement *webrtc)
{
  g_autoptr (GstObject) transport = NULL;
  GObject *agent;

  g_object_get (webrtc, "ice-agent", &transport, NULL);
  g_object_get (transport, "agent", &agent, NULL);

  return agent;
}

static void
add_servers (GstElement *webrtc,
             JsonObject *ice,
             GPtrArray  *tunnels)
{
  JsonNode *node = json_object_get_member (ice, "ice_servers");
  JsonArray *servers = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; servers != NULL && i < json_array_get_length (servers); i++) {
    JsonNode *server = json_array_get_element (servers, i);

    if (JSON_NODE_HOLDS_OBJECT (server))
      add_server (webrtc, json_node_get_object (server), tunnels);
  }
}

GPtrArray *
aus_ice_set_up (GstElement *webrtc,
                JsonObject *ice,
                gboolean    loopback)
{
  g_autoptr (GObject) agent = get_agent (webrtc);
  GPtrArray *tunnels = g_ptr_array_new_with_free_func (g_object_unref);

  g_object_set (agent, "upnp", FALSE, NULL);

  if (loopback)
    add_all_addresses (NICE_AGENT (agent));

  if (ice != NULL)
    add_servers (webrtc, ice, tunnels);

  if (ice != NULL && g_strcmp0 (get_text (ice, "ice_transport_policy"), "relay") == 0)
    g_object_set (webrtc, "ice-transport-policy", GST_WEBRTC_ICE_TRANSPORT_POLICY_RELAY, NULL);

  return tunnels;
}

gboolean
aus_ice_restart (GstElement  *webrtc,
                 char       **ufrag,
                 char       **password)
{
  g_autoptr (GObject) agent = get_agent (webrtc);

  return nice_agent_restart (NICE_AGENT (agent)) &&
         nice_agent_get_local_credentials (NICE_AGENT (agent), STREAM, ufrag, password);
}

GPtrArray *
aus_ice_list_candidates (GstElement *webrtc)
{
  g_autoptr (GObject) agent = get_agent (webrtc);
  GSList *candidates = nice_agent_get_local_candidates (NICE_AGENT (agent), STREAM, NICE_COMPONENT_TYPE_RTP);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (GSList *l = candidates; l != NULL; l = l->next) {
    char *line = nice_agent_generate_local_candidate_sdp (NICE_AGENT (agent), l->data);

    /* An attribute's line; the trickled form is without what makes it one. */
    g_ptr_array_add (texts, g_strdup (g_str_has_prefix (line, "a=") ? line + 2 : line));
    g_free (line);
  }

  g_slist_free_full (candidates, (GDestroyNotify) nice_candidate_free);

  return texts;
}

/* The agent works on a thread of its transport's, which therefore stays until the relays have answered. */
typedef struct
{
  GstObject *transport;
  GPtrArray *tunnels;
  guint      timer;
} Farewell;

static void
farewell_free (Farewell *farewell)
{
  g_clear_handle_id (&farewell->timer, g_source_remove);
  g_clear_pointer (&farewell->transport, gst_object_unref);
  g_clear_pointer (&farewell->tunnels, g_ptr_array_unref);
}

/* Unreachable relays forget us by themselves. */
static gboolean
late_cb (gpointer user_data)
{
  Farewell *farewell = user_data;

  farewell->timer = 0;
  farewell_free (farewell);

  return G_SOURCE_REMOVE;
}

static void
parted_cb (GObject      *agent,
           GAsyncResult *result,
           gpointer      user_data)
{
  farewell_free (user_data);
  g_free (user_data);
}

void
aus_ice_part (GstElement *webrtc,
              GPtrArray  *tunnels)
{
  Farewell *farewell = g_new0 (Farewell, 1);
  g_autoptr (GObject) agent = get_agent (webrtc);

  g_object_get (webrtc, "ice-agent", &farewell->transport, NULL);
  farewell->tunnels = tunnels;
  farewell->timer = g_timeout_add (PARTING_MS, late_cb, farewell);
  nice_agent_close_async (NICE_AGENT (agent), parted_cb, farewell);
}

char *
aus_ice_convert_uri (const char *uri,
                     const char *username,
                     const char *credential)
{
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  const char *rest;

  if (scheme == NULL)
    return NULL;

  rest = uri + strlen (scheme) + 1;

  if (*rest == '\0' || *rest == '/')
    return NULL;

  if (g_str_equal (scheme, "stun"))
    return g_strdup_printf ("stun://%s", rest);

  if (!g_str_equal (scheme, "turn") && !g_str_equal (scheme, "turns"))
    return NULL;

  if (username == NULL || credential == NULL)
    return NULL;

  user = g_uri_escape_string (username, NULL, FALSE);
  password = g_uri_escape_string (credential, NULL, FALSE);

  return g_strdup_printf ("%s://%s:%s@%s", scheme, user, password, rest);
}
