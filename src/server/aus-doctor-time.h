#pragma once

#include "aus-availability.h"
#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusSpan:
 * @is_break: whether nobody is seen then, so that no pause is due around it
 *
 * From one moment to another, in which a doctor is taken.
 */
typedef struct
{
  gint64   start;
  gint64   end;
  gboolean is_break;
} AusSpan;

/**
 * AusClaim:
 * @booking_id: (nullable): the booking that it is for, which is not in its own way
 * @consultation_id: (nullable): and its visit
 *
 * Somebody's wish for a doctor's time.
 */
typedef struct
{
  const char *doctor_id;
  gint64      start;
  gint64      minutes;
  const char *booking_id;
  const char *consultation_id;
} AusClaim;

/* Days since 1970 of a date that exists, and the day of the week, where 1 is Monday. */
gint64     aus_doctor_time_read_days    (const char       *date);
gint64     aus_doctor_time_get_weekday  (gint64            days);
/* Minutes since midnight. */
gint64     aus_doctor_time_read_minutes (const char       *time);
/* When that day begins by the clocks of @zone; some skip midnight once a year. */
gboolean   aus_doctor_time_find_start   (const char       *zone,
                                         gint64            days,
                                         gint64           *utc,
                                         GError          **error);
gboolean   aus_doctor_time_is_on_leave  (AusDatabase      *database,
                                         const char       *doctor_id,
                                         const char       *date,
                                         gboolean         *on_leave,
                                         GError          **error);
/* (element-type AusAvailability) (transfer full): what recurs of @kind on that date. */
GPtrArray *aus_doctor_time_list         (AusDatabase         *database,
                                         const char          *doctor_id,
                                         AusAvailabilityKind  kind,
                                         const char          *date,
                                         GError             **error);
/* (element-type AusSpan): when the doctor of @claim is taken around its day: by bookings, by visits that have none, and
 * by breaks. */
GArray    *aus_doctor_time_list_busy    (AusDatabase      *database,
                                         const AusClaim   *claim,
                                         const char       *date,
                                         GError          **error);
gboolean   aus_doctor_time_is_free      (GArray           *busy,
                                         gint64            start,
                                         gint64            end,
                                         gint64            pause);
/**
 * aus_doctor_time_check:
 * @now: from which on notice counts
 *
 * Whether @claim fits into what the doctor does and wants. A doctor who said no hours has any. Fails with
 * %AUS_ERROR_CONFLICT.
 */
gboolean   aus_doctor_time_check        (AusDatabase      *database,
                                         const AusClaim   *claim,
                                         const char       *zone,
                                         gint64            now,
                                         GError          **error);
/* Whether nobody else has been given that time, whatever else the doctor wants. */
gboolean   aus_doctor_time_check_given  (AusDatabase      *database,
                                         const AusClaim   *claim,
                                         const char       *zone,
                                         GError          **error);

G_END_DECLS
