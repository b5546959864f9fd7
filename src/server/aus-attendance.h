#pragma once

#include "aus-database.h"
#include "aus-errand.h"

G_BEGIN_DECLS

/* Who was in the meetings of visits. Inside write jobs. */

/* Adds a stay, or what is new of it: the earliest time to join, and the latest to leave. */
gboolean aus_attendance_note    (AusDatabase          *database,
                                 const char           *consultation_id,
                                 const char           *provider,
                                 const AusAttendance  *stay,
                                 GError              **error);
/* The provider's own list, which is whole, takes the place of what was heard.
 * @stays: (element-type AusAttendance): none says nothing */
gboolean aus_attendance_replace (AusDatabase          *database,
                                 const char           *consultation_id,
                                 const char           *provider,
                                 GPtrArray            *stays,
                                 GError              **error);
/* All who are still in are out. */
gboolean aus_attendance_close   (AusDatabase          *database,
                                 const char           *consultation_id,
                                 const char           *provider,
                                 gint64                at,
                                 GError              **error);

G_END_DECLS
