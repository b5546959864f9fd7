#include "aus-ice.h"

#include <nice/agent.h>
#include <nice/interfaces.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node)
         : NULL;
}

static void
add_uri (GstElement *webrtc,
         const char *uri,
         JsonObject *server)
{
  g_autofree char *converted =
    aus_ice_convert_uri (uri, get_text (server, "username"), get_text (server, "credential"));
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
            JsonObject *server)
{
  JsonNode *urls = json_object_get_member (server, "urls");

  if (urls != NULL && JSON_NODE_HOLDS_ARRAY (urls)) {
    JsonArray *list = json_node_get_array (urls);

    for (guint i = 0; i < json_array_get_length (list); i++)
      if (JSON_NODE_HOLDS_VALUE (json_array_get_element (list, i)))
        add_uri (webrtc, json_array_get_string_element (list, i), server);
  } else if (get_text (server, "urls") != NULL) {
    add_uri (webrtc, get_text (server, "urls"), server);
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

static void
add_servers (GstElement *webrtc,
             JsonObject *ice)
{
  JsonNode *node = json_object_get_member (ice, "ice_servers");
  JsonArray *servers = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; servers != NULL && i < json_array_get_length (servers); i++) {
    JsonNode *server = json_array_get_element (servers, i);

    if (JSON_NODE_HOLDS_OBJECT (server))
      add_server (webrtc, json_node_get_object (server));
  }
}

void
aus_ice_set_up (GstElement *webrtc,
                JsonObject *ice,
                gboolean    loopback)
{
  g_autoptr (GstObject) transport = NULL;
  g_autoptr (GObject) agent = NULL;

  g_object_get (webrtc, "ice-agent", &transport, NULL);
  g_object_get (transport, "agent", &agent, NULL);
  g_object_set (agent, "upnp", FALSE, NULL);

  if (loopback)
    add_all_addresses (NICE_AGENT (agent));

  if (ice == NULL)
    return;

  add_servers (webrtc, ice);

  if (g_strcmp0 (get_text (ice, "ice_transport_policy"), "relay") == 0)
    g_object_set (webrtc, "ice-transport-policy", GST_WEBRTC_ICE_TRANSPORT_POLICY_RELAY, NULL);
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
