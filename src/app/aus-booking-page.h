#pragma once

#include <gtk/gtk.h>

#include "aus-booking.h"

G_BEGIN_DECLS

#define AUS_TYPE_BOOKING_PAGE (aus_booking_page_get_type ())

G_DECLARE_FINAL_TYPE (AusBookingPage, aus_booking_page, AUS, BOOKING_PAGE, GtkWidget)

/* The bookings from today on that have no consultation yet, to choose one. Property `model`: a GListModel
   of AusBooking. */

/* Returns: (transfer none) (nullable): which is chosen */
AusBooking *aus_booking_page_get_selected (AusBookingPage *self);
/* Whether there is anything to choose from. */
gboolean    aus_booking_page_has_bookings (AusBookingPage *self);
/* Says what is wrong; %NULL says nothing any more. */
void        aus_booking_page_show_error   (AusBookingPage *self,
                                           const char     *text);

G_END_DECLS
