#pragma once

#include "aus-query.h"

G_BEGIN_DECLS

/**
 * A place in a list: which row was the last that was read, by the columns that the list is sorted by. Whoever goes on
 * from there neither misses nor repeats a row, however many come and go before it.
 *
 * An order is text such as “scheduled_start DESC, id DESC”: all its columns go the same way, have a value in each row,
 * and are unique together.
 */

/* (transfer full): the place of the row that @row stands on, for a link. */
char     *aus_place_of_row (AusStatement  *row,
                            const char    *order);
/* Narrows @query to what comes behind @place. Returns: %FALSE where that is no place in @order */
gboolean  aus_place_narrow (AusQuery      *query,
                            const char    *order,
                            const char    *place);

G_END_DECLS
