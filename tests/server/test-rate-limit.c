#include "aus-rate-limit.h"

#define SECOND G_USEC_PER_SEC

static void
test_burst_and_refill (void)
{
  g_autoptr (AusRateLimit) limit = aus_rate_limit_new (2, 5);

  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (aus_rate_limit_take (limit, "a", 0), ==, 0);

  g_assert_cmpuint (aus_rate_limit_take (limit, "a", 0), ==, 1);

  /* Two of each second come back, and whoever was turned away paid nothing for it. */
  g_assert_cmpuint (aus_rate_limit_take (limit, "a", SECOND), ==, 0);
  g_assert_cmpuint (aus_rate_limit_take (limit, "a", SECOND), ==, 0);
  g_assert_cmpuint (aus_rate_limit_take (limit, "a", SECOND), >, 0);

  /* Never more than at once. */
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (aus_rate_limit_take (limit, "a", 1000 * SECOND), ==, 0);

  g_assert_cmpuint (aus_rate_limit_take (limit, "a", 1000 * SECOND), >, 0);
}

static void
test_wait_is_long_enough (void)
{
  g_autoptr (AusRateLimit) limit = aus_rate_limit_new (0.1, 1);
  guint rest;

  g_assert_cmpuint (aus_rate_limit_take (limit, "a", 0), ==, 0);
  rest = aus_rate_limit_take (limit, "a", 0);
  g_assert_cmpuint (rest, >=, 10);
  g_assert_cmpuint (aus_rate_limit_take (limit, "a", rest * SECOND), ==, 0);
}

static void
test_each_for_themselves (void)
{
  g_autoptr (AusRateLimit) limit = aus_rate_limit_new (1, 1);

  g_assert_cmpuint (aus_rate_limit_take (limit, "a", 0), ==, 0);
  g_assert_cmpuint (aus_rate_limit_take (limit, "a", 0), >, 0);
  g_assert_cmpuint (aus_rate_limit_take (limit, "b", 0), ==, 0);
}

/* A flood of others makes nobody forgotten who keeps coming. */
static void
test_bounded (void)
{
  g_autoptr (AusRateLimit) limit = aus_rate_limit_new (1, 1);

  g_assert_cmpuint (aus_rate_limit_take (limit, "a", 0), ==, 0);

  for (guint i = 0; i < 50000; i++) {
    g_autofree char *who = g_strdup_printf ("%u", i);

    g_assert_cmpuint (aus_rate_limit_take (limit, who, 0), ==, 0);

    if (i % 1000 == 0)
      g_assert_cmpuint (aus_rate_limit_take (limit, "a", 0), >, 0);
  }

  g_assert_cmpuint (aus_rate_limit_get_n (limit), ==, 20000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate-limit/burst-and-refill", test_burst_and_refill);
  g_test_add_func ("/rate-limit/wait-is-long-enough", test_wait_is_long_enough);
  g_test_add_func ("/rate-limit/each-for-themselves", test_each_for_themselves);
  g_test_add_func ("/rate-limit/bounded", test_bounded);

  return g_test_run ();
}
