#pragma once

#include "aus-time.h"

/* From when a patient may enter the waiting room. */
#define AUS_DOOR_OPENS_BEFORE  (30 * AUS_TIME_MINUTE)
/* How long a link lives after the visit, or after its planned end. */
#define AUS_DOOR_CLOSES_AFTER  (24 * AUS_TIME_HOUR)

/* When the door to the consultation “c” closes for good. */
#define AUS_DOOR_EXPIRES_SQL \
  "(coalesce (c.actual_end, max (c.scheduled_start + c.duration_planned * 60000000, " \
  "coalesce (c.actual_start, 0))) + 86400000000)"
