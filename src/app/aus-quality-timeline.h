#pragma once

#include <gtk/gtk.h>

#include "aus-enums.h"
#include "aus-quality-cause.h"

G_BEGIN_DECLS

#define AUS_TYPE_QUALITY_TIMELINE (aus_quality_timeline_get_type ())

G_DECLARE_FINAL_TYPE (AusQualityTimeline, aus_quality_timeline, AUS, QUALITY_TIMELINE, GtkWidget)

/**
 * AusQualityTimeline:
 *
 * How well the call of a visit travelled for one person from beginning to end: the higher, the better. What it shows it
 * says in words as well.
 */

/* Samples come in order of time. */
void       aus_quality_timeline_add      (AusQualityTimeline *self,
                                          gint64              at,
                                          AusQuality          quality,
                                          AusQualityCause     cause);

/* The time that the picture spans, so that those of several people can be compared; in microseconds. */
void       aus_quality_timeline_set_span (AusQualityTimeline *self,
                                          gint64              from,
                                          gint64              until);

/* Returns: (transfer full): such as “Good for 12 min, poor for 1 min: their connection is weak” */
char      *aus_quality_timeline_describe (AusQualityTimeline *self);
AusQuality aus_quality_timeline_get_worst (AusQualityTimeline *self);

G_END_DECLS
