#include "aus-availability.h"

#include "aus-checks.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_MINUTES 20

G_DEFINE_ENUM_TYPE (AusAvailabilityKind, aus_availability_kind,
                    G_DEFINE_ENUM_VALUE (AUS_AVAILABILITY_KIND_HOURS, "hours"),
                    G_DEFINE_ENUM_VALUE (AUS_AVAILABILITY_KIND_LEAVE, "leave"),
                    G_DEFINE_ENUM_VALUE (AUS_AVAILABILITY_KIND_BREAK, "break"))

G_DEFINE_FINAL_TYPE (AusAvailability, aus_availability, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusAvailability, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusAvailability, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAvailability, doctor_id, .label = N_("Doctor"),
             .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_REQUIRED | AUS_FIELD_ID),
  AUS_FIELD (AusAvailability, kind, .label = N_("Kind"), .flags = AUS_FIELD_CREATE_ONLY,
             .enum_type = aus_availability_kind_get_type),
  AUS_FIELD (AusAvailability, weekday, .label = N_("Day of the week"), .minimum = 1, .maximum = 7),
  AUS_FIELD (AusAvailability, start_time, .label = N_("From"), .check = aus_check_time),
  AUS_FIELD (AusAvailability, end_time, .label = N_("To"), .check = aus_check_end_time),
  AUS_FIELD (AusAvailability, time_zone, .label = N_("Time zone"), .max_length = 64),
  AUS_FIELD (AusAvailability, slot_minutes, .label = N_("Length of a slot"), .minimum = 5, .maximum = 480),
  AUS_FIELD (AusAvailability, buffer_minutes, .label = N_("Pause between slots"), .minimum = 0, .maximum = 240),
  AUS_FIELD (AusAvailability, notice_minutes, .label = N_("Minimum notice"), .minimum = 0, .maximum = 43200),
  AUS_FIELD (AusAvailability, first_date, .label = N_("First day"), .check = aus_check_date),
  AUS_FIELD (AusAvailability, last_date, .label = N_("Last day"), .check = aus_check_date),
  AUS_FIELD (AusAvailability, covered_by, .label = N_("Covered by"), .flags = AUS_FIELD_NULLABLE | AUS_FIELD_ID),
  AUS_FIELD (AusAvailability, starts_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAvailability, ends_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAvailability, reason, .label = N_("Reason"), .max_length = 500),
  AUS_FIELD (AusAvailability, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAvailability, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_availability_class_init (AusAvailabilityClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "availability", fields, G_N_ELEMENTS (fields));
}

static void
aus_availability_init (AusAvailability *self)
{
  self->slot_minutes = DEFAULT_MINUTES;
}
