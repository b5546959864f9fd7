#pragma once

#include "aus-booking-body.h"
#include "aus-consultation.h"

G_BEGIN_DECLS

/* The booking in full as the caller sees it. %AUS_ERROR_NOT_FOUND where they may not. (transfer full) */
AusBooking *aus_bookings_find  (AusCall               *call,
                                AusDatabase           *database,
                                const char            *id,
                                GError               **error);
/* Finds the moment of the booking's wall time, and fills in what was left out. */
gboolean    aus_bookings_settle_time (AusCall               *call,
                                      AusDatabase           *database,
                                      AusBooking            *booking,
                                      const AusBookingBody  *body,
                                      GError               **error);
/* Whether the booking's time fits into what its doctor does, or need not. */
gboolean    aus_bookings_check_time (AusDatabase           *database,
                                     AusBooking            *booking,
                                     const AusBookingBody  *body,
                                     GError               **error);
/* The same for a visit, whose booking has its time: one without is squeezed in by whoever makes it. */
gboolean    aus_bookings_check_visit (AusDatabase      *database,
                                      AusConsultation  *visit,
                                      gint64            start,
                                      GError          **error);
/* Whether its time was given to nobody else since it was given up. */
gboolean    aus_bookings_check_return (AusDatabase           *database,
                                       AusBooking            *booking,
                                       const AusBookingBody  *body,
                                       GError               **error);
/* Saves it, new or changed, and with that claims the doctor's time. Nobody can claim the same moment twice. */
gboolean    aus_bookings_claim (AusDatabase           *database,
                                AusBooking            *booking,
                                GError               **error);
/* Has copies read it again, for its consultation came or went. */
gboolean    aus_bookings_touch (AusDatabase           *database,
                                const char            *booking_id,
                                GError               **error);

G_END_DECLS
