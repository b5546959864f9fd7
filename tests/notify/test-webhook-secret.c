#include "aus-webhook-secret.h"

#include <string.h>

/* The first is from the tests of the specification's own library. */
static const struct
{
  const char *secret;
  const char *id;
  gint64      time;
  const char *body;
  const char *signature;
} vectors[] = {
  { "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
    "{\"test\": 2432232314}", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" },
  { "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "msg_0001", 1793577600,
    "{\"type\":\"appointment.rescheduled\",\"timestamp\":\"2026-11-02T00:00:00Z\",\"data\":{\"id\":\"apt_0001\"}}",
    "v1,g1BFuH6t5QJW5qNwvl6/6gtu1NRWqZv4ChYAXYFaZVA=" },
};

static void
test_vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *signature =
      aus_webhook_secret_sign (vectors[i].secret, vectors[i].id, vectors[i].time, vectors[i].body);

    g_assert_true (aus_webhook_secret_is_valid (vectors[i].secret));
    g_assert_cmpstr (signature, ==, vectors[i].signature);
  }
}

static void
test_new (void)
{
  g_autofree char *one = aus_webhook_secret_new ();
  g_autofree char *two = aus_webhook_secret_new ();

  g_assert_cmpstr (one, !=, two);
  g_assert_true (aus_webhook_secret_is_valid (one));
  g_assert_cmpuint (strlen (one), ==, strlen ("whsec_") + 44);
}

static void
test_not_valid (void)
{
  const char *const wrong[] = {
    "", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!w", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa==",
    "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  };
  g_autofree guchar *bytes = g_malloc0 (65);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_test_message ("%s", wrong[i]);
    g_assert_false (aus_webhook_secret_is_valid (wrong[i]));
  }

  for (gsize length = 23; length <= 65; length++) {
    g_autofree char *text = g_base64_encode (bytes, length);
    g_autofree char *secret = g_strconcat ("whsec_", text, NULL);

    g_assert_cmpint (aus_webhook_secret_is_valid (secret), ==, length >= 24 && length <= 64);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/webhook-secret/vectors", test_vectors);
  g_test_add_func ("/webhook-secret/new", test_new);
  g_test_add_func ("/webhook-secret/not-valid", test_not_valid);

  return g_test_run ();
}
