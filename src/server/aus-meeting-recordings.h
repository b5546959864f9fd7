#pragma once

#include "aus-job-kind.h"
#include "aus-meeting-outcomes.h"
#include "aus-recording.h"

G_BEGIN_DECLS

/* What providers recorded of visits: fetched, sealed, and deleted over there. */

/* Notes what there is, and has it fetched. What we may not have is deleted over there. Where more is to come it is
 * asked for again. */
gboolean aus_meeting_recordings_note (AusMeetingOutcome  *outcome,
                                      GError            **error);
/* Has one deleted over there, wherever its visit is held now. Others than a provider's are none of its business. */
gboolean aus_meeting_recordings_discard (AusDatabase     *database,
                                      AusRecording       *recording,
                                      GError            **error);

/* Fetches one, and deletes one there. Their context is the #AusClinic. */
extern const AusJobKind aus_meeting_fetch_job;
extern const AusJobKind aus_meeting_discard_job;

G_END_DECLS
