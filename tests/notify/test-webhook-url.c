#include "aus-webhook-url.h"

#include "aus-error.h"

static const char *const opened[] = { "127.0.0.0/8", "192.168.7.0/24", NULL };

/* Whether it may be somebody's address, and whether with what is opened above. */
static const struct
{
  const char *url;
  gboolean    is_good;
  gboolean    is_good_if_open;
} cases[] = {
  { "https://example.org", TRUE, TRUE },
  { "https://example.org/hook?a=b", TRUE, TRUE },
  { "https://EXAMPLE.org:8443/", TRUE, TRUE },
  { "https://93.184.216.34/", TRUE, TRUE },
  { "https://[2606:2800:220:1:248:1893:25c8:1946]/", TRUE, TRUE },

  { "https://127.0.0.1/", FALSE, TRUE },
  { "http://127.0.0.1:8080/", FALSE, TRUE },
  { "http://localhost:8080/", FALSE, TRUE },
  { "https://2130706433/", FALSE, TRUE },
  { "https://0x7f000001/", FALSE, TRUE },
  { "https://0177.0.0.1/", FALSE, TRUE },
  { "https://127.1/", FALSE, TRUE },
  { "https://192.168.7.8/", FALSE, TRUE },
  { "http://192.168.7.8:8080/", FALSE, FALSE },
  { "https://192.168.8.8/", FALSE, FALSE },
  { "https://[::1]/", FALSE, FALSE },
  { "https://[::ffff:192.168.8.8]/", FALSE, FALSE },
  { "https://[fe80::1%25eth0]/", FALSE, FALSE },
  { "https://169.254.169.254/", FALSE, FALSE },

  { "http://example.org/", FALSE, FALSE },
  { "http://example.org:8080/", FALSE, FALSE },
  { "http://127.0.0.1/", FALSE, FALSE },
  { "https://example.org:80/", FALSE, FALSE },
  { "https://example.org:25/", FALSE, FALSE },
  { "https://example.org:1023/", FALSE, FALSE },
  { "https://example.org:0/", FALSE, FALSE },
  { "https://example.org:99999/", FALSE, FALSE },
  { "https://user@example.org/", FALSE, FALSE },
  { "https://:secret@example.org/", FALSE, FALSE },
  { "https://example.org/#part", FALSE, FALSE },
  { "https://", FALSE, FALSE },
  { "gopher://example.org:1234/", FALSE, FALSE },
  { "file:///etc/passwd", FALSE, FALSE },
  { "javascript:alert(1)", FALSE, FALSE },
  { "/hook", FALSE, FALSE },
  { "https://exa mple.org/", FALSE, FALSE },
  { "https://example.org/\r\nX: y", FALSE, FALSE },
  { "", FALSE, FALSE },
};

static void
check (const char      *url,
       AusAddressGuard *guard,
       gboolean         is_good)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", url);
  g_assert_cmpint (aus_webhook_url_check (url, guard, &error), ==, is_good);

  if (is_good)
    return;

  g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  g_assert_cmpstr (((AusFieldFault *) g_ptr_array_index (aus_error_get_fields (error), 0))->name, ==, "url");
}

static void
test_urls (void)
{
  g_autoptr (AusAddressGuard) strict = aus_address_guard_new (NULL, NULL);
  g_autoptr (AusAddressGuard) lenient = aus_address_guard_new (opened, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    check (cases[i].url, strict, cases[i].is_good);
    check (cases[i].url, lenient, cases[i].is_good_if_open);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/webhook-url/urls", test_urls);

  return g_test_run ();
}
