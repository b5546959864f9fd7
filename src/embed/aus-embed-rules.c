#include "aus-embed-rules.h"

#include <gio/gio.h>
#include <string.h>

/* Of pages of their own making: an empty frame, and files to be saved. */
static const char *const own_schemes[] = { "about", "blob", NULL };

static gboolean
is_below (const char *host,
          const char *domain)
{
  const gsize host_length = strlen (host);
  const gsize length = strlen (domain);

  return g_str_has_suffix (host, domain) &&
         (host_length == length || (host_length > length && host[host_length - length - 1] == '.'));
}

static gboolean
is_local (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address ? g_inet_address_get_is_loopback (address) : g_str_equal (host, "localhost");
}

static char *
get_host (GUri *uri)
{
  return g_uri_get_host (uri) ? g_ascii_strdown (g_uri_get_host (uri), -1) : g_strdup ("");
}

gboolean
aus_embed_rules_allow (const char *const *domains,
                       const char        *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *host = parsed ? get_host (parsed) : NULL;

  if (parsed == NULL)
    return FALSE;

  if (g_strv_contains (own_schemes, g_uri_get_scheme (parsed)))
    return TRUE;

  if (!g_str_equal (g_uri_get_scheme (parsed), "https") &&
      !(g_str_equal (g_uri_get_scheme (parsed), "http") && is_local (host)))
    return FALSE;

  for (guint i = 0; domains[i] != NULL; i++) {
    if (is_below (host, domains[i]))
      return TRUE;
  }

  return FALSE;
}

GStrv
aus_embed_rules_complete (const char *const *domains,
                          const char        *uri)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *host = parsed ? get_host (parsed) : NULL;

  if (host != NULL && *host != '\0')
    g_strv_builder_add (builder, host);

  for (guint i = 0; domains != NULL && domains[i] != NULL; i++)
    g_strv_builder_add (builder, domains[i]);

  return g_strv_builder_end (builder);
}
