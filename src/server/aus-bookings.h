#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* Notes in the change log that a booking got or lost its consultation, which it shows though it stays as it is.
 * @booking_id: (nullable): nothing happens for %NULL */
gboolean aus_bookings_touch (AusDatabase  *database,
                             const char   *booking_id,
                             GError      **error);

G_END_DECLS
