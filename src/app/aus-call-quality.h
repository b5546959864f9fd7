#pragma once

#include "aus-quality-cause.h"
#include "aus-video-call.h"

G_BEGIN_DECLS

#define AUS_TYPE_CALL_QUALITY (aus_call_quality_get_type ())

G_DECLARE_FINAL_TYPE (AusCallQuality, aus_call_quality, AUS, CALL_QUALITY, GObject)

/**
 * AusCallQuality:
 *
 * How well a call travels: measured here every two seconds and told to the practice, and heard from the others. Signal
 * `changed`.
 */
AusCallQuality  *aus_call_quality_new       (AusVideoCall    *call,
                                             AusRoom         *room);

/* As good as it is for those for whom it is worst, %AUS_QUALITY_NONE while there is no call. */
AusQuality       aus_call_quality_get       (AusCallQuality  *self);
/* What is at fault, seen from here. */
AusQualityCause  aus_call_quality_get_cause (AusCallQuality  *self);

G_END_DECLS
