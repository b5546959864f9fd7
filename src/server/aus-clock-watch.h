#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusClockWatch:
 * @is_started: whether it looked before
 * @believed: how far the wall clock is from one that nobody sets
 * @doubted: how far it is while it is not believed
 * @since: when that began, by the clock that nobody sets
 *
 * Whether the wall clock is to be believed by what cannot be taken back. It is not where it went ahead by itself, or
 * where nobody wrote anything down for long before the start: until it is put right, or the machine has run on with it
 * for a day. All zero at first.
 */
typedef struct
{
  gboolean is_started;
  gint64   believed;
  gint64   doubted;
  gint64   since;
} AusClockWatch;

/* What it is @now, where that is believed. Inside a job. *@is_sure: whether it is */
gboolean aus_clock_watch_look  (AusClockWatch  *self,
                                AusDatabase    *database,
                                gint64          now,
                                gboolean       *is_sure,
                                GError        **error);
/* What the time should be at the start, and what the wall clock says, at times of the clock that nobody sets. */
void     aus_clock_watch_start (AusClockWatch  *self,
                                gint64          time,
                                gint64          since_boot);
gboolean aus_clock_watch_judge (AusClockWatch  *self,
                                gint64          now,
                                gint64          since_boot);

G_END_DECLS
