#include "aus-listener-address.h"

#include "aus-error.h"

#include <string.h>

#define IPV4_OFFSET 12

static const guint8 mapped_prefix[IPV4_OFFSET] = { [10] = 0xff, [11] = 0xff };

static gboolean
is_mapped (const guint8 *bytes,
           gsize         length)
{
  return length > IPV4_OFFSET && memcmp (bytes, mapped_prefix, IPV4_OFFSET) == 0;
}

GSocketAddress *
aus_listener_address_parse (const char  *text,
                            GError     **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = g_strndup (text, colon != NULL ? (gsize) (colon - text) : strlen (text));
  gsize length = strlen (host);
  GSocketAddress *address = NULL;
  guint64 port = 0;

  if (length > 2 && host[0] == '[' && host[length - 1] == ']') {
    memmove (host, host + 1, length - 2);
    host[length - 2] = '\0';
  } else if (strchr (host, ':') != NULL) {
    colon = NULL;
  }

  if (colon != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    address = g_inet_socket_address_new_from_string (host, (guint) port);
  if (address == NULL)
    g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "“%s” is not of the form ADDRESS:PORT or [ADDRESS]:PORT", text);

  return address;
}

gint64
aus_listener_address_key (GSocketAddress *address)
{
  GInetAddress *inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  const guint8 *bytes = g_inet_address_to_bytes (inet);
  gsize size = g_inet_address_get_native_size (inet);
  gint64 key = 0;

  if (is_mapped (bytes, size)) {
    bytes += IPV4_OFFSET;
    size -= IPV4_OFFSET;
  }

  memcpy (&key, bytes, MIN (size, sizeof key));
  return key;
}

char *
aus_listener_address_name (const char *address)
{
  g_autoptr (GSocketAddress) parsed = address ? g_inet_socket_address_new_from_string (address, 0) : NULL;

  return parsed ? g_strdup_printf ("%" G_GINT64_FORMAT, aus_listener_address_key (parsed)) : g_strdup (address);
}

gboolean
aus_listener_address_is_loop (GSocketAddress *address)
{
  GInetAddress *inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  const guint8 *bytes = g_inet_address_to_bytes (inet);

  return g_inet_address_get_is_loopback (inet) ||
         (is_mapped (bytes, g_inet_address_get_native_size (inet)) && bytes[IPV4_OFFSET] == 127);
}
