#include "aus-ladder.h"

#define SECOND G_TIME_SPAN_SECOND
#define START (1000 * SECOND)

typedef struct
{
  guint       seconds;
  guint       budget;
  const char *rung;
  guint       sent;
} Stretch;

/* What the way bears for so many seconds, and where that ends. Where nothing is said of it, all of that is sent. */
static void
walk (AusLadder     *ladder,
      gint64        *now,
      const Stretch *stretch)
{
  const AusRung *rung = NULL;

  for (guint i = 0; i < stretch->seconds; i++) {
    *now += SECOND;
    rung = aus_ladder_follow (ladder, stretch->budget, stretch->sent > 0 ? stretch->sent : stretch->budget, *now);
  }

  g_test_message ("%u kbit/s for %u s: %s", stretch->budget / 1000, stretch->seconds, rung->name);
  g_assert_cmpstr (rung->name, ==, stretch->rung);
}

static const struct
{
  const char *path;
  Stretch     stretches[8];
} cases[] = {
  { "/ladder/strong", { { 60, 1800000, "full" }, { 1, 600000, "full" } } },
  /* Size first, then how often, then stills, then nothing: at once, and as far as it must. */
  { "/ladder/down", { { 1, 500000, "smaller" }, { 1, 200000, "slower" }, { 1, 100000, "small and slow" },
                      { 1, 50000, "tiny" }, { 1, 20000, "stills" }, { 1, 10000, "sound" } } },
  { "/ladder/down-at-once", { { 1, 1800000, "full" }, { 1, 5000, "sound" } } },
  /* By single rungs, each after it was good for a while. */
  { "/ladder/up", { { 1, 50000, "tiny" }, { 4, 400000, "tiny" }, { 1, 400000, "small and slow" },
                    { 5, 400000, "slower" }, { 5, 400000, "smaller" }, { 5, 900000, "full" } } },
  /* A way that bears just what it is given holds. */
  { "/ladder/steady", { { 1, 200000, "slower" }, { 11, 200000, "slower" } } },
  /* A still scene sends too little to be measured by. */
  { "/ladder/still-scene", { { 1, 20000, "stills" }, { 11, 20000, "stills" }, { 1, 20000, "tiny" } } },
  /* Nor is it a reason to send less: a way that carries all there is may carry more. */
  { "/ladder/little-to-send", { { 60, 160000, "full", 100000 }, { 1, 160000, "slower", 160000 } } },
  /* With sound alone next to nothing is measured, so stills have a while to show what the way bears. */
  { "/ladder/trial", { { 1, 5000, "sound" }, { 12, 5000, "stills" }, { 8, 5000, "stills" }, { 9, 60000, "tiny" } } },
  { "/ladder/trial-fails", { { 1, 5000, "sound" }, { 12, 5000, "stills" }, { 11, 5000, "stills" },
                             { 1, 5000, "sound" } } },
  /* Unless it is seen to be too much. */
  { "/ladder/trial-hurts", { { 1, 15000, "sound" }, { 12, 15000, "stills" }, { 1, 12000, "sound" } } },
  /* What one falls through was not tried, and makes nobody more patient. */
  { "/ladder/fall", { { 1, 500000, "smaller" }, { 1, 200000, "slower" }, { 1, 50000, "tiny" }, { 1, 5000, "sound" },
                      { 11, 5000, "sound" }, { 1, 5000, "stills" } } },
};

static void
test_walk (gconstpointer data)
{
  const Stretch *stretches = data;
  AusLadder ladder = { 0 };
  gint64 now = START;

  for (guint i = 0; i < 8 && stretches[i].rung != NULL; i++)
    walk (&ladder, &now, &stretches[i]);
}

/* A way that stays bad is tried more and more seldom. */
static void
test_patience (void)
{
  AusLadder ladder = { 0 };
  guint n_changes[2] = { 0 };
  const AusRung *before = NULL;

  for (guint second = 0; second < 1200; second++) {
    const AusRung *rung = aus_ladder_follow (&ladder, 5000, 5000, START + second * SECOND);

    n_changes[second / 600] += rung != before;
    before = rung;
  }

  g_assert_cmpuint (n_changes[0], >, n_changes[1]);
  g_assert_cmpuint (n_changes[1], >, 2);
  g_assert_cmpuint (n_changes[1], <, 24);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, cases[i].stretches, test_walk);

  g_test_add_func ("/ladder/patience", test_patience);

  return g_test_run ();
}
