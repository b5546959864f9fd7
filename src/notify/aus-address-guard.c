#include "aus-address-guard.h"

#include "aus-error.h"

#include <string.h>

struct _AusAddressGuard
{
  GPtrArray *opened;
  GPtrArray *closed;
  GPtrArray *internet;
};

/* What of IPv4 is not the internet (RFC 6890, RFC 6598), and of the part of IPv6 that is. */
static const char *const closed[] = {
  "0.0.0.0/8",        /* this network */
  "10.0.0.0/8",       /* private */
  "100.64.0.0/10",    /* behind a provider's NAT */
  "127.0.0.0/8",      /* this machine */
  "169.254.0.0/16",   /* this link; clouds tell secrets there */
  "172.16.0.0/12",    /* private */
  "192.0.0.0/24",     /* protocols */
  "192.0.2.0/24",     /* documentation */
  "192.88.99.0/24",   /* 6to4 relays */
  "192.168.0.0/16",   /* private */
  "198.18.0.0/15",    /* benchmarks */
  "198.51.100.0/24",  /* documentation */
  "203.0.113.0/24",   /* documentation */
  "224.0.0.0/4",      /* many at once */
  "240.0.0.0/4",      /* reserved, and all at once */
  "2001::/23",        /* protocols, and IPv4 in disguise (Teredo) */
  "2001:db8::/32",    /* documentation */
  "2002::/16",        /* IPv4 in disguise (6to4) */
  "3fff::/20",        /* documentation */
};

/* All else of IPv6 is this machine, this link, private, IPv4 in disguise, or nowhere. */
static const char *const internet[] = { "0.0.0.0/0", "2000::/3" };

static gboolean
add_masks (GPtrArray          *masks,
           const char *const  *texts,
           gsize               n_texts,
           GError            **error)
{
  for (gsize i = 0; i < n_texts; i++) {
    GInetAddressMask *mask = g_inet_address_mask_new_from_string (texts[i], NULL);

    if (mask == NULL) {
      g_set_error (error, AUS_ERROR, AUS_ERROR_INVALID, "“%s” is no network; write one such as 192.168.0.0/16.",
                   texts[i]);
      return FALSE;
    }

    g_ptr_array_add (masks, mask);
  }

  return TRUE;
}

static void
clear_guard (gpointer data)
{
  AusAddressGuard *self = data;

  g_ptr_array_unref (self->opened);
  g_ptr_array_unref (self->closed);
  g_ptr_array_unref (self->internet);
}

AusAddressGuard *
aus_address_guard_new (const char *const  *opened,
                       GError            **error)
{
  g_autoptr (AusAddressGuard) self = g_atomic_rc_box_new0 (AusAddressGuard);

  self->opened = g_ptr_array_new_with_free_func (g_object_unref);
  self->closed = g_ptr_array_new_with_free_func (g_object_unref);
  self->internet = g_ptr_array_new_with_free_func (g_object_unref);

  if (!add_masks (self->closed, closed, G_N_ELEMENTS (closed), error) ||
      !add_masks (self->internet, internet, G_N_ELEMENTS (internet), error) ||
      (opened != NULL && !add_masks (self->opened, opened, g_strv_length ((char **) opened), error)))
    return NULL;

  return g_steal_pointer (&self);
}

AusAddressGuard *
aus_address_guard_ref (AusAddressGuard *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
aus_address_guard_unref (AusAddressGuard *self)
{
  g_atomic_rc_box_release_full (self, clear_guard);
}

static gboolean
matches (GPtrArray    *masks,
         GInetAddress *address)
{
  for (guint i = 0; i < masks->len; i++) {
    if (g_inet_address_mask_matches (g_ptr_array_index (masks, i), address))
      return TRUE;
  }

  return FALSE;
}

/* ::ffff:127.0.0.1 is 127.0.0.1, and whoever opened that network meant both. (transfer full) */
static GInetAddress *
unmap (GInetAddress *address)
{
  static const guint8 prefix[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && memcmp (bytes, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof prefix, G_SOCKET_FAMILY_IPV4);

  return g_object_ref (address);
}

gboolean
aus_address_guard_is_open (AusAddressGuard *self,
                           GInetAddress    *address)
{
  g_autoptr (GInetAddress) plain = unmap (address);

  return matches (self->opened, plain);
}

gboolean
aus_address_guard_allows (AusAddressGuard *self,
                          GInetAddress    *address)
{
  return aus_address_guard_is_open (self, address) ||
         (matches (self->internet, address) && !matches (self->closed, address));
}
