#include "aus-secrets.h"

#include "aus-error.h"
#include "aus-test-wait.h"

#include <glib/gstdio.h>

#define SERVER "https://clinic.example"
#define EMAIL  "kaya@clinic.example"

/* Longer than the three seconds that any call may take. */
#define LONGEST (4 * G_USEC_PER_SEC)

static gboolean
store (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 start = g_get_monotonic_time ();

  aus_secrets_store_async (SERVER, EMAIL, "token-1", aus_test_result_cb, &result);
  aus_test_await (&result);
  g_assert_cmpint (g_get_monotonic_time () - start, <, LONGEST);

  return aus_secrets_store_finish (result, error);
}

static char *
look_up (const char  *email,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 start = g_get_monotonic_time ();

  aus_secrets_lookup_async (SERVER, email, aus_test_result_cb, &result);
  aus_test_await (&result);
  g_assert_cmpint (g_get_monotonic_time () - start, <, LONGEST);

  return aus_secrets_lookup_finish (result, error);
}

static gboolean
clear (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_secrets_clear_async (SERVER, EMAIL, aus_test_result_cb, &result);
  aus_test_await (&result);

  return aus_secrets_clear_finish (result, error);
}

static void
assert_none (const char *email)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (look_up (email, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND);
}

/* A keyring that works, whichever it is. */
static void
test_open (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  assert_none (EMAIL);
  g_assert_true (store (&error));
  g_assert_no_error (error);
  token = look_up (EMAIL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "token-1");
  assert_none ("other@clinic.example");

  g_assert_true (clear (&error));
  g_assert_no_error (error);
  assert_none (EMAIL);
  g_assert_true (clear (&error));
}

/* No bus, no keyring on it, a keyring without a place, a locked one: never the same as “none stored”. */
static void
test_out_of_reach (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (store (&error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_clear_error (&error);

  g_assert_null (look_up (EMAIL, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
}

/* Filled before it was locked. */
static void
test_fill (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (&error));
  g_assert_no_error (error);
}

static void
test_refuses_to_store (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (store (&error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
}

/* Which keyring there is, the environment has decided: this runs once for each, see with-keyring.sh. */
static const struct
{
  const char *keyring;
  void      (*test) (void);
} tests[] = {
  { "file", test_open },
  { "unlocked", test_open },
  { "no-bus", test_out_of_reach },
  { "no-service", test_out_of_reach },
  { "no-collection", test_refuses_to_store },
  { "fill", test_fill },
  { "locked", test_out_of_reach },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    if (g_str_equal (argv[1], tests[i].keyring)) {
      g_autofree char *path = g_strconcat ("/client/secrets/", tests[i].keyring, NULL);

      g_test_add_func (path, tests[i].test);
    }
  }

  return g_test_run ();
}
