#include "aus-bookings.h"

#include "aus-booking.h"
#include "aus-changes.h"
#include "aus-table.h"

gboolean
aus_bookings_touch (AusDatabase  *database,
                    const char   *booking_id,
                    GError      **error)
{
  g_autoptr (AusBooking) booking = NULL;

  if (booking_id == NULL)
    return TRUE;

  booking = g_object_new (AUS_TYPE_BOOKING, NULL);

  return aus_table_get (database, AUS_RECORD (booking), booking_id, error) &&
         aus_changes_add (database, "bookings", booking->id, booking->revision, FALSE, error);
}
