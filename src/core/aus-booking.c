#include "aus-booking.h"

#include "aus-checks.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (AusBooking, aus_booking, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusBooking, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusBooking, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusBooking, doctor_id, .label = N_("Doctor"), .flags = AUS_FIELD_REQUIRED | AUS_FIELD_ID),
  AUS_FIELD (AusBooking, doctor_name, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusBooking, patient_id, .label = N_("Patient"),
             .flags = AUS_FIELD_REQUIRED | AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusBooking, patient_name, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusBooking, appointment_date, .label = N_("Date"), .flags = AUS_FIELD_REQUIRED,
             .check = aus_check_date),
  AUS_FIELD (AusBooking, appointment_time, .label = N_("Time"), .flags = AUS_FIELD_REQUIRED,
             .check = aus_check_time),
  AUS_FIELD (AusBooking, time_zone, .label = N_("Time Zone"), .max_length = 64),
  AUS_FIELD (AusBooking, starts_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusBooking, duration_minutes, .label = N_("Duration"), .minimum = 5, .maximum = 480),
  AUS_FIELD (AusBooking, appointment_type, .label = N_("Kind"), .enum_type = aus_appointment_type_get_type),
  AUS_FIELD (AusBooking, status, .label = N_("Status"), .flags = AUS_FIELD_READONLY,
             .enum_type = aus_booking_status_get_type),
  AUS_FIELD (AusBooking, preferred_video_provider, .label = N_("Video Provider"),
             .enum_type = aus_video_provider_get_type),
  AUS_FIELD (AusBooking, consultation_notes, .label = N_("Notes"), .max_length = 4000),
  AUS_FIELD (AusBooking, consultation_id, .flags = AUS_FIELD_COMPUTED | AUS_FIELD_NULLABLE),
  AUS_FIELD (AusBooking, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusBooking, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_booking_class_init (AusBookingClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "bookings", fields, G_N_ELEMENTS (fields));
}

static void
aus_booking_init (AusBooking *self)
{
}
