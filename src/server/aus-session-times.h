#pragma once

#include "aus-time.h"

/* How long a sign-in lives unused, and at most. */
#define AUS_SESSION_IDLE_TIME  (12 * AUS_TIME_HOUR)
#define AUS_SESSION_LIFE_TIME  (30 * AUS_TIME_DAY)
/* Use is noted this often, for it costs a write. */
/* One that began so long from now began when the clock was wrong, and would outlive all others. */
#define AUS_SESSION_AHEAD_TIME (1 * AUS_TIME_DAY)
#define AUS_SESSION_TOUCH_TIME (10 * AUS_TIME_MINUTE)
