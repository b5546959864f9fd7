#include "aus-breaker.h"

#include <string.h>

#define SECOND G_GINT64_CONSTANT (1000000)

static gboolean
may (AusBreaker *breaker,
     gint64      now)
{
  g_autoptr (GError) error = NULL;
  const gboolean good = aus_breaker_enter (breaker, now, &error);

  g_assert_true (good == (error == NULL));

  return good;
}

static void
fail (AusBreaker *breaker,
      gint64      now,
      guint       times)
{
  for (guint i = 0; i < times; i++) {
    g_assert_true (may (breaker, now));
    aus_breaker_note (breaker, AUS_BREAKER_FAILED, now, "It is out.");
  }
}

static void
test_row (void)
{
  g_autoptr (AusBreaker) breaker = aus_breaker_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  fail (breaker, 100 * SECOND, 4);
  g_assert_false (aus_breaker_is_healthy (breaker, &reason));
  g_assert_cmpstr (reason, ==, "It is out.");
  fail (breaker, 100 * SECOND, 1);
  g_assert_false (aus_breaker_enter (breaker, 100 * SECOND, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpuint (aus_error_get_retry_after (error), ==, 31);
  g_assert_nonnull (strstr (error->message, "It is out."));
}

/* One good call in between, and the row is over. */
static void
test_row_is_broken (void)
{
  g_autoptr (AusBreaker) breaker = aus_breaker_new ();

  for (guint i = 0; i < 3; i++) {
    g_autofree char *reason = NULL;

    fail (breaker, SECOND, 4);
    aus_breaker_note (breaker, AUS_BREAKER_GOOD, SECOND, NULL);
    g_assert_true (aus_breaker_is_healthy (breaker, &reason));
    g_assert_true (may (breaker, SECOND));
    aus_breaker_note (breaker, AUS_BREAKER_GOOD, SECOND, NULL);
    aus_breaker_note (breaker, AUS_BREAKER_GOOD, SECOND + 40 * SECOND * (i + 1), NULL);
  }
}

/* Every other call fails: never five in a row, but half of twenty. */
static void
test_half (void)
{
  g_autoptr (AusBreaker) breaker = aus_breaker_new ();

  for (guint i = 0; i < 19; i++) {
    g_assert_true (may (breaker, SECOND));
    aus_breaker_note (breaker, i % 2 == 0 ? AUS_BREAKER_GOOD : AUS_BREAKER_FAILED, SECOND, "Half.");
  }

  g_assert_true (may (breaker, SECOND));
  aus_breaker_note (breaker, AUS_BREAKER_FAILED, SECOND, "Half.");
  g_assert_false (may (breaker, SECOND));
}

/* One is let through to see, and the pause doubles up to five minutes. */
static void
test_probe (void)
{
  static const guint pauses[] = { 30, 60, 120, 240, 300, 300 };
  g_autoptr (AusBreaker) breaker = aus_breaker_new ();
  gint64 now = SECOND;

  fail (breaker, now, 5);

  for (guint i = 0; i < G_N_ELEMENTS (pauses); i++) {
    g_assert_false (may (breaker, now + pauses[i] * SECOND - 1));
    now += pauses[i] * SECOND;
    g_assert_true (may (breaker, now));
    g_assert_false (may (breaker, now));
    aus_breaker_note (breaker, AUS_BREAKER_FAILED, now, "Still.");
  }

  now += 300 * SECOND;
  g_assert_true (may (breaker, now));
  aus_breaker_note (breaker, AUS_BREAKER_GOOD, now, NULL);
  g_assert_true (may (breaker, now));
  g_assert_true (may (breaker, now));
}

/* Whoever was let through and never came back bars the way for a minute only. */
static void
test_lost_probe (void)
{
  g_autoptr (AusBreaker) breaker = aus_breaker_new ();

  fail (breaker, 0, 5);
  g_assert_true (may (breaker, 31 * SECOND));
  g_assert_false (may (breaker, 90 * SECOND));
  g_assert_true (may (breaker, 92 * SECOND));
}

static void
test_refused (void)
{
  g_autoptr (AusBreaker) breaker = aus_breaker_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *none = NULL;

  aus_breaker_note (breaker, AUS_BREAKER_REFUSED, 0, "Nobody knows them.");
  g_assert_true (aus_breaker_is_refused (breaker));
  g_assert_false (aus_breaker_enter (breaker, 800 * SECOND, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  g_assert_false (aus_breaker_is_healthy (breaker, &reason));
  g_assert_cmpstr (reason, ==, "The credentials are refused: \u2068Nobody knows them.\u2069");
  g_assert_true (may (breaker, 900 * SECOND));
  aus_breaker_note (breaker, AUS_BREAKER_FAILED, 900 * SECOND, "Down as well.");
  g_assert_true (aus_breaker_is_refused (breaker));
  g_assert_false (may (breaker, 1799 * SECOND));
  g_assert_true (may (breaker, 1800 * SECOND));
  aus_breaker_note (breaker, AUS_BREAKER_GOOD, 1800 * SECOND, NULL);
  g_assert_false (aus_breaker_is_refused (breaker));
  g_assert_true (aus_breaker_is_healthy (breaker, &none));
}

/* Ten at first, and one more for each five calls. */
static void
test_budget (void)
{
  g_autoptr (AusBreaker) breaker = aus_breaker_new ();
  guint n_taken = 0;

  while (aus_breaker_take_retry (breaker))
    n_taken++;

  g_assert_cmpuint (n_taken, ==, 10);

  for (guint i = 0; i < 5; i++)
    aus_breaker_note (breaker, AUS_BREAKER_GOOD, SECOND, NULL);

  g_assert_true (aus_breaker_take_retry (breaker));
  g_assert_false (aus_breaker_take_retry (breaker));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/breaker/row", test_row);
  g_test_add_func ("/breaker/row-is-broken", test_row_is_broken);
  g_test_add_func ("/breaker/half", test_half);
  g_test_add_func ("/breaker/probe", test_probe);
  g_test_add_func ("/breaker/lost-probe", test_lost_probe);
  g_test_add_func ("/breaker/refused", test_refused);
  g_test_add_func ("/breaker/budget", test_budget);

  return g_test_run ();
}
