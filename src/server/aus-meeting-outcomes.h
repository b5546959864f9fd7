#pragma once

#include "aus-clinic.h"
#include "aus-meetings.h"
#include "aus-provider-work.h"

G_BEGIN_DECLS

/* What becomes of visits by what providers answered. Inside write jobs. */

/**
 * AusMeetingOutcome:
 * @consultation: (nullable): as it is now; %NULL where it is gone
 * @row: (nullable): as it is now
 * @provider: the name of who was asked
 * @errand: what was asked, and the answer
 * @round: how often it was asked for before, where that matters
 * @is_farewell: whether the visit has left the meeting
 *
 * An errand that is done.
 */
typedef struct
{
  AusClinic       *clinic;
  AusDatabase     *database;
  char            *consultation_id;
  AusConsultation *consultation;
  AusMeetingRow   *row;
  const char      *provider;
  AusErrand       *errand;
  guint            round;
  gboolean         is_farewell;
} AusMeetingOutcome;

gboolean aus_meeting_outcome_write (AusMeetingOutcome  *self,
                                    GError            **error);
/* Says whether a visit has its meeting; tells everybody where it is there. */
gboolean aus_meeting_set_state     (AusDatabase        *database,
                                    AusConsultation    *consultation,
                                    AusMeetingState     state,
                                    GError            **error);

G_END_DECLS
