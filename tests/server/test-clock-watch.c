#include "aus-clock-watch.h"
#include "aus-time.h"

/* The machine has run for an hour at the start. */
#define BOOT AUS_TIME_HOUR
#define NOW G_GINT64_CONSTANT (1800000000000000)

/**
 * Look:
 * @running: how long after the start
 * @ahead: how far the wall clock is ahead of it
 */
typedef struct
{
  gint64   running;
  gint64   ahead;
  gboolean is_sure;
} Look;

static void
assert_looks (const Look *looks,
              guint       n_looks,
              gint64      expected)
{
  AusClockWatch watch = { FALSE };

  aus_clock_watch_start (&watch, NOW - expected, BOOT);

  for (guint i = 0; i < n_looks; i++)
    g_assert_cmpint (looks[i].is_sure, ==,
                     aus_clock_watch_judge (&watch, NOW + looks[i].running + looks[i].ahead, BOOT + looks[i].running));
}

/* Set by a minute now and then, or back, it is believed. */
static void
test_usual (void)
{
  static const Look looks[] = {
    { 0, 0, TRUE },
    { 30 * AUS_TIME_DAY, AUS_TIME_MINUTE, TRUE },
    { 60 * AUS_TIME_DAY, -AUS_TIME_MINUTE, TRUE },
    { 61 * AUS_TIME_DAY, -30 * AUS_TIME_DAY, TRUE },
  };

  assert_looks (looks, G_N_ELEMENTS (looks), 0);
}

static void
test_ahead_and_back (void)
{
  static const Look looks[] = {
    { AUS_TIME_MINUTE, 400 * AUS_TIME_DAY, FALSE },
    { 2 * AUS_TIME_MINUTE, 400 * AUS_TIME_DAY, FALSE },
    { 3 * AUS_TIME_MINUTE, 0, TRUE },
    { 4 * AUS_TIME_MINUTE, 400 * AUS_TIME_DAY, FALSE },
    { 4 * AUS_TIME_MINUTE + AUS_TIME_DAY - 1, 400 * AUS_TIME_DAY, FALSE },
  };

  assert_looks (looks, G_N_ELEMENTS (looks), 0);
}

/* Whoever runs on with it for a day means it; a new leap begins a new day. */
static void
test_a_day (void)
{
  static const Look looks[] = {
    { AUS_TIME_MINUTE, 10 * AUS_TIME_DAY, FALSE },
    { AUS_TIME_DAY, 400 * AUS_TIME_DAY, FALSE },
    { AUS_TIME_DAY + AUS_TIME_MINUTE, 400 * AUS_TIME_DAY, FALSE },
    { 2 * AUS_TIME_DAY, 400 * AUS_TIME_DAY, TRUE },
    { 3 * AUS_TIME_DAY, 400 * AUS_TIME_DAY, TRUE },
    { 4 * AUS_TIME_DAY, 500 * AUS_TIME_DAY, FALSE },
  };

  assert_looks (looks, G_N_ELEMENTS (looks), 0);
}

/* Much later than what was written down last. */
static void
test_at_the_start (void)
{
  static const Look looks[] = {
    { 0, 0, FALSE },
    { AUS_TIME_DAY - 1, 0, FALSE },
    { AUS_TIME_DAY, 0, TRUE },
  };
  static const Look put_right[] = {
    { 0, 0, FALSE },
    { AUS_TIME_MINUTE, -30 * AUS_TIME_DAY, TRUE },
  };

  assert_looks (looks, G_N_ELEMENTS (looks), 30 * AUS_TIME_DAY);
  assert_looks (put_right, G_N_ELEMENTS (put_right), 30 * AUS_TIME_DAY);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock-watch/usual", test_usual);
  g_test_add_func ("/clock-watch/ahead-and-back", test_ahead_and_back);
  g_test_add_func ("/clock-watch/a-day", test_a_day);
  g_test_add_func ("/clock-watch/at-the-start", test_at_the_start);

  return g_test_run ();
}
