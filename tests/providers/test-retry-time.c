#include "aus-retry-time.h"

#include "aus-time.h"

/* 2 November 2026, midnight. */
#define NOW (G_GINT64_CONSTANT (1793577600) * AUS_TIME_SECOND)

typedef struct
{
  const char *text;
  guint       seconds;
} Case;

static const Case cases[] = {
  { NULL, 0 },
  { "", 0 },
  { "0", 0 },
  { "7", 7 },
  { " 120 ", 120 },
  { "99999999", 86400 },
  { "18446744073709551616", 0 },
  { "-5", 0 },
  { "soon", 0 },
  { "Mon, 02 Nov 2026 00:01:30 GMT", 90 },
  { "Sun, 01 Nov 2026 23:00:00 GMT", 0 },
  { "2026-11-02T00:02:00Z", 120 },
  { "2026-11-02T01:02:00+01:00", 120 },
  { "2026-11-02T00:02:00", 120 },
  { "2026-11-03T12:00:00Z", 86400 },
  { "2026-11-02T00:00:00.5Z", 1 },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("“%s”", cases[i].text ? cases[i].text : "(null)");
    g_assert_cmpuint (aus_retry_time_parse (cases[i].text, NOW), ==, cases[i].seconds);
  }
}

static void
test_choose (void)
{
  g_assert_cmpuint (aus_retry_time_choose (1, 60000, 1.0), ==, 500);
  g_assert_cmpuint (aus_retry_time_choose (2, 60000, 1.0), ==, 1000);
  g_assert_cmpuint (aus_retry_time_choose (4, 60000, 1.0), ==, 4000);
  g_assert_cmpuint (aus_retry_time_choose (100, 60000, 1.0), ==, 60000);
  g_assert_cmpuint (aus_retry_time_choose (4, 60000, 0.25), ==, 1000);
  g_assert_cmpuint (aus_retry_time_choose (4, 60000, 0.0), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry-time/parse", test_parse);
  g_test_add_func ("/retry-time/choose", test_choose);

  return g_test_run ();
}
