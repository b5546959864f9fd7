#include "aus-server-uri.h"

#include "aus-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_this_machine (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost");
}

/* Spaces and the like would be taken for letters of a name. */
static GUri *
parse (const char *text)
{
  if (strpbrk (text, " \t\r\n\"<>\\^`{|}") != NULL)
    return NULL;

  return g_uri_parse (text, G_URI_FLAGS_PARSE_RELAXED, NULL);
}

static GUri *
parse_typed (const char *text)
{
  g_autoptr (GUri) secure = NULL;
  g_autofree char *with_https = NULL;
  g_autofree char *with_http = NULL;

  if (strstr (text, "://") != NULL)
    return parse (text);

  with_https = g_strconcat ("https://", text, NULL);
  secure = parse (with_https);

  if (secure == NULL || g_uri_get_host (secure) == NULL || !is_this_machine (g_uri_get_host (secure)))
    return g_steal_pointer (&secure);

  with_http = g_strconcat ("http://", text, NULL);

  return parse (with_http);
}

static const char *
find_fault (GUri *uri)
{
  const char *scheme = uri ? g_uri_get_scheme (uri) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return _("This is not the address of a server");

  if (strcmp (scheme, "https") != 0 && strcmp (scheme, "http") != 0)
    return _("The address must begin with https://");

  if (g_uri_get_userinfo (uri) != NULL)
    return _("The address must not hold a name or password");

  return NULL;
}

char *
aus_server_uri_normalize (const char  *text,
                          GError     **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autoptr (GUri) uri = parse_typed (trimmed);
  g_autoptr (GUri) bare = NULL;
  g_autofree char *host = NULL;
  const char *fault = find_fault (uri);

  if (fault != NULL) {
    aus_error_add_field (error, "server", "%s", fault);
    return NULL;
  }

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  bare = g_uri_build (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri), "", NULL,
                      NULL);

  return g_uri_to_string (bare);
}

gboolean
aus_server_uri_is_insecure (const char *text)
{
  g_autoptr (GUri) uri = parse (text);

  if (uri == NULL || strcmp (g_uri_get_scheme (uri), "http") != 0)
    return FALSE;

  return !is_this_machine (g_uri_get_host (uri));
}
