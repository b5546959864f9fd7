#include "aus-relay-address.h"

#include "aus-error.h"

#include <string.h>

#define PORT 3478
#define TLS_PORT 5349

static const struct
{
  const char *scheme;
  gboolean    is_relay;
  gboolean    is_tls;
} schemes[] = {
  { "stun:", FALSE, FALSE },
  { "stuns:", FALSE, TRUE },
  { "turn:", TRUE, FALSE },
  { "turns:", TRUE, TRUE },
};

static gboolean
read_host (AusRelayAddress  *self,
           const char       *text,
           GError          **error)
{
  g_autoptr (GSocketConnectable) address = g_network_address_parse (text, self->is_tls ? TLS_PORT : PORT, error);

  if (address == NULL)
    return FALSE;

  self->host = g_strdup (g_network_address_get_hostname (G_NETWORK_ADDRESS (address)));
  self->port = g_network_address_get_port (G_NETWORK_ADDRESS (address));

  return TRUE;
}

AusRelayAddress *
aus_relay_address_parse (const char  *uri,
                         GError     **error)
{
  g_autoptr (AusRelayAddress) self = g_new0 (AusRelayAddress, 1);
  g_auto (GStrv) parts = g_strsplit (uri, "?", 2);
  const char *rest = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (schemes) && rest == NULL; i++) {
    if (g_str_has_prefix (uri, schemes[i].scheme)) {
      rest = parts[0] + strlen (schemes[i].scheme);
      self->is_relay = schemes[i].is_relay;
      self->is_tls = schemes[i].is_tls;
    }
  }

  if (rest == NULL || *rest == '\0') {
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "“%s” is no address of a STUN or TURN server.", uri);
    return NULL;
  }

  self->is_tcp = self->is_tls || g_strcmp0 (parts[1], "transport=tcp") == 0;

  if (self->is_tls && g_strcmp0 (parts[1], "transport=udp") == 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "No browser speaks TLS over UDP.");
    return NULL;
  }

  return read_host (self, rest, error) ? g_steal_pointer (&self) : NULL;
}

void
aus_relay_address_free (AusRelayAddress *self)
{
  g_free (self->host);
  g_free (self);
}

const char *
aus_relay_address_get_way (const AusRelayAddress *self)
{
  return self->is_tls ? "TLS" : self->is_tcp ? "TCP" : "UDP";
}
