#include "aus-webhook-url.h"

#include "aus-error.h"

#include <curl/curl.h>
#include <string.h>

#define HTTPS_PORT 443
#define FIRST_FREE_PORT 1024

typedef CURLU Url;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Url, curl_url_cleanup)

/* (transfer full) (nullable): as the one who connects reads it, which is not the same in every program. */
static char *
get_part (Url      *url,
          CURLUPart part)
{
  char *text = NULL;
  char *copy;

  if (curl_url_get (url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK)
    return NULL;

  copy = g_strdup (text);
  curl_free (text);

  return copy;
}

/* (transfer full) (nullable): where the host is a number in some spelling, or this machine's own name. */
static GInetAddress *
read_address (const char *host)
{
  g_autofree char *inner = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  inner = *host == '[' ? g_strndup (host + 1, strcspn (host + 1, "]")) : g_strdup (host);

  return g_inet_address_new_from_string (inner);
}

static const char *
find_scheme_fault (const char      *scheme,
                   GInetAddress    *address,
                   AusAddressGuard *guard)
{
  if (strcmp (scheme, "https") == 0)
    return NULL;

  if (strcmp (scheme, "http") != 0)
    return "Must begin with https://.";

  if (address != NULL && g_inet_address_get_is_loopback (address) && aus_address_guard_is_open (guard, address))
    return NULL;

  return "Must begin with https://, or others could read on the way.";
}

static const char *
find_fault (Url             *url,
            AusAddressGuard *guard)
{
  g_autofree char *scheme = get_part (url, CURLUPART_SCHEME);
  g_autofree char *host = get_part (url, CURLUPART_HOST);
  g_autofree char *port = get_part (url, CURLUPART_PORT);
  g_autofree char *user = get_part (url, CURLUPART_USER);
  g_autofree char *password = get_part (url, CURLUPART_PASSWORD);
  g_autofree char *fragment = get_part (url, CURLUPART_FRAGMENT);
  g_autoptr (GInetAddress) address = host ? read_address (host) : NULL;
  const guint64 number = port ? g_ascii_strtoull (port, NULL, 10) : 0;
  const char *fault;

  if (scheme == NULL || host == NULL || *host == '\0')
    return "Must be an address such as https://example.org/webhooks.";

  fault = find_scheme_fault (scheme, address, guard);

  if (fault != NULL)
    return fault;

  if (user != NULL || password != NULL)
    return "Must not hold a name or a password; the signature says who we are.";

  if (fragment != NULL)
    return "Must not have a part behind “#”.";

  if (number != HTTPS_PORT && number < FIRST_FREE_PORT)
    return "Must have the port 443, or one above 1023.";

  if (address != NULL && !aus_address_guard_allows (guard, address))
    return "Must be an address of the public internet, or of a network opened by [webhooks] allow-networks.";

  return NULL;
}

gboolean
aus_webhook_url_check (const char       *text,
                       AusAddressGuard  *guard,
                       GError          **error)
{
  g_autoptr (Url) url = curl_url ();
  const char *fault;

  if (curl_url_set (url, CURLUPART_URL, text, 0) != CURLUE_OK)
    fault = "Must be an address such as https://example.org/webhooks.";
  else
    fault = find_fault (url, guard);

  if (fault != NULL)
    aus_error_add_field (error, "url", "%s", fault);

  return fault == NULL;
}

gboolean
aus_webhook_url_is_address (const char *text)
{
  g_autoptr (Url) url = curl_url ();
  const gboolean is_url = curl_url_set (url, CURLUPART_URL, text, 0) == CURLUE_OK;
  g_autofree char *host = is_url ? get_part (url, CURLUPART_HOST) : NULL;
  g_autoptr (GInetAddress) address = host ? read_address (host) : NULL;

  return address != NULL;
}
