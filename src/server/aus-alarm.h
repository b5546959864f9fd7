#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusAlarm:
 *
 * Rings on the main thread at a time of the wall clock, also where the machine slept over it, and at once where the
 * clock is set while it waits.
 */
typedef struct _AusAlarm AusAlarm;

/* @step: by how many microseconds the clock was set forward since it rang last, whether it waited or not; 0 where it
 * was not */
typedef void (* AusAlarmRing) (gint64   step,
                               gpointer data);

AusAlarm *aus_alarm_new  (AusAlarmRing   ring,
                          gpointer       data,
                          GError       **error);
void      aus_alarm_free (AusAlarm      *self);
/* In place of what was set before. @time: %G_MAXINT64 for never */
void      aus_alarm_set  (AusAlarm      *self,
                          gint64         time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusAlarm, aus_alarm_free)

G_END_DECLS
