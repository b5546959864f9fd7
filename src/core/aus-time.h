#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A time is a gint64: microseconds since 1970-01-01T00:00:00Z, without leap seconds. */

#define AUS_TIME_SECOND        G_GINT64_CONSTANT (1000000)
#define AUS_TIME_MINUTE        (60 * AUS_TIME_SECOND)
#define AUS_TIME_HOUR          (60 * AUS_TIME_MINUTE)
#define AUS_TIME_DAY           (24 * AUS_TIME_HOUR)

/* The years 1900 to 9999. */
#define AUS_TIME_MIN           G_GINT64_CONSTANT (-2208988800000000)
#define AUS_TIME_MAX           G_GINT64_CONSTANT (253402300799999999)

/* Whether a visit may begin then: not in the first of these years, nor in the last, so that whatever goes before it or
 * follows it is a time as well. */
gboolean    aus_time_can_start       (gint64 time);

/* Room for the longest form, 9999-12-31T23:59:59.999999Z, and its NUL. */
#define AUS_TIME_BUFFER_LENGTH 28

gint64     aus_time_now            (void);
/* By a clock that nobody sets, and that goes on while the machine sleeps. */
gint64     aus_time_since_boot     (void);

/**
 * aus_time_parse:
 * @text: RFC 3339, such as 2026-11-02T09:00:00Z or 2026-11-02 10:00:00.25+01:00
 * @time: (out): not touched on failure
 *
 * The zone must be there. Digits beyond microseconds are cut off; a second 60 is refused.
 *
 * Returns: %FALSE with %AUS_ERROR_MALFORMED, which names no field
 */
gboolean   aus_time_parse          (const char  *text,
                                    gint64      *time,
                                    GError     **error);

/* Writes 2026-11-02T09:00:00Z, with six decimals where there are any. Returns: the length without the NUL */
gsize      aus_time_format         (gint64       time,
                                    char         buffer[static AUS_TIME_BUFFER_LENGTH]);

/* Days between 1970-01-01 and a date of the Gregorian calendar, which must exist, and back. */
gint64     aus_time_days_from_date (int          year,
                                    int          month,
                                    int          day);
void       aus_time_date_from_days (gint64       days,
                                    int         *year,
                                    int         *month,
                                    int         *day);
gboolean   aus_time_date_is_valid  (int          year,
                                    int          month,
                                    int          day);

GDateTime *aus_time_to_date_time   (gint64       time);
gint64     aus_time_from_date_time (GDateTime   *date_time);

G_END_DECLS
