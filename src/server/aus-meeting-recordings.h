#pragma once

#include "aus-job-kind.h"
#include "aus-meeting-outcomes.h"

G_BEGIN_DECLS

/* What providers recorded of visits: fetched, sealed, and deleted over there. */

/* Notes what there is, and has it fetched. What was recorded though nobody may is left where it is. */
gboolean aus_meeting_recordings_note (AusMeetingOutcome  *outcome,
                                      GError            **error);

/* Fetches one, and deletes one there. Their context is the #AusClinic. */
extern const AusJobKind aus_meeting_fetch_job;
extern const AusJobKind aus_meeting_discard_job;

G_END_DECLS
