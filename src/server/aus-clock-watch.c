#include "aus-clock-watch.h"

#include "aus-time.h"

/* Clocks that are set every day are set by less. */
#define JUMP AUS_TIME_HOUR
/* However long a practice is closed, whoever opens it again loses no more than a day by it. */
#define SILENCE (7 * AUS_TIME_DAY)
#define PATIENCE AUS_TIME_DAY

void
aus_clock_watch_start (AusClockWatch *self,
                       gint64         time,
                       gint64         since_boot)
{
  *self = (AusClockWatch) { .is_started = TRUE, .believed = time - since_boot };
}

static void
begin_doubt (AusClockWatch *self,
             gint64         offset,
             gint64         since_boot)
{
  g_message ("The clock is %" G_GINT64_FORMAT " hours ahead of what was to be expected. Nothing expires until it is "
             "put right, or was so for a day.", (offset - self->believed) / AUS_TIME_HOUR);
  self->doubted = offset;
  self->since = since_boot;
}

gboolean
aus_clock_watch_judge (AusClockWatch *self,
                       gint64         now,
                       gint64         since_boot)
{
  const gint64 offset = now - since_boot;

  /* One that is late deletes nothing too early. */
  self->believed = MIN (self->believed, offset);
  self->doubted = MIN (self->doubted, offset);

  if (offset - self->believed <= JUMP) {
    self->since = 0;
    return TRUE;
  }

  if (self->since == 0 || offset - self->doubted > JUMP)
    begin_doubt (self, offset, since_boot);

  if (since_boot - self->since < PATIENCE)
    return FALSE;

  aus_clock_watch_start (self, now, since_boot);

  return TRUE;
}

/* When something was written down last, other than just now: a clock that is wrong may have written already. */
static gboolean
find_last_sign (AusDatabase  *database,
                gint64        now,
                gint64       *time,
                GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT at FROM audit_log WHERE at < ?1 ORDER BY seq DESC LIMIT 1", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_integer (row, 1, now - PATIENCE);

  return aus_statement_run_integer (row, now, time, error);
}

gboolean
aus_clock_watch_look (AusClockWatch  *self,
                      AusDatabase    *database,
                      gint64          now,
                      gboolean       *is_sure,
                      GError        **error)
{
  const gint64 since_boot = aus_time_since_boot ();
  gint64 last;

  if (!self->is_started) {
    if (!find_last_sign (database, now, &last, error))
      return FALSE;

    aus_clock_watch_start (self, now - last > SILENCE ? last : now, since_boot);
  }

  *is_sure = aus_clock_watch_judge (self, now, since_boot);

  return TRUE;
}
