#include "aus-error.h"
#include "aus-server-uri.h"

static const struct
{
  const char *typed;
  const char *uri;
  gboolean    insecure;
} cases[] = {
  { "clinic.example", "https://clinic.example", FALSE },
  { "  Clinic.Example:8443 ", "https://clinic.example:8443", FALSE },
  { "https://clinic.example/telemedicine/api/?x=1#y", "https://clinic.example", FALSE },
  { "HTTP://clinic.example/", "http://clinic.example", TRUE },
  { "http://192.168.1.5:8005", "http://192.168.1.5:8005", TRUE },
  { "localhost:8005", "http://localhost:8005", FALSE },
  { "127.0.0.1:8005", "http://127.0.0.1:8005", FALSE },
  { "[::1]:8005", "http://[::1]:8005", FALSE },
  { "http://localhost.example.com", "http://localhost.example.com", TRUE },
};

static const char *const refused[] = {
  "", "   ", "ftp://clinic.example", "https://", "https://anna:secret@clinic.example", "https://clinic.example:99999",
  "not a server", "file:///etc/passwd",
};

static void
test_typed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *uri = aus_server_uri_normalize (cases[i].typed, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (uri, ==, cases[i].uri);
    g_assert_cmpint (aus_server_uri_is_insecure (uri), ==, cases[i].insecure);
  }
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    const AusFieldFault *fault;

    g_assert_null (aus_server_uri_normalize (refused[i], &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    fault = g_ptr_array_index (aus_error_get_fields (error), 0);
    g_assert_cmpstr (fault->name, ==, "server");
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/server-uri/typed", test_typed);
  g_test_add_func ("/client/server-uri/refused", test_refused);

  return g_test_run ();
}
