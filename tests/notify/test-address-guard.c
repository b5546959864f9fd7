#include "aus-address-guard.h"

#include "aus-error.h"

static const char *const opened[] = { "10.20.0.0/16", "fd12::/16", "198.51.100.7", NULL };

/* Whether anybody may be sent there, whether with what is opened above, and whether that is why. */
static const struct
{
  const char *address;
  gboolean    is_allowed;
  gboolean    is_open;
} cases[] = {
  { "93.184.216.34", TRUE, FALSE },
  { "1.1.1.1", TRUE, FALSE },
  { "172.15.255.255", TRUE, FALSE },
  { "172.32.0.0", TRUE, FALSE },
  { "100.63.255.255", TRUE, FALSE },
  { "100.128.0.0", TRUE, FALSE },
  { "223.255.255.255", TRUE, FALSE },
  { "2606:2800:220:1:248:1893:25c8:1946", TRUE, FALSE },
  { "2001:4860:4860::8888", TRUE, FALSE },

  { "0.0.0.0", FALSE, FALSE },
  { "0.1.2.3", FALSE, FALSE },
  { "10.0.0.1", FALSE, FALSE },
  { "10.20.3.4", FALSE, TRUE },
  { "100.64.0.1", FALSE, FALSE },
  { "100.127.255.255", FALSE, FALSE },
  { "127.0.0.1", FALSE, FALSE },
  { "127.255.255.254", FALSE, FALSE },
  { "169.254.169.254", FALSE, FALSE },
  { "172.16.0.1", FALSE, FALSE },
  { "172.31.255.255", FALSE, FALSE },
  { "192.0.0.8", FALSE, FALSE },
  { "192.168.178.1", FALSE, FALSE },
  { "198.18.0.1", FALSE, FALSE },
  { "198.51.100.7", FALSE, TRUE },
  { "198.51.100.8", FALSE, FALSE },
  { "203.0.113.1", FALSE, FALSE },
  { "224.0.0.251", FALSE, FALSE },
  { "240.0.0.1", FALSE, FALSE },
  { "255.255.255.255", FALSE, FALSE },

  { "::", FALSE, FALSE },
  { "::1", FALSE, FALSE },
  { "::127.0.0.1", FALSE, FALSE },
  { "::ffff:127.0.0.1", FALSE, FALSE },
  { "::ffff:10.20.3.4", FALSE, TRUE },
  { "::ffff:93.184.216.34", FALSE, FALSE },
  { "64:ff9b::7f00:1", FALSE, FALSE },
  { "100::1", FALSE, FALSE },
  { "2001::1", FALSE, FALSE },
  { "2001:db8::1", FALSE, FALSE },
  { "2002:7f00:1::", FALSE, FALSE },
  { "3fff::1", FALSE, FALSE },
  { "fc00::1", FALSE, FALSE },
  { "fd12:3456::1", FALSE, TRUE },
  { "fe80::1", FALSE, FALSE },
  { "fec0::1", FALSE, FALSE },
  { "ff02::1", FALSE, FALSE },
};

static void
test_addresses (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusAddressGuard) strict = aus_address_guard_new (NULL, &error);
  g_autoptr (AusAddressGuard) lenient = aus_address_guard_new (opened, &error);

  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

    g_test_message ("%s", cases[i].address);
    g_assert_cmpint (aus_address_guard_allows (strict, address), ==, cases[i].is_allowed);
    g_assert_cmpint (aus_address_guard_allows (lenient, address), ==, cases[i].is_allowed || cases[i].is_open);
    g_assert_cmpint (aus_address_guard_is_open (lenient, address), ==, cases[i].is_open);
    g_assert_false (aus_address_guard_is_open (strict, address));
  }
}

static void
test_no_network (void)
{
  const char *const wrong[] = { "everything", "10.0.0.0/33", "10.0.0.1/8", "localhost", "" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    const char *const networks[] = { wrong[i], NULL };
    g_autoptr (GError) error = NULL;

    g_assert_null (aus_address_guard_new (networks, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/address-guard/addresses", test_addresses);
  g_test_add_func ("/address-guard/no-network", test_no_network);

  return g_test_run ();
}
