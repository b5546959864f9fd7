#include "aus-backoff.h"

#define ROUNDS 200

/* Every wait is within its bound, and the waits use the whole of it. */
static void
check_bound (guint tries,
             guint bound)
{
  guint longest = 0;

  for (guint i = 0; i < ROUNDS; i++) {
    AusBackoff backoff = { .first = 500, .cap = 30000, .tries = tries };
    guint wait = aus_backoff_next (&backoff);

    g_assert_cmpuint (wait, <=, bound);
    g_assert_cmpuint (backoff.tries, ==, tries + 1);
    longest = MAX (longest, wait);
  }

  g_assert_cmpuint (longest, >, bound / 2);
}

static void
test_grows (void)
{
  check_bound (0, 500);
  check_bound (1, 1000);
  check_bound (5, 16000);
  check_bound (6, 30000);
  check_bound (1000, 30000);
}

static void
test_reset (void)
{
  AusBackoff backoff = { .first = 10, .cap = 1000, .tries = 6 };

  aus_backoff_reset (&backoff);
  g_assert_cmpuint (aus_backoff_next (&backoff), <=, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/backoff/grows", test_grows);
  g_test_add_func ("/client/backoff/reset", test_reset);

  return g_test_run ();
}
