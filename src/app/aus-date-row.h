#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AUS_TYPE_DATE_ROW (aus_date_row_get_type ())

G_DECLARE_FINAL_TYPE (AusDateRow, aus_date_row, AUS, DATE_ROW, AdwActionRow)

/* A day, chosen from a calendar. It starts with today. */

/* Returns: (transfer full): YYYY-MM-DD */
char *aus_date_row_get_date (AusDateRow *self);
void  aus_date_row_set_date (AusDateRow *self,
                             GDateTime  *date);

G_END_DECLS
