#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

typedef enum
{
  AUS_AVAILABILITY_KIND_HOURS,
  AUS_AVAILABILITY_KIND_LEAVE,
  AUS_AVAILABILITY_KIND_BREAK,
} AusAvailabilityKind;

GType aus_availability_kind_get_type (void) G_GNUC_CONST;

#define AUS_TYPE_AVAILABILITY (aus_availability_get_type ())

G_DECLARE_FINAL_TYPE (AusAvailability, aus_availability, AUS, AVAILABILITY, AusRecord)

/* Hours and breaks recur every week on @weekday (1 is Monday) by the clocks of @time_zone, from @first_date to
 * @last_date where these are given; hours of a single day are an exception. Leave is whole days, the first and the
 * last of them included, by the clinic's clocks: from @starts_at to @ends_at. @covered_by is the doctor who sees the
 * patients meanwhile. */
struct _AusAvailability
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *doctor_id;
  guint      kind;
  gint64     weekday;
  char      *start_time;
  char      *end_time;
  char      *time_zone;
  gint64     slot_minutes;
  gint64     buffer_minutes;
  gint64     notice_minutes;
  char      *first_date;
  char      *last_date;
  char      *covered_by;
  GDateTime *starts_at;
  GDateTime *ends_at;
  char      *reason;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
