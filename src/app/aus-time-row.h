#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AUS_TYPE_TIME_ROW (aus_time_row_get_type ())

G_DECLARE_FINAL_TYPE (AusTimeRow, aus_time_row, AUS, TIME_ROW, AdwActionRow)

/* A time of day in hours and minutes. */

/* Returns: (transfer full): HH:MM */
char *aus_time_row_get_time (AusTimeRow *self);
void  aus_time_row_set_time (AusTimeRow *self,
                             int         hour,
                             int         minute);

G_END_DECLS
