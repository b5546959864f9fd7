#pragma once

#include "aus-time.h"

/* How long a sign-in lives unused, and at most: as the admin set it, or 12 hours and 30 days. In microseconds, within a
 * statement. */
#define AUS_SESSION_SETTING_SQL(name) "(SELECT CAST (value AS INTEGER) FROM clinic_settings WHERE name = '" name "')"
#define AUS_SESSION_IDLE_SQL "(60000000 * coalesce (" AUS_SESSION_SETTING_SQL ("session_idle_minutes") ", 720))"
#define AUS_SESSION_LIFE_SQL "(3600000000 * coalesce (" AUS_SESSION_SETTING_SQL ("session_life_hours") ", 720))"
/* When a sign-in ends however much it is used. @row: the name of its row and a dot, or nothing */
#define AUS_SESSION_ENDS_SQL(row) "min (" row "expires_at, " row "created_at + " AUS_SESSION_LIFE_SQL ")"
/* Use is noted this often, for it costs a write. */
#define AUS_SESSION_TOUCH_SQL "min (600000000, " AUS_SESSION_IDLE_SQL " / 4)"
/* One that began so long from now began when the clock was wrong, and would outlive all others. */
#define AUS_SESSION_AHEAD_TIME (1 * AUS_TIME_DAY)
