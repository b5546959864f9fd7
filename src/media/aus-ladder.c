#include "aus-ladder.h"

/* What is measured is at most half as much again as what is sent: so a rung holds down to this part of its bitrate, and
 * is tried from this one on. */
#define HOLDS(bitrate) ((bitrate) * 6 / 10)
#define TRIED(bitrate) ((bitrate) * 75 / 100)

#define BETTER_FOR (4 * G_TIME_SPAN_SECOND)
/* A still scene sends too little to be measured by; after this the next rung is tried all the same. */
#define SHORTEST_PATIENCE 12
#define LONGEST_PATIENCE 48

/* What is measured grows by less than a tenth each second, so a rung is given this long to show what the way bears,
 * unless the way itself complains. */
#define TRIAL (12 * G_TIME_SPAN_SECOND)
#define COMPLAINS(budget) ((budget) * 9 / 10)
#define TOO_EARLY (20 * G_TIME_SPAN_SECOND)

/* The other side measures hardly more than what arrives: the way is at its end only where that is all that it bears. */
#define LIMITS(sent) ((sent) + (sent) / 6)

G_DEFINE_ENUM_TYPE (AusGrade, aus_grade,
                    G_DEFINE_ENUM_VALUE (AUS_GRADE_FULL, "full"),
                    G_DEFINE_ENUM_VALUE (AUS_GRADE_SMALLER, "smaller"),
                    G_DEFINE_ENUM_VALUE (AUS_GRADE_STILLS, "stills"),
                    G_DEFINE_ENUM_VALUE (AUS_GRADE_SOUND, "sound"))

static const AusRung rungs[] = {
  { "full", 900000, 1280, 30, AUS_GRADE_FULL },
  { "smaller", 450000, 640, 30, AUS_GRADE_SMALLER },
  { "slower", 250000, 640, 15, AUS_GRADE_SMALLER },
  { "small and slow", 130000, 480, 10, AUS_GRADE_SMALLER },
  { "tiny", 70000, 320, 5, AUS_GRADE_SMALLER },
  { "stills", 30000, 320, 1, AUS_GRADE_STILLS },
  { "sound", 0, 0, 0, AUS_GRADE_SOUND },
};

static guint
find_rung (guint budget)
{
  guint rung = 0;

  while (budget < HOLDS (rungs[rung].bitrate))
    rung++;

  return rung;
}

static void
step (AusLadder *self,
      guint      rung,
      guint      budget,
      gint64     now)
{
  self->is_trial = rung < self->rung;
  self->trial_budget = budget;
  self->rung = rung;
  self->changed_at = now;
  self->better_since = 0;
}

/* Only what was tried can have been too early, not what one fell through. */
static void
go_down (AusLadder *self,
         guint      rung,
         guint      budget,
         gint64     now)
{
  const gint64 held = now - self->changed_at;

  if (self->is_trial && held < TOO_EARLY)
    self->patience = MIN (self->patience * 2, LONGEST_PATIENCE);
  else if (held > TOO_EARLY)
    self->patience = SHORTEST_PATIENCE;

  step (self, rung, budget, now);
}

static gboolean
is_on_trial (const AusLadder *self,
             guint            budget,
             gint64           now)
{
  return self->is_trial && now - self->changed_at < TRIAL && budget >= COMPLAINS (self->trial_budget);
}

static gboolean
may_go_up (AusLadder *self,
           guint      budget,
           gint64     now)
{
  if (now - self->changed_at >= self->patience * G_TIME_SPAN_SECOND)
    return TRUE;

  if (budget < TRIED (rungs[self->rung - 1].bitrate)) {
    self->better_since = 0;
    return FALSE;
  }

  if (self->better_since == 0)
    self->better_since = now;

  return now - self->better_since >= BETTER_FOR;
}

const AusRung *
aus_ladder_follow (AusLadder *self,
                   guint      budget,
                   guint      sent,
                   gint64     now)
{
  const guint bearable = find_rung (budget);

  if (self->patience == 0)
    self->patience = SHORTEST_PATIENCE;

  if (bearable > self->rung && budget <= LIMITS (sent) && !is_on_trial (self, budget, now))
    go_down (self, bearable, budget, now);
  else if (self->rung > 0 && may_go_up (self, budget, now))
    step (self, self->rung - 1, budget, now);

  return &rungs[self->rung];
}
