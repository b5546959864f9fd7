#include "aus-turnstile.h"

#include "aus-error.h"
#include "aus-listener-address.h"

gboolean
aus_turnstile_is_local (const char *address)
{
  g_autoptr (GInetAddress) inet = NULL;

  /* What nearly all local ones are. */
  if (g_strcmp0 (address, "127.0.0.1") == 0)
    return TRUE;

  inet = address ? g_inet_address_new_from_string (address) : NULL;

  return inet != NULL && g_inet_address_get_is_loopback (inet);
}

static gboolean
take (AusDesk     *desk,
      const char  *kind,
      const char  *name,
      GError     **error)
{
  g_autofree char *who = g_strconcat (kind, name, NULL);
  const guint rest = aus_rate_limit_take (desk->rate_limit, who, g_get_monotonic_time ());
  GError *fault;

  if (rest == 0)
    return TRUE;

  fault = g_error_new (AUS_ERROR, AUS_ERROR_THROTTLED, "Too many requests; wait %u seconds.", rest);
  aus_error_set_retry_after (fault, rest);
  g_propagate_error (error, fault);

  return FALSE;
}

gboolean
aus_turnstile_pass (AusDesk     *desk,
                    const char  *address,
                    const char  *token,
                    GError     **error)
{
  g_autofree char *place = NULL;

  if (!desk->clinic->limits_loopback && aus_turnstile_is_local (address))
    return TRUE;

  place = aus_listener_address_name (address);

  return take (desk, "address ", place, error) && (token == NULL || take (desk, "token ", token, error));
}
