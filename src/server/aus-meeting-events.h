#pragma once

#include "aus-clinic.h"
#include "aus-meeting-event.h"
#include "aus-meetings.h"

G_BEGIN_DECLS

/* What happens in the meetings of providers, and what that means for visits: a patient waits, the doctor began,
 * somebody was there. Whoever leaves a call, or ends it, has not ended the visit. What is over stays over, and whatever
 * is told of a meeting that is not the visit's own any more means nothing. Inside write jobs. */

gboolean aus_meeting_events_apply     (AusClinic              *clinic,
                                       AusDatabase            *database,
                                       const char             *provider,
                                       const AusMeetingEvent  *event,
                                       GError                **error);
/* The same of what was seen there, and perhaps never told. */
gboolean aus_meeting_events_note_look (AusClinic              *clinic,
                                       AusDatabase            *database,
                                       AusConsultation        *consultation,
                                       AusMeetingRow          *row,
                                       gboolean                is_live,
                                       GError                **error);

G_END_DECLS
