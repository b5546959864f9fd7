#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusZoneChoice:
 * @AUS_ZONE_CHOICE_ASK: refuse a wall time that occurs twice, and say both
 * @AUS_ZONE_CHOICE_FIRST: take the earlier one
 * @AUS_ZONE_CHOICE_SECOND: take the later one
 *
 * What to do when the clocks go back.
 */
typedef enum
{
  AUS_ZONE_CHOICE_ASK,
  AUS_ZONE_CHOICE_FIRST,
  AUS_ZONE_CHOICE_SECOND,
} AusZoneChoice;

/* Whether this is the name of a zone in the time zone database, such as Europe/Berlin. */
gboolean aus_zone_is_valid (const char    *zone);

/**
 * aus_zone_to_utc:
 * @zone: name of the zone
 * @date: YYYY-MM-DD
 * @time: HH:MM or HH:MM:SS
 * @choice: matters for wall times that occur twice alone
 * @utc: (out): not touched on failure
 *
 * Returns: %FALSE with %AUS_ERROR_INVALID, which names “time_zone”, “appointment_date” or “appointment_time”
 */
gboolean aus_zone_to_utc   (const char     *zone,
                            const char     *date,
                            const char     *time,
                            AusZoneChoice   choice,
                            gint64         *utc,
                            GError        **error);

/* Writes YYYY-MM-DD and HH:MM:SS. Returns: %FALSE where there is no such zone, or year */
gboolean aus_zone_from_utc (const char     *zone,
                            gint64          utc,
                            char            date[static 11],
                            char            time[static 9]);

G_END_DECLS
