#pragma once

#include "aus-booking.h"
#include "aus-call.h"
#include "aus-consultation-state.h"
#include "aus-zone.h"

G_BEGIN_DECLS

/**
 * AusBookingBody:
 * @override: whether it is booked although it does not fit
 * @choice: which of two moments is meant, where clocks show the time twice
 * @has_status: whether another status is asked for
 * @reason: (nullable): why it is cancelled or missed
 * @kind: why it is missed
 *
 * What is said of a booking beside its fields.
 */
typedef struct
{
  gboolean          override;
  AusZoneChoice     choice;
  gboolean          has_status;
  AusBookingStatus  status;
  const char       *reason;
  AusNoShowKind     kind;
} AusBookingBody;

/* Reads the call's body: what are fields into @booking, all or nothing, and the rest into @body, which borrows. */
gboolean aus_booking_body_read (AusCall         *call,
                                AusBooking      *booking,
                                AusReadMode      mode,
                                AusBookingBody  *body,
                                GError         **error);

G_END_DECLS
