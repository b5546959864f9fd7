#include "aus-breaker.h"

#include "aus-sentence.h"

#include <glib/gi18n-lib.h>

#define SECOND G_GINT64_CONSTANT (1000000)
#define ENOUGH_IN_A_ROW 5
#define ENOUGH_CALLS 20
#define WINDOW (30 * SECOND)
#define FIRST_PAUSE (30 * SECOND)
#define LONGEST_PAUSE (300 * SECOND)
#define REFUSED_PAUSE (900 * SECOND)
/* A probe that never said how it went does not bar the way for ever. */
#define PROBE_TIME (60 * SECOND)
#define REFUSED N_("The credentials are refused: %s")
#define BUDGET 10.0
#define BUDGET_SHARE 0.2

struct _AusBreaker
{
  GMutex    mutex;

  guint     n_in_a_row;
  guint     n_calls;
  guint     n_failed;
  gint64    window_since;
  gint64    pause;
  gint64    open_until;
  gint64    probe_until;
  gboolean  is_refused;
  double    budget;
  char     *why;
};

AusBreaker *
aus_breaker_new (void)
{
  AusBreaker *self = g_new0 (AusBreaker, 1);

  g_mutex_init (&self->mutex);
  self->budget = BUDGET;

  return self;
}

void
aus_breaker_free (AusBreaker *self)
{
  g_mutex_clear (&self->mutex);
  g_free (self->why);
  g_free (self);
}

static gboolean
is_open (const AusBreaker *self)
{
  return self->open_until != 0;
}

static void
refuse (AusBreaker  *self,
        gint64       now,
        GError     **error)
{
  const gint64 left = MAX (self->open_until, self->probe_until) - now;
  GError *fault = NULL;

  if (self->is_refused)
    aus_error_say (&fault, AUS_ERROR_UNAUTHENTICATED, REFUSED, self->why);
  else
    aus_error_say (&fault, AUS_ERROR_UNAVAILABLE,
                   N_("It failed too often lately, and is left alone for a while: %s"), self->why);

  aus_error_set_retry_after (fault, (guint) (MAX (left, 0) / SECOND) + 1);
  g_propagate_error (error, fault);
}

gboolean
aus_breaker_enter (AusBreaker  *self,
                   gint64       now,
                   GError     **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!is_open (self))
    return TRUE;

  if (now < self->open_until || now < self->probe_until) {
    refuse (self, now, error);
    return FALSE;
  }

  self->probe_until = now + PROBE_TIME;

  return TRUE;
}

static void
close_again (AusBreaker *self)
{
  self->n_in_a_row = 0;
  self->open_until = self->probe_until = self->pause = 0;
  self->is_refused = FALSE;
  g_clear_pointer (&self->why, g_free);
}

static void
open_for (AusBreaker *self,
          gint64      now,
          gint64      pause)
{
  self->pause = pause;
  self->open_until = now + pause;
  self->probe_until = 0;
  self->n_calls = self->n_failed = 0;
}

static void
count (AusBreaker *self,
       gboolean    is_failure,
       gint64      now)
{
  if (now - self->window_since > WINDOW) {
    self->window_since = now;
    self->n_calls = self->n_failed = 0;
  }

  self->n_calls++;
  self->n_failed += is_failure;
  self->n_in_a_row = is_failure ? self->n_in_a_row + 1 : 0;
  self->budget = MIN (self->budget + BUDGET_SHARE, BUDGET);
}

static gboolean
is_enough (const AusBreaker *self)
{
  return self->n_in_a_row >= ENOUGH_IN_A_ROW ||
         (self->n_calls >= ENOUGH_CALLS && self->n_failed * 2 >= self->n_calls);
}

static void
note_failure (AusBreaker *self,
              gint64      now)
{
  if (is_open (self) && self->probe_until != 0)
    open_for (self, now, self->is_refused ? REFUSED_PAUSE : MIN (self->pause * 2, LONGEST_PAUSE));
  else if (!is_open (self) && is_enough (self))
    open_for (self, now, FIRST_PAUSE);
}

void
aus_breaker_note (AusBreaker        *self,
                  AusBreakerVerdict  verdict,
                  gint64             now,
                  const char        *why)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  count (self, verdict == AUS_BREAKER_FAILED, now);

  if (verdict == AUS_BREAKER_GOOD) {
    close_again (self);
    return;
  }

  /* That credentials are refused stays the reason until they are not. */
  if (!self->is_refused || verdict == AUS_BREAKER_REFUSED) {
    g_free (self->why);
    self->why = g_strdup (why ? why : N_("nobody knows why."));
  }

  if (verdict == AUS_BREAKER_REFUSED) {
    self->is_refused = TRUE;
    open_for (self, now, REFUSED_PAUSE);
  } else {
    note_failure (self, now);
  }
}

gboolean
aus_breaker_take_retry (AusBreaker *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->budget < 1)
    return FALSE;

  self->budget -= 1;

  return TRUE;
}

gboolean
aus_breaker_is_healthy (AusBreaker  *self,
                        char       **reason)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *reason = NULL;

  if (self->is_refused)
    *reason = aus_sentence_new (REFUSED, self->why);
  else if (self->n_in_a_row > 0 || is_open (self))
    *reason = g_strdup (self->why);

  return *reason == NULL;
}

gboolean
aus_breaker_is_refused (AusBreaker *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->is_refused;
}
