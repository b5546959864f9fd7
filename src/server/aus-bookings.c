#include "aus-bookings.h"

#include "aus-access.h"
#include "aus-changes.h"
#include "aus-doctor-time.h"
#include "aus-settings.h"
#include "aus-table.h"
#include "aus-time.h"

#define DEFAULT_MINUTES 20

AusBooking *
aus_bookings_find (AusCall      *call,
                   AusDatabase  *database,
                   const char   *id,
                   GError      **error)
{
  g_autoptr (AusBooking) booking = NULL;
  g_autoptr (AusQuery) query = aus_query_new ("bookings_view");
  g_autoptr (AusStatement) row = NULL;
  AusStep step = AUS_STEP_ERROR;

  aus_query_and_text (query, "id = ?", id);
  aus_access_narrow_record (query, &call->caller, AUS_KIN_BOOKINGS);

  if (!aus_caller_is_staff (&call->caller))
    aus_query_and_text (query, "patient_id = ?", call->caller.patient_id ? call->caller.patient_id : "");

  row = aus_query_prepare (query, database, "id", 1, 0, error);

  if (row != NULL)
    step = aus_statement_step (row, error);

  if (step == AUS_STEP_DONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such booking.");

  if (step != AUS_STEP_ROW)
    return NULL;

  booking = g_object_new (AUS_TYPE_BOOKING, NULL);
  aus_statement_read_record (row, AUS_RECORD (booking));

  return g_steal_pointer (&booking);
}

gboolean
aus_bookings_settle_time (AusCall               *call,
                          AusDatabase           *database,
                          AusBooking            *booking,
                          const AusBookingBody  *body,
                          GError               **error)
{
  g_autofree char *usual = aus_settings_get_text (database, call->clinic, AUS_SETTING_TIME_ZONE, error);
  const char *zone = *booking->time_zone != '\0' ? booking->time_zone : usual;
  g_autoptr (GDateTime) starts = NULL;
  gint64 utc;

  if (usual == NULL || !aus_zone_to_utc (zone, booking->appointment_date, booking->appointment_time, body->choice, &utc,
                                         error))
    return FALSE;

  if (!aus_time_can_start (utc)) {
    aus_error_add_field (error, "appointment_date", "The date is out of range.");
    return FALSE;
  }

  starts = aus_time_to_date_time (utc);
  g_object_set (booking, "starts-at", starts, "time-zone", zone, NULL);

  if (booking->duration_minutes == 0)
    g_object_set (booking, "duration-minutes", (gint64) DEFAULT_MINUTES, NULL);

  return TRUE;
}

/* It borrows. */
static AusClaim
make_claim (AusBooking *booking)
{
  return (AusClaim) {
    .doctor_id = booking->doctor_id,
    .start = aus_time_from_date_time (booking->starts_at),
    .minutes = booking->duration_minutes,
    .booking_id = booking->id,
    .consultation_id = booking->consultation_id,
  };
}

gboolean
aus_bookings_check_time (AusDatabase           *database,
                         AusBooking            *booking,
                         const AusBookingBody  *body,
                         GError               **error)
{
  const AusClaim claim = make_claim (booking);

  return body->override || aus_doctor_time_check (database, &claim, aus_time_now (), error);
}

gboolean
aus_bookings_check_visit (AusDatabase      *database,
                          AusConsultation  *visit,
                          gint64            start,
                          GError          **error)
{
  const AusClaim claim = {
    .doctor_id = visit->doctor_id,
    .start = start,
    .minutes = visit->duration_planned,
    .booking_id = visit->booking_id,
    .consultation_id = visit->id,
  };
  /* Notice is for what is new. What stays at its time may have begun, or its patient may wait already. */
  const gboolean stays = start == aus_time_from_date_time (visit->scheduled_start);

  return visit->booking_id == NULL ||
         aus_doctor_time_check (database, &claim, stays ? G_MININT64 : aus_time_now (), error);
}

gboolean
aus_bookings_check_return (AusDatabase           *database,
                           AusBooking            *booking,
                           const AusBookingBody  *body,
                           GError               **error)
{
  const AusClaim claim = make_claim (booking);

  return body->override || aus_doctor_time_check_given (database, &claim, error);
}

/* The unique index gives the time away once; its word is law, this only explains it. */
gboolean
aus_bookings_claim (AusDatabase  *database,
                    AusBooking   *booking,
                    GError      **error)
{
  g_autoptr (GError) fault = NULL;

  if (booking->revision == 0 ? aus_table_insert (database, AUS_RECORD (booking), &fault)
                             : aus_table_save (database, AUS_RECORD (booking), &fault))
    return TRUE;

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_CONFLICT))
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The doctor has another booking at that time.");
  else
    g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

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
