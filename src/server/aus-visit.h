#pragma once

#include "aus-caller.h"
#include "aus-consultation-state.h"
#include "aus-consultation.h"

G_BEGIN_DECLS

/**
 * aus_visit_act:
 * @consultation: as read in this job; changed and saved
 *
 * Does what @act means: moves the state as the table allows, notes the times, lets the booking follow and tells
 * everybody.
 * Inside a write job.
 */
gboolean aus_visit_act         (AusDatabase      *database,
                                const AusCaller  *caller,
                                AusConsultation  *consultation,
                                AusAct            act,
                                GError          **error);
/* Members of the frame “consultation_status”, without participants. */
void     aus_visit_write_status (AusConsultation *consultation,
                                 AusJsonWriter   *members);

G_END_DECLS
