#pragma once

#include "aus-availability.h"
#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusSpanKind:
 * @AUS_SPAN_PATIENT: by a patient, around whom a pause may be due
 * @AUS_SPAN_BREAK: by a break, in which nobody is seen
 * @AUS_SPAN_LEAVE: by leave
 *
 * By what a doctor is taken.
 */
typedef enum
{
  AUS_SPAN_PATIENT,
  AUS_SPAN_BREAK,
  AUS_SPAN_LEAVE,
} AusSpanKind;

/**
 * AusSpan:
 *
 * From one moment to another, in which a doctor is taken.
 */
typedef struct
{
  gint64      start;
  gint64      end;
  AusSpanKind kind;
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
/* (element-type AusAvailability) (transfer full): the hours that there are on that date. */
GPtrArray *aus_doctor_time_list_hours   (AusDatabase      *database,
                                         const char       *doctor_id,
                                         const char       *date,
                                         GError          **error);
/**
 * aus_doctor_time_list_busy:
 * @days: since 1970, by whatever clocks
 *
 * When the doctor of @claim is taken around that day: by bookings, by visits that have none, by breaks and by leave.
 *
 * Returns: (element-type AusSpan) (transfer full):
 */
GArray    *aus_doctor_time_list_busy    (AusDatabase      *database,
                                         const AusClaim   *claim,
                                         gint64            days,
                                         GError          **error);
/* How far two calendars may be apart at one moment: from Kiritimati's to one that is twelve hours behind UTC. */
#define AUS_DOCTOR_TIME_DATES_APART 2

/* What is in the way, if anything is. (transfer none) (nullable) */
const AusSpan *aus_doctor_time_find_busy (GArray          *busy,
                                          gint64           start,
                                          gint64           end,
                                          gint64           pause);
/**
 * aus_doctor_time_check:
 * @now: from which on notice counts
 *
 * Whether @claim fits into what the doctor does and wants. A doctor who said no hours has any. Fails with
 * %AUS_ERROR_CONFLICT.
 */
gboolean   aus_doctor_time_check        (AusDatabase      *database,
                                         const AusClaim   *claim,
                                         gint64            now,
                                         GError          **error);
/* Whether nobody else has been given that time, whatever else the doctor wants. */
gboolean   aus_doctor_time_check_given  (AusDatabase      *database,
                                         const AusClaim   *claim,
                                         GError          **error);

G_END_DECLS
